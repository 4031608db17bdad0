import { cleanWords } from "./clean-words.ts";
import { readWords } from "./read-words.ts";

/**
 * What the first of these says that says anything, be it a text or an object that holds one, as people may read it: on one line, without
 * what looks like a secret. Undefined: none does.
 */
export function firstSaid(...values: readonly unknown[]): string | undefined {
  return values.map(wordsOf).find((words) => words !== "");
}

function wordsOf(value: unknown): string {
  if (typeof value === "string") return cleanWords(value);
  return typeof value === "object" && value !== null ? readWords(JSON.stringify(value), []).text : "";
}
