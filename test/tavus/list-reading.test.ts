import { expect, test, vi } from "vitest";
import { ListReading, readUntilComplete } from "../../src/tavus/list-reading.ts";

/** A page of the rows that these letters name. */
type Page = [letters: string, totalCount?: number];

function read(...pages: Page[]) {
  const reading = new ListReading();
  const fresh = pages.map(([letters, totalCount]) => {
    const rows = [...letters].map((id) => ({ id }));
    return reading
      .take({ rows, totalCount })
      .map(({ id }) => id)
      .join("");
  });
  return { reading, fresh };
}

test.each<[pages: Page[], isOver: boolean, isComplete: boolean]>([
  // With a total.
  [[["", 0]], true, true],
  [[["ab", 2]], true, true],
  [[["ab", 3]], false, false],
  [
    [
      ["ab", 3],
      ["c", 3],
    ],
    true,
    true,
  ],
  [
    [
      ["c", 3],
      ["ab", 3],
    ],
    true,
    true,
  ],
  [
    [
      ["ab", 3],
      ["bc", 3],
    ],
    true,
    true,
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
      ["ab", 3],
      ["", 3],
    ],
    true,
    false,
  ],
  [[["ab", 1]], true, false],
  // Pages moved under us, even where the numbers agree in the end.
  [
    [
      ["ab", 4],
      ["c", 3],
    ],
    true,
    false,
  ],
  [
    [
      ["ab", 3],
      ["c", 4],
    ],
    false,
    false,
  ],
  [[["ab", 3], ["c"]], false, false],
  // Without one.
  [[[""]], true, true],
  [[["ab"]], false, false],
  [[["ab"], ["c"], [""]], true, true],
  [[["ab"], ["bc"], [""]], true, false],
  [[["ab"], ["ab"]], true, false],
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
  [["ab"], 1],
  [["", 0], 1],
  [["", 4], 1],
])("after a first page of %j there are %i pages", (page, pageCount) => {
  expect(read(page).reading.pageCount).toBe(pageCount);
});

test("the page size is what the first page held, the total what the latest says", () => {
  expect(read(["ab", 4], ["c", 3]).reading).toMatchObject({ pageSize: 2, totalCount: 3, pageCount: 2 });
});

test.each([
  [[true], { isComplete: true, at: 1 }],
  [[false, true], { isComplete: true, at: 2 }],
  [[false, false], { isComplete: false, at: 2 }],
])("readings that are complete as in %j come to %o", async (readings, expected) => {
  let at = 0;
  const readOnce = vi.fn(async () => ({ isComplete: readings[at] ?? true, at: ++at }));

  expect(await readUntilComplete(readOnce)).toEqual(expected);
  expect(readOnce).toHaveBeenCalledTimes(readings.length);
});

test("a reading that fails is not made again", async () => {
  const readOnce = vi.fn().mockRejectedValue(new Error("no"));

  await expect(readUntilComplete(readOnce)).rejects.toThrow("no");
  expect(readOnce).toHaveBeenCalledTimes(1);
});
