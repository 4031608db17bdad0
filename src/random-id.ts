import { randomInt } from "node:crypto";

/** No 0/o, 1/l/i: an id is read aloud and typed again. */
const alphabet = "23456789abcdefghjkmnpqrstuvwxyz";

/** `length` random characters that cannot be mistaken for one another; about 4.95 bits each. */
export function randomId(length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join("");
}
