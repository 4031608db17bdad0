import { createHash } from "node:crypto";
import { type Claim, mostAgeSeconds } from "./signature.ts";

/** A request counts for as long before its time as after it. */
const keptMs = 2 * mostAgeSeconds * 1000;

/** Which signed requests have been taken, for as long as their time lets them count. */
export function createSeenOnce(now: () => number = Date.now) {
  const seen = new Map<string, number>();

  function sweep(nowMs: number): void {
    for (const [key, seenMs] of seen) {
      // In the order they came, so the first that is kept ends it. What lies as far ahead came before the clock was set back.
      if (Math.abs(nowMs - seenMs) < keptMs) return;
      seen.delete(key);
    }
  }

  return {
    /** True for the first of those that are the same in time and body. */
    take(claim: Claim, body: Buffer): boolean {
      const nowMs = now();
      sweep(nowMs);
      const key = keyOf(claim, body);
      if (seen.has(key)) return false;
      seen.set(key, nowMs);
      return true;
    },
    /** It was not carried out, so it may come again. */
    release(claim: Claim, body: Buffer): void {
      seen.delete(keyOf(claim, body));
    },

    /** How many are remembered. */
    count: () => seen.size,
  };
}

function keyOf({ at }: Claim, body: Buffer): string {
  return createHash("sha256").update(at).update(":").update(body).digest("base64url");
}
