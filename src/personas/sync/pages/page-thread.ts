import { parentPort, workerData } from "node:worker_threads";
import { answerPages } from "./answer-pages.ts";
import type { ThreadStart } from "./page-messages.ts";

const { settings }: ThreadStart = workerData;
if (parentPort) answerPages(parentPort, settings);
