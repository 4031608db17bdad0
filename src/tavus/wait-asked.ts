import { TavusError } from "./errors.ts";

/** How long Tavus asks for a pause after what failed, at most `mostMs`; 0: it asks for none. */
export function waitAsked(failed: unknown, mostMs: number): number {
  return failed instanceof TavusError ? Math.min(failed.retryAfterMs ?? 0, mostMs) : 0;
}
