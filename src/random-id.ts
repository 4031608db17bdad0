import { createHash, randomInt } from "node:crypto";

/** No 0/o, 1/l/i: an id is read aloud and typed again. */
const alphabet = "23456789abcdefghjkmnpqrstuvwxyz";

/** `length` random characters that cannot be mistaken for one another; about 4.95 bits each. */
export function randomId(length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
}

/** The same for the same text: at most 32 characters, which look like those of `randomId`. */
export function idOfText(text: string, length: number): string {
  const bytes = createHash("sha256").update(text).digest().subarray(0, length);
  return Array.from(bytes, (byte) => alphabet[byte % alphabet.length]).join("");
}
