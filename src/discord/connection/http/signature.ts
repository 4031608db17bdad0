import { createPublicKey, type KeyObject, verify } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** What stands before the 32 bytes of an Ed25519 key in DER: https://www.rfc-editor.org/rfc/rfc8410#section-4 */
const derPrefix = Buffer.from("302a300506032b6570032100", "hex");

/** Discord names no age; an interaction is worth nothing after seconds, and clocks are rarely further apart. */
export const mostAgeSeconds = 300;

/** What the headers of a request claim: when it was signed, as text in seconds since 1970, and how. */
export type Claim = { at: string; signature: Buffer };

/** The public key of an application, from its 64 hex digits. Throws where they are no key. */
export function readPublicKey(hex: string): KeyObject {
  return createPublicKey({
    key: Buffer.concat([derPrefix, Buffer.from(hex, "hex")]),
    format: "der",
    type: "spki",
  });
}

/**
 * What a request claims of itself; undefined without a signature.
 * https://discord.com/developers/docs/interactions/overview#setting-up-an-endpoint-validating-security-request-headers
 */
export function readClaim(headers: IncomingHttpHeaders): Claim | undefined {
  const { "x-signature-timestamp": at, "x-signature-ed25519": signature } = headers;
  if (typeof at !== "string" || !/^\d{1,12}$/.test(at)) return undefined;
  if (typeof signature !== "string" || !/^[0-9a-f]{128}$/i.test(signature)) return undefined;
  return { at, signature: Buffer.from(signature, "hex") };
}

export function isSignedWith(key: KeyObject, { at, signature }: Claim, body: Buffer): boolean {
  return verify(null, Buffer.concat([Buffer.from(at), body]), key, signature);
}

export function isStale({ at }: Claim, nowMs: number): boolean {
  return Math.abs(nowMs / 1000 - Number(at)) > mostAgeSeconds;
}
