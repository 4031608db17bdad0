import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** A signature is good for so long, in either direction, since somebody may send again what they have overheard. */
const mostAgeSeconds = 5 * 60;

export type Claim = { atSeconds: number; signature: string };

/**
 * What a request claims to be, before its body is there: undefined without a signature, "stale" where it would not count
 * any more. https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function readClaim(headers: IncomingHttpHeaders, nowMs: number): Claim | "stale" | undefined {
  const { "x-slack-request-timestamp": at, "x-slack-signature": signature } = headers;
  if (typeof at !== "string" || !/^\d{1,12}$/.test(at)) return undefined;
  if (typeof signature !== "string" || !/^v0=[0-9a-f]{64}$/.test(signature)) return undefined;
  if (Math.abs(nowMs / 1000 - Number(at)) > mostAgeSeconds) return "stale";
  return { atSeconds: Number(at), signature };
}

export function isSignedWith(secret: string, { atSeconds, signature }: Claim, body: Buffer): boolean {
  const digest = createHmac("sha256", secret).update(`v0:${atSeconds}:`).update(body).digest("hex");
  return timingSafeEqual(Buffer.from(`v0=${digest}`), Buffer.from(signature));
}
