import { expect, test } from "vitest";
import { readMarked } from "../../src/link/read-marked.ts";

test("of tens of thousands of copies, each with the mark of what it was made from, all are noted at once", async () => {
  const copies = Array.from({ length: 60_000 }, (_, number) => ({ id: `p${number}` }));

  // Where each was put beside all before it once more, this took minutes in which the bot stood still.
  const { found, shortfall } = await readMarked(
    "list personas",
    async (onRows) => {
      onRows(copies);
      const count = copies.length;
      return { isComplete: true, unreadable: 0, count, claimedCount: undefined, isCut: false };
    },
    () => "per_1",
  );

  expect(shortfall).toBeUndefined();
  expect(found.get("per_1")).toHaveLength(copies.length);
});
