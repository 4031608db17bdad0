import { OutsideError } from "../errors.ts";

/** After so many in a row it is not they that fail, and the others would fare no better now. */
const mostFailures = 3;

/**
 * Does the same with each, one after the other: one that fails keeps no other from its turn. Rejects in the end with what failed, with
 * a mistake of ours rather than with what failed outside; where it stopped early, the others come with the next round.
 */
export async function oneByOne<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
  work: (item: Item) => Promise<unknown>,
): Promise<void> {
  const failures: unknown[] = [];
  let inARow = 0;
  for await (const item of items) {
    try {
      await work(item);
      inARow = 0;
    } catch (error) {
      failures.push(error);
      inARow += 1;
      if (inARow === mostFailures) break;
    }
  }
  if (failures.length > 0) throw ownMistakeFirst(failures);
}

/** Of what failed, a mistake of ours rather than what failed outside. */
export function ownMistakeFirst(failures: readonly unknown[]): unknown {
  return failures.find((error) => !(error instanceof OutsideError)) ?? failures[0];
}

/** What lies on pages of this size, each of which is read when all before it have had their turn; "" comes before every id. */
export async function* onPages<Item>(
  size: number,
  read: (afterId: string) => Promise<readonly Item[]>,
  idOf: (item: Item) => string,
): AsyncGenerator<Item, void, undefined> {
  let afterId = "";
  for (;;) {
    const page = await read(afterId);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < size) return;
    afterId = idOf(last);
  }
}
