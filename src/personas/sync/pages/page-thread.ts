import { enableCompileCache, flushCompileCache } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import type { ThreadStart } from "./page-messages.ts";

const { settings, codeFolder }: ThreadStart = workerData;

// Before anything else is loaded.
if (codeFolder !== undefined) enableCompileCache(codeFolder);
const { answerPages } = await import("./answer-pages.ts");
if (parentPort) answerPages(parentPort, settings);
// The thread is ended from outside, and then nothing is written any more.
if (codeFolder !== undefined) flushCompileCache();
