import { expect, test, vi } from "vitest";
import { TavusError } from "../../src/tavus/errors.ts";
import { ListReading, readUntilComplete } from "../../src/tavus/lists/list-reading.ts";

/** A page of the rows that these letters name; a "?" is one that cannot be read. */
type Page = [letters: string, totalCount?: number];

function read(...pages: Page[]) {
  const reading = new ListReading({ limit: 100 });
  const fresh = pages.map(([letters, totalCount]) => {
    const rows = [...letters].filter((letter) => letter !== "?").map((id) => ({ id }));
    return reading
      .take({ rows, unreadable: letters.length - rows.length, totalCount })
      .map(({ id }) => id)
      .join("");
  });
  return { reading, fresh };
}

test.each<[pages: Page[], isOver: boolean, isComplete: boolean]>([
  // Only what brings nothing new is the end, whatever the total says.
  [[["", 0]], true, true],
  [[["ab", 2]], false, false],
  [
    [
      ["ab", 2],
      ["", 2],
    ],
    true,
    true,
  ],
  [
    [
      ["ab", 2],
      ["ab", 2],
    ],
    true,
    true,
  ],
  [
    [
      ["ab", 2],
      ["cd", 2],
    ],
    false,
    false,
  ],
  [
    [
      ["ab", 2],
      ["cd", 2],
      ["", 2],
    ],
    true,
    false,
  ],
  [
    [
      ["ab", 3],
      ["", 3],
    ],
    true,
    false,
  ],
  [
    [
      ["ab", 3],
      ["ab", 3],
    ],
    true,
    false,
  ],
  [
    [
      ["ab", 1],
      ["", 1],
    ],
    true,
    false,
  ],
  [
    [
      ["ab", 3],
      ["c", 3],
      ["", 3],
    ],
    true,
    true,
  ],
  [
    [
      ["c", 3],
      ["ab", 3],
      ["", 3],
    ],
    true,
    true,
  ],
  [
    [
      ["ab", 3],
      ["bc", 3],
      ["", 3],
    ],
    true,
    true,
  ],
  // Pages moved under us, even where the numbers agree in the end.
  [
    [
      ["ab", 4],
      ["c", 3],
      ["", 3],
    ],
    true,
    false,
  ],
  [
    [
      ["ab", 3],
      ["c", 4],
      ["", 4],
    ],
    true,
    false,
  ],
  // Without a total.
  [[[""]], true, true],
  [[["ab"]], false, false],
  [[["ab"], ["c"], [""]], true, true],
  [[["ab"], ["bc"], [""]], true, false],
  [[["ab"], ["ab"]], true, false],
  [[["ab", 3], ["c"], [""]], true, true],
  // What cannot be read is a row, too.
  [
    [
      ["a?", 2],
      ["", 2],
    ],
    true,
    true,
  ],
  [[["??", 3]], false, false],
  [
    [
      ["??", 3],
      ["a", 3],
      ["", 3],
    ],
    true,
    true,
  ],
  [
    [
      ["a?", 3],
      ["", 3],
    ],
    true,
    false,
  ],
  [
    [
      ["?", 1],
      ["?", 1],
      ["?", 1],
      ["?", 1],
      ["?", 1],
    ],
    true,
    false,
  ],
])("after %j that a reading is over is %s, and that it is complete %s", (pages, isOver, isComplete) => {
  const { reading } = read(...pages);

  expect(reading).toMatchObject({ isOver, isComplete });
});

test("each row is given out once", () => {
  expect(read(["ab", 4], ["bc", 4], ["cd", 4]).fresh).toEqual(["ab", "c", "d"]);
});

test.each<[page: Page, pageCount: number]>([
  [["ab", 5], 3],
  [["ab", 4], 2],
  [["a?", 4], 2],
  [["ab"], 1],
  [["", 0], 1],
])("after a first page of %j there are %i pages", (page, pageCount) => {
  expect(read(page).reading.pageCount).toBe(pageCount);
});

test("the page size is what the first page held, the total what the latest says", () => {
  expect(read(["ab", 4], ["c", 3]).reading).toMatchObject({ pageSize: 2, totalCount: 3, pageCount: 2 });
});

test("what cannot be read is counted, but not twice", () => {
  expect(read(["a?", 3], ["b?", 3], ["b?", 3]).reading.unreadable).toBe(2);
});

test("a list without an end is read no further than so many rows", () => {
  const reading = new ListReading({ limit: 100 });
  for (let page = 0; !reading.isOver; page += 1) {
    const rows = Array.from({ length: 1000 }, (_, row) => ({ id: `${page}-${row}` }));
    reading.take({ rows, unreadable: 0, totalCount: 1 });
  }

  expect(reading).toMatchObject({ isCut: true, isComplete: false });
  expect(reading.ids.size).toBe(200_000);
});

