/** Preloaded into a measured process: answers its parent's questions about it. */
import { setTimeout as sleep } from "node:timers/promises";
import { getHeapSpaceStatistics } from "node:v8";

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
  if (question === "data") process.send?.(await dataBytes());
});

// The bench itself was ended: nobody would stop this process any more.
process.on("disconnect", () => process.exit(0));

function listenersOfProcess(): number {
  return process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
}

/** What V8 compiles goes on growing for a while, and has an end. */
const spacesOfCode = /^(code|trusted)_/;

async function dataBytes(): Promise<number> {
  await heapBytes();
  const spaces = getHeapSpaceStatistics().filter(({ space_name: name }) => !spacesOfCode.test(name));
  return spaces.reduce((sum, { space_used_size: used }) => sum + used, 0);
}

async function heapBytes(): Promise<number> {
  for (let done = 0; done < collections; done += 1) {
    await sleep(20);
    globalThis.gc?.();
  }
  return process.memoryUsage().heapUsed;
}
