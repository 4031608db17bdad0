import { expect, test } from "vitest";
import type { TavusClient } from "../../src/tavus/client.ts";
import type { ListedPage } from "../../src/tavus/lists/list-reading.ts";
import { readRows } from "../../src/tavus/lists/paging.ts";
import { connect, errorOf, key, startTavus } from "./setup.ts";

type Row = { id: string };
type Page = Omit<ListedPage<Row>, "unreadable">;

function rowsOf(...ids: string[]): Row[] {
  return ids.map((id) => ({ id }));
}

/** Serves these pages one after the other, the last for ever, and notes what it was asked. */
function serve(...pages: Page[]) {
  const asked: { page: number; limit: number }[] = [];
  const fetchPage = async (wanted: { page: number; limit: number }) => {
    asked.push(wanted);
    const page = pages[Math.min(asked.length, pages.length) - 1] ?? { rows: [] };
    return { unreadable: 0, ...page };
  };
  return { asked, fetchPage };
}

async function read(...pages: Page[]) {
  const { asked, fetchPage } = serve(...pages);
  const ids: string[] = [];
  const outcome = await readRows(fetchPage, { limit: 2, note: () => {} }, (rows) => {
    ids.push(...rows.map(({ id }) => id));
  });
  return { ids, isComplete: outcome.isComplete, asked };
}

async function readAll(client: TavusClient, options: { type?: "user" | "system" } = {}) {
  const ids: string[] = [];
  const outcome = await client.readPersonas(key, options, (rows) => {
    ids.push(...rows.map(({ id }) => id));
  });
  return { ids: ids.toSorted(), ...outcome };
}

function idsIn(account: { everyPersona: readonly Row[] }): string[] {
  return account.everyPersona.map(({ id }) => id).toSorted();
}

test.each(["newestFirst", "shuffled"] as const)("every persona is read, in %s order", async (order) => {
  const { client, account } = await startTavus({ order, pageMaximum: 5 });
  for (let count = 0; count < 23; count += 1) account.addPersona();

  expect(await readAll(client)).toMatchObject({ isComplete: true, ids: idsIn(account) });
});

test("only the account's own are listed when asked", async () => {
  const { client, account } = await startTavus();
  const { id } = account.addPersona();

  expect(await readAll(client, { type: "user" })).toMatchObject({ ids: [id], isComplete: true });
});

test("an empty account is complete after one request", async () => {
  const { client, standIn } = await startTavus();

  expect(await readAll(client, { type: "user" })).toMatchObject({ ids: [], isComplete: true });
  expect(standIn.requests).toHaveLength(1);
});

test("a smaller page maximum than the limit loses no row", async () => {
  const { client, account, standIn } = await startTavus({ pageMaximum: 4 });
  for (let count = 0; count < 10; count += 1) account.addPersona();

  expect(await readAll(client)).toMatchObject({ count: 13, isComplete: true });
  expect(standIn.requests.map(({ query }) => query.limit)).toEqual(["100", "4", "4", "4", "4"]);
});

test.each([
  "right",
  "pageLength",
  "oneMore",
  "missing",
] as const)("whatever the total says (%s), and whatever comes after the end, each persona is read once", async (total) => {
  for (const beyondEnd of ["empty", "lastPage", "refused"] as const) {
    const { client, account } = await startTavus({ total, beyondEnd, pageMaximum: 4 });
    for (let count = 0; count < 9; count += 1) account.addPersona();

    const { ids, isComplete } = await readAll(client);

    expect({ beyondEnd, ids }).toEqual({ beyondEnd, ids: idsIn(account) });
    // An end that is none of its own words proves nothing against a total that says otherwise, or none.
    expect({ beyondEnd, isComplete }).toEqual({
      beyondEnd,
      isComplete: total === "right" || beyondEnd === "empty",
    });
  }
});

test.each([
  null,
  7,
  "text",
  [],
  {},
  { persona_id: null },
  { persona_id: 12 },
  { persona_id: "" },
  { pal_id: "x".repeat(1000) },
])("a row such as %j is counted, and stops nothing", async (row) => {
  const { client, account } = await startTavus({ brokenRows: [row] });
  account.addPersona();

  expect(await readAll(client)).toMatchObject({
    ids: idsIn(account),
    isComplete: true,
    unreadable: 1,
    count: 4,
  });
  expect(await client.replicas.list(key)).toHaveLength(3);
});

