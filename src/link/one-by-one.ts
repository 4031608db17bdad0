import { OutsideError } from "../errors.ts";

/** After so many in a row it is not they that fail, and the others would fare no better now. */
const mostFailures = 3;

/**
 * Does the same with each, one after the other: one that fails keeps no other from its turn. Rejects in the end with what failed, with
 * a mistake of ours rather than with what failed outside; where it stopped early, the others come with the next round.
 */
export async function oneByOne<Item>(
  items: Iterable<Item>,
  work: (item: Item) => Promise<unknown>,
): Promise<void> {
  const failures: unknown[] = [];
  let inARow = 0;
  for (const item of items) {
    try {
      await work(item);
      inARow = 0;
    } catch (error) {
      failures.push(error);
      inARow += 1;
      if (inARow === mostFailures) break;
    }
  }
  if (failures.length === 0) return;
  throw failures.find((error) => !(error instanceof OutsideError)) ?? failures[0];
}
