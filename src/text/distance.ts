import { wholeStart } from "../cut-text.ts";

/** Longer names are compared by their beginning. */
const lettersCompared = 100;

/** How far a name is from what was typed: as a whole, or in as many of its words as were typed, which counts a little less. */
export function farFrom(typed: string, name: string): number {
  const wanted = wholeStart(typed, lettersCompared);
  const compared = wholeStart(name, lettersCompared);
  const whole = distance(wanted, compared);
  const count = wanted.split(" ").length;
  const words = compared.split(" ");
  const parts = words.slice(count - 1).map((_, index) => words.slice(index, index + count).join(" "));
  return Math.min(whole, ...parts.map((part) => distance(wanted, part) + partMalus));
}

const partMalus = 0.5;

/** How many letters must be added, removed or replaced to make one text of the other (Levenshtein). */
export function distance(from: string, to: string): number {
  const row = Uint16Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let line = 1; line <= from.length; line += 1) {
    let diagonal = line - 1;
    let left = line;
    row[0] = line;
    for (let column = 1; column <= to.length; column += 1) {
      const above = row[column] ?? 0;
      const isSame = from.charCodeAt(line - 1) === to.charCodeAt(column - 1);
      left = Math.min(diagonal + (isSame ? 0 : 1), above + 1, left + 1);
      diagonal = above;
      row[column] = left;
    }
  }
  return row[to.length] ?? 0;
}
