import { createHash, randomBytes } from "node:crypto";
import { below } from "../text/below.ts";

/** 192 bits, in letters that an address takes as they are. */
export function newCallbackToken(): string {
  return randomBytes(24).toString("base64url");
}

/** What is kept of a token: nobody who reads the database can call in Tavus's name. */
export function hashOfToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** The address that Tavus is given with an object, so that it says there what becomes of it. */
export function callbackAddress(publicUrl: string, token: string): string {
  return below(publicUrl, `/tavus/${token}`);
}