test.each([
  50, 10, 1,
])("an account that takes no more than %i rows to a page is read so, and remembered", async (limitMaximum) => {
  const { client, account, standIn } = await startTavus({ limitMaximum });
  for (let count = 0; count < 3; count += 1) account.addPersona();

  const first = await readAll(client);
  const asked = standIn.requests.length;
  await readAll(client);

  expect(first).toMatchObject({ ids: idsIn(account), isComplete: true });
  const later = standIn.requests.slice(asked).map(({ query }) => Number(query.limit));
  expect(Math.max(...later)).toBeLessThanOrEqual(limitMaximum);
});

test("a page that is too long is asked for again in smaller ones, and each row still comes once", async () => {
  const { standIn, account } = await startTavus();
  for (let count = 0; count < 40; count += 1) account.addPersona({ systemPrompt: "long ".repeat(200) });
  const client = connect(standIn.url, { longestReplyBytes: 20_000 });

  const { ids, isComplete } = await readAll(client);

  expect({ ids, isComplete }).toEqual({ ids: idsIn(account), isComplete: true });
  expect(standIn.requests[0]?.query.limit).toBe("100");
});

test("a list that is refused in every size ends with the refusal", async () => {
  const { client, standIn } = await startTavus({ limitMaximum: 0 });

  expect((await errorOf(readAll(client))).kind).toBe("rejected");
  expect(standIn.requests.length).toBeLessThan(10);
});

test("a persona deleted between two pages makes the list be read again", async () => {
  const { client, account, standIn } = await startTavus();
  const personas = Array.from({ length: 6 }, () => account.addPersona());
  let pages = 0;
  const fetchPage = (page: { page: number; limit: number }) => {
    pages += 1;
    const newest = personas.at(-1);
    if (pages === 2 && newest) account.removePersona(newest.id);
    return client.listPersonasPage(key, page);
  };
  const ids: string[] = [];

  const { isComplete } = await readRows(fetchPage, { limit: 3, note: () => {} }, (rows) => {
    ids.push(...rows.map(({ id }) => id));
  });

  expect(isComplete).toBe(true);
  expect(ids).toEqual(expect.arrayContaining(idsIn(account)));
  expect(standIn.requests.length).toBeGreaterThan(4);
});

test("an account whose pages never agree is reported incomplete", async () => {
  const { client, account } = await startTavus({ order: "restless", pageMaximum: 20 });
  for (let count = 0; count < 60; count += 1) account.addPersona();

  const { ids, isComplete } = await readAll(client);

  expect(isComplete).toBe(false);
  expect(new Set(ids).size).toBe(ids.length);
});

test("a row that two pages hold is given out once", async () => {
  const { ids } = await read(
    { rows: rowsOf("a", "b"), totalCount: 3 },
    { rows: rowsOf("b", "c"), totalCount: 3 },
    { rows: [], totalCount: 3 },
  );

  expect(ids).toEqual(["a", "b", "c"]);
});

test("a server that ignores the page number does not keep us for ever", async () => {
  const { ids, isComplete, asked } = await read({ rows: rowsOf("a", "b") });

  expect({ ids, isComplete, requests: asked.length }).toEqual({
    ids: ["a", "b"],
    isComplete: false,
    requests: 4,
  });
});

test.each([
  ["none", 0, {}],
  ["one", 1, {}],
  ["two", 2, {}],
  ["many", 9, {}],
  ["many, where the total is the page's length", 9, { total: "pageLength" }],
  ["many, where there is no total", 9, { total: "missing" }],
  ["one, where there is no total", 1, { total: "missing" }],
] as const)("an account of %s is counted right", async (_, count, rules) => {
  const { client, account } = await startTavus(rules);
  for (let made = 0; made < count; made += 1) account.addPersona();

  expect(await client.countPersonas(key)).toBe(count);
});

test("replicas of many pages are all read", async () => {
  const { client, account } = await startTavus({ pageMaximum: 2 });
  for (let count = 0; count < 4; count += 1) account.addReplica();

  expect(await client.replicas.list(key)).toHaveLength(7);
});

test("a page that fails ends the reading with its error", async () => {
  const { client, account, standIn } = await startTavus({ pageMaximum: 2 });
  account.addPersona();
  standIn.setFault("serverErrors", { operation: "list personas", times: 1 });

  expect((await errorOf(readAll(client))).kind).toBe("unavailable");
});
