/** Longer names are compared by their beginning. */
const lettersCompared = 100;

/** How far a name is from what was typed: as a whole, or in as many of its words as were typed, which counts a little less. */
export function farFrom(typed: string, name: string): number {
  const wanted = typed.slice(0, lettersCompared);
  const whole = distance(wanted, name.slice(0, lettersCompared));
  const count = wanted.split(" ").length;
  const words = name.slice(0, lettersCompared).split(" ");
  const parts = words.slice(count - 1).map((_, index) => words.slice(index, index + count).join(" "));
  return Math.min(whole, ...parts.map((part) => distance(wanted, part) + partMalus));
}

const partMalus = 0.5;

/** How many letters must be added, removed or replaced to make one text of the other (Levenshtein). */
export function distance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}