function refusal(status: number, kind: "rejected" | "notFound" | "unavailable" = "rejected") {
  return new TavusError({ kind, operation: "list personas", reached: "maybe", status });
}

test.each([
  [refusal(400), 2, true],
  [refusal(404, "notFound"), 2, true],
  [refusal(416), 2, true],
  [refusal(422), 2, true],
  [refusal(400), 1, false],
  [refusal(413), 2, false],
  [refusal(503, "unavailable"), 2, false],
  [new Error("a bug of ours"), 2, false],
])("that %s of page %i is the list's end is %s", (error, page, isEnd) => {
  const { reading } = read(["ab", 2]);

  expect(reading.endsWith(error, page)).toBe(isEnd);
  expect(reading.isOver).toBe(isEnd);
});

test("a page that was refused proves an end only where the list's own count agrees", () => {
  const agreeing = read(["ab", 2]).reading;
  const disagreeing = read(["ab", 3]).reading;
  const silent = read(["ab"]).reading;
  for (const reading of [agreeing, disagreeing, silent]) reading.endsWith(refusal(404, "notFound"), 2);

  expect([agreeing, disagreeing, silent].map(({ isComplete }) => isComplete)).toEqual([true, false, false]);
});

test("after a refusal pages are half as large, down to one row", () => {
  const reading = new ListReading({ limit: 100 });
  const sizes: number[] = [];
  while (reading.shrinksAfter(refusal(400))) sizes.push(reading.pageSize);

  expect(sizes).toEqual([50, 25, 12, 6, 3, 1]);
});

test("a pass begins anew with smaller pages", () => {
  const { reading } = read(["ab", 4], ["c?", 5]);

  expect(reading.shrinksAfter(refusal(413))).toBe(true);
  expect(reading).toMatchObject({ pageSize: 1, unreadable: 0, isOver: false });
  expect(reading.take({ rows: [{ id: "a" }], unreadable: 0, totalCount: 1 })).toEqual([{ id: "a" }]);
});

/** Readings one after the other, each of these pages. */
function readings(...all: Page[][]) {
  let next = 0;
  return vi.fn(async () => read(...(all[next++] ?? [])).reading);
}

test.each<[readings: Page[][], isComplete: boolean, count: number, claimedCount: number | undefined]>([
  [
    [
      [
        ["ab", 2],
        ["", 2],
      ],
    ],
    true,
    2,
    undefined,
  ],
  [
    [
      [
        ["ab", 3],
        ["", 3],
      ],
      [
        ["abc", 3],
        ["", 3],
      ],
    ],
    true,
    3,
    undefined,
  ],
  // Twice the same to the end: the list is right and its total is not.
  [
    [
      [
        ["ab", 3],
        ["", 3],
      ],
      [
        ["ab", 3],
        ["", 3],
      ],
    ],
    true,
    2,
    3,
  ],
  [
    [
      [
        ["ab", 1],
        ["", 1],
      ],
      [
        ["ba", 1],
        ["", 1],
      ],
    ],
    true,
    2,
    1,
  ],
  [
    [
      [
        ["a?", 3],
        ["", 3],
      ],
      [
        ["a?", 3],
        ["", 3],
      ],
    ],
    true,
    1,
    3,
  ],
  [
    [
      [
        ["ab", 3],
        ["", 3],
      ],
      [
        ["ac", 3],
        ["", 3],
      ],
    ],
    false,
    2,
    3,
  ],
  [
    [
      [
        ["ab", 3],
        ["ab", 3],
      ],
      [
        ["ab", 3],
        ["ab", 3],
      ],
    ],
    false,
    2,
    3,
  ],
  [
    [
      [["ab"], ["ab"]],
      [["ab"], ["ab"]],
    ],
    false,
    2,
    undefined,
  ],
])("readings %j come to complete %s, %i rows, and a claim of %s", async (pages, isComplete, count, claimedCount) => {
  const readOnce = readings(...pages);

  expect(await readUntilComplete(readOnce)).toMatchObject({ isComplete, count, claimedCount });
  expect(readOnce).toHaveBeenCalledTimes(pages.length);
});

test("a reading that fails is not made again", async () => {
  const readOnce = vi.fn().mockRejectedValue(new Error("no"));

  await expect(readUntilComplete(readOnce)).rejects.toThrow("no");
  expect(readOnce).toHaveBeenCalledTimes(1);
});
