import { expect, test } from "vitest";
import type { Page } from "../../src/tavus/paging.ts";
import { readAll, readPages } from "../../src/tavus/paging.ts";
import { errorOf, key, startTavus } from "./setup.ts";

type Row = { id: string };

function rowsOf(...ids: string[]): Row[] {
  return ids.map((id) => ({ id }));
}

/** Serves these pages one after the other, the last for ever, and notes what it was asked. */
function serve(...pages: Page<Row>[]) {
  const asked: { page: number; limit: number }[] = [];
  const fetchPage = async (wanted: { page: number; limit: number }) => {
    asked.push(wanted);
    return pages[Math.min(asked.length, pages.length) - 1] ?? { rows: [] };
  };
  return { asked, fetchPage };
}

async function read(...pages: Page<Row>[]) {
  const { asked, fetchPage } = serve(...pages);
  const list = await readAll(() => readPages(fetchPage, 2));
  return { ids: list.rows.map(({ id }) => id), isComplete: list.isComplete, asked };
}

test.each(["newestFirst", "shuffled"] as const)("every persona is read, in %s order", async (order) => {
  const { client, account } = await startTavus({ order });
  for (let count = 0; count < 23; count += 1) account.addPersona();

  const { rows, isComplete } = await client.listAllPersonas(key, { limit: 5 });

  expect(isComplete).toBe(true);
  expect(rows.map(({ id }) => id).toSorted()).toEqual(account.everyPersona.map(({ id }) => id).toSorted());
});

test("only the account's own are listed when asked", async () => {
  const { client, account } = await startTavus();
  const { id } = account.addPersona();

  const { rows, isComplete } = await client.listAllPersonas(key, { type: "user" });

  expect({ ids: rows.map((row) => row.id), isComplete }).toEqual({ ids: [id], isComplete: true });
});

test("an empty account is complete after one request", async () => {
  const { client, standIn } = await startTavus();

  expect(await client.listAllPersonas(key, { type: "user" })).toEqual({ rows: [], isComplete: true });
  expect(standIn.requests).toHaveLength(1);
});

test("a smaller page maximum than the limit loses no row", async () => {
  const { client, account, standIn } = await startTavus({ pageMaximum: 4 });
  for (let count = 0; count < 10; count += 1) account.addPersona();

  const { rows, isComplete } = await client.listAllPersonas(key);

  expect({ count: rows.length, isComplete }).toEqual({ count: 13, isComplete: true });
  expect(standIn.requests.map(({ query }) => query.limit)).toEqual(["100", "4", "4", "4"]);
});

test("pages are given out as they come, and the last one says that all were seen", async () => {
  const { client, account } = await startTavus();
  for (let count = 0; count < 4; count += 1) account.addPersona();

  const pages: unknown[] = [];
  for await (const { rows, totalCount, isComplete } of client.listPersonaPages(key, { limit: 3 })) {
    pages.push([rows.length, totalCount, isComplete]);
  }

  expect(pages).toEqual([
    [3, 7, false],
    [3, 7, false],
    [1, 7, true],
  ]);
});

test("a persona deleted between two pages makes the list be read again", async () => {
  const { client, account, standIn } = await startTavus();
  const personas = Array.from({ length: 6 }, () => account.addPersona());
  let pages = 0;
  const removeAfterFirst = () => {
    pages += 1;
    const newest = personas.at(-1);
    if (pages === 2 && newest) account.removePersona(newest.id);
  };
  const original = client.listPersonasPage.bind(client);
  const fetchPage = (page: { page: number; limit: number }) => {
    removeAfterFirst();
    return original(key, page);
  };

  const { rows, isComplete } = await readAll(() => readPages(fetchPage, 3));

  expect(isComplete).toBe(true);
  expect(rows.map(({ id }) => id).toSorted()).toEqual(account.everyPersona.map(({ id }) => id).toSorted());
  expect(standIn.requests.length).toBeGreaterThan(3);
});

test("an account whose pages never agree is reported incomplete", async () => {
  const { client, account } = await startTavus({ order: "restless" });
  for (let count = 0; count < 60; count += 1) account.addPersona();

  const { rows, isComplete } = await client.listAllPersonas(key, { limit: 20 });

  expect(isComplete).toBe(false);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
});

test("a row that two pages hold is given out once", async () => {
  const { ids } = await read(
    { rows: rowsOf("a", "b"), totalCount: 3 },
    { rows: rowsOf("b", "c"), totalCount: 3 },
  );

  expect(ids).toEqual(["a", "b", "c"]);
});

test("a total that is never reached ends with an empty page, after a second reading", async () => {
  const empty = { rows: [], totalCount: 9 };
  const { isComplete, asked } = await read({ rows: rowsOf("a", "b"), totalCount: 9 }, empty);

  expect(isComplete).toBe(false);
  expect(asked.map(({ page }) => page)).toEqual([1, 2, 1]);
});

test("a total that changed on the way proves nothing, even if the numbers agree", async () => {
  const { isComplete } = await read(
    { rows: rowsOf("a", "b"), totalCount: 4 },
    { rows: rowsOf("c"), totalCount: 3 },
    { rows: rowsOf("a", "b"), totalCount: 4 },
    { rows: rowsOf("c"), totalCount: 3 },
  );

  expect(isComplete).toBe(false);
});

test("a server that ignores the page number does not keep us for ever", async () => {
  const { ids, isComplete, asked } = await read({ rows: rowsOf("a", "b") });

  expect({ ids, isComplete, requests: asked.length }).toEqual({
    ids: ["a", "b"],
    isComplete: false,
    requests: 4,
  });
});

test("without a total the list ends with an empty page", async () => {
  const { ids, isComplete } = await read({ rows: rowsOf("a", "b") }, { rows: rowsOf("c") }, { rows: [] });

  expect({ ids, isComplete }).toEqual({ ids: ["a", "b", "c"], isComplete: true });
});

test("replicas of many pages are all read", async () => {
  const { client, account } = await startTavus({ pageMaximum: 2 });
  for (let count = 0; count < 4; count += 1) account.addReplica();

  expect(await client.listReplicas(key)).toHaveLength(7);
});

test("a page that fails ends the reading with its error", async () => {
  const { client, account, standIn } = await startTavus({ pageMaximum: 2 });
  account.addPersona();
  standIn.setFault("serverErrors", { operation: "list personas", times: 1 });

  expect((await errorOf(client.listAllPersonas(key))).kind).toBe("unavailable");
});
