import { parentPort, workerData } from "node:worker_threads";
import { answerPages } from "../../../src/personas/sync/pages/answer-pages.ts";

const kept: string[][] = [];

/** Needs more than it is given, as a page of enormous rows would. */
parentPort?.on("message", () => {
  for (;;) kept.push(Array.from({ length: 10_000 }, (_, index) => `${kept.length} ${index}`));
});
if (parentPort) answerPages(parentPort, workerData.settings);
