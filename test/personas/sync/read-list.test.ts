import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { PageRow, ReadPage } from "../../../src/personas/sync/pages/account-page.ts";
import { digestOf, textsOf } from "../../../src/personas/sync/pages/digest-page.ts";
import { readList } from "../../../src/personas/sync/read-list.ts";

function numbered(from: number, to: number): PageRow[] {
  return Array.from({ length: Math.max(to - from, 0) }, (_, index) => {
    const persona = { id: `p${from + index}`, at: () => undefined };
    return { ...digestOf(persona), texts: () => textsOf(persona) };
  });
}

/** A list of so many rows whose pages never hold more than `pageMaximum`. */
function aList(
  count: number,
  { pageMaximum = 100, totalCount = count as number | undefined } = {},
): ReadPage {
  return async ({ page, limit }) => {
    const size = Math.min(limit, pageMaximum);
    const rows = numbered((page - 1) * size, Math.min(page * size, count));
    return () => ({ rows, unreadable: 0, totalCount, release() {} });
  };
}

async function read(fetchPage: ReadPage, onPage = async (_rows: readonly PageRow[]) => {}) {
  const seen: string[] = [];
  const list = await readList(fetchPage, {
    inFlight: 4,
    size: { limit: 100, note: () => {} },
    now: Date.now,
    async onPage(rows) {
      await onPage(rows);
      seen.push(...rows.map(({ id }) => id));
    },
  });
  return { seen, isComplete: list.isComplete, pageSize: list.pageSize };
}

test.each([0, 1, 100, 101, 950])("a list of %i is read to its end, each row once", async (count) => {
  const { seen, isComplete } = await read(aList(count));

  expect(new Set(seen).size).toBe(count);
  expect(seen).toHaveLength(count);
  expect(isComplete).toBe(true);
});

test("the page size is what page 1 really held", async () => {
  const { seen, isComplete } = await read(aList(95, { pageMaximum: 20 }));

  expect(new Set(seen).size).toBe(95);
  expect(isComplete).toBe(true);
});

test("a list without a total is read until a page brings nothing new", async () => {
  const { seen, isComplete } = await read(aList(250, { totalCount: undefined }));

  expect(seen).toHaveLength(250);
  expect(isComplete).toBe(true);
});

test("a list shorter than its total is not complete", async () => {
  const { seen, isComplete } = await read(aList(250, { totalCount: 251 }));

  expect(seen).toHaveLength(250);
  expect(isComplete).toBe(false);
});

test("pages are worked on one at a time, and at most four are asked for at once", async () => {
  let asked = 0;
  let mostAsked = 0;
  let working = 0;
  let mostWorking = 0;
  const list = aList(1_500);
  const slowly: ReadPage = async (page) => {
    mostAsked = Math.max(mostAsked, ++asked);
    await sleep(2);
    asked -= 1;
    return list(page);
  };

  await read(slowly, async () => {
    mostWorking = Math.max(mostWorking, ++working);
    await sleep(1);
    working -= 1;
  });

  expect({ mostAsked, mostWorking }).toEqual({ mostAsked: 4, mostWorking: 1 });
});

test.each([
  "a page",
  "the work on a page",
])("when %s fails nothing goes on after it has failed", async (what) => {
  let busy = 0;
  let pages = 0;
  const list = aList(1_500);
  const fails = (part: string) => part === what && pages > 5;
  const fetchPage: ReadPage = async (page) => {
    busy += 1;
    await sleep(2);
    busy -= 1;
    pages += 1;
    if (fails("a page")) throw new Error("broken");
    return list(page);
  };

  const reading = read(fetchPage, async () => {
    if (fails("the work on a page")) throw new Error("broken");
  });

  await expect(reading).rejects.toThrow("broken");
  expect(busy).toBe(0);
  expect(pages).toBeLessThan(15);
});
