/** Preloaded into a measured process: answers its parent's questions about it. */
import { setTimeout as sleep } from "node:timers/promises";

/** A second collection frees what finalizers of the first let go. */
const collections = 3;

process.on("message", async (question) => {
  if (question === "cpu") {
    const { user, system } = process.cpuUsage();
    process.send?.(user + system);
  }
  if (question === "handles") process.send?.(process.getActiveResourcesInfo().length);
  if (question === "listeners") process.send?.(listenersOfProcess());
  if (question === "heap") process.send?.(await heapBytes());
});

// The bench itself was ended: nobody would stop this process any more.
process.on("disconnect", () => process.exit(0));

function listenersOfProcess(): number {
  return process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
}

async function heapBytes(): Promise<number> {
  for (let done = 0; done < collections; done += 1) {
    await sleep(20);
    globalThis.gc?.();
  }
  return process.memoryUsage().heapUsed;
}
