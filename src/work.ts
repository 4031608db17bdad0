import { AsyncLocalStorage } from "node:async_hooks";

/** One piece of work, such as an interaction with all that it leads to, or a round of the queue. */
type Work = { beganMs: number };

const work = new AsyncLocalStorage<Work>();

/** Carries out `run` as one piece of work that begins now; `nowMs` is the database's clock. Work within work is its own. */
export function asWork<T>(nowMs: number, run: () => T): T {
  return work.run({ beganMs: nowMs }, run);
}

/** When the present work began, Unix ms; undefined: nobody has said. */
export function workBeganMs(): number | undefined {
  return work.getStore()?.beganMs;
}

/** What the present work does from here on stands for itself, whatever happened before. */
export function beginWorkAnew(nowMs: number): void {
  const present = work.getStore();
  if (present) present.beganMs = nowMs;
}
