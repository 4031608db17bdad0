import { within } from "../../within.ts";
import { patienceMs, staleOnArrivalMs } from "../limits.ts";

/**
 * Waits for `work` while the platform's patience lasts; then calls `defer` and waits on. So a quick answer is the
 * first and only one, and a slow one is announced in time. Deferring costs a second request, hence not at once.
 * Rejects only when the work has ended, with its reason if it has one: what went on unseen cannot be reported.
 */
export async function deferWhenSlow<T>(options: {
  work: Promise<T>;
  /** How old the interaction is already. */
  ageMs: number;
  defer(): Promise<void>;
}): Promise<T> {
  const { work, ageMs, defer } = options;
  const waitMs = ageMs >= staleOnArrivalMs ? 0 : patienceMs - ageMs;
  if (await within(Promise.allSettled([work]), waitMs)) return work;
  const [, deferral] = await Promise.allSettled([work, defer()]);
  const result = await work;
  if (deferral.status === "rejected") throw deferral.reason;
  return result;
}
