import { AsyncLocalStorage } from "node:async_hooks";

const waiting = new AsyncLocalStorage<{ untilMs: number }>();

/**
 * Whoever asked for `work` waits no longer than `forMs` from now, or until `nobodyWaits`: what would take longer may as well
 * fail at once, so that they hear of it in time.
 */
export function withPatience<T>(forMs: number, work: () => T): T {
  return waiting.run({ untilMs: performance.now() + forMs }, work);
}

/** They have their answer: what the present work does from here on takes the time that it takes. */
export function nobodyWaits(): void {
  const present = waiting.getStore();
  if (present) present.untilMs = Number.POSITIVE_INFINITY;
}

/** Until when (as `performance.now()`) something may be tried that takes `usualMs` at most. */
export function deadlineIn(usualMs: number): number {
  return Math.min(waiting.getStore()?.untilMs ?? Number.POSITIVE_INFINITY, performance.now() + usualMs);
}
