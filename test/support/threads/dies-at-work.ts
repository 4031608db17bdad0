import { parentPort, workerData } from "node:worker_threads";
import { answerPages } from "../../../src/personas/sync/pages/answer-pages.ts";

const pagesAnswered = 3;
let asked = 0;

/** Dies with questions open, as by a mistake of ours. */
parentPort?.on("message", () => {
  asked += 1;
  if (asked > pagesAnswered) throw new Error("This thread dies at its work.");
});
if (parentPort) answerPages(parentPort, workerData.settings);
