import { setTimeout as sleep } from "node:timers/promises";

const pollMs = 10;

/** Waits until the condition holds; fails with `what` after `patienceMs`. */
export async function untilTrue(
  condition: () => boolean | Promise<boolean>,
  { what = "the condition", patienceMs = 20_000 } = {},
): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`Waited ${patienceMs} ms in vain for ${what}.`);
    await sleep(pollMs);
  }
}
