import { setImmediate as nextTurn } from "node:timers/promises";
import SqliteFile from "better-sqlite3";
import fc from "fast-check";
import { type Kysely, sql } from "kysely";
import { expect, test } from "vitest";
import { connectDatabase } from "../../../src/database/opening/connect.ts";
import type { Tables } from "../../../src/database/tables.ts";
import { countSqlite } from "../../support/counted-sqlite.ts";
import { makeFolder } from "../../support/databases.ts";

async function openNotes() {
  const file = `${makeFolder()}/notes.db`;
  const database = await connectDatabase({ kind: "sqlite", file });
  await sql`create table notes (id integer primary key, text text not null check (text <> 'refused'))`.execute(
    database.kysely,
  );
  const elsewhere = new SqliteFile(file, { readonly: true, timeout: 0 });
  const committed = () =>
    elsewhere
      .prepare("select id from notes order by id")
      .pluck()
      .all()
      .map((id) => Number(id));
  return {
    ...{ database, kysely: database.kysely, committed },
    async close() {
      elsewhere.close();
      await database.close();
    },
  };
}

const write = (on: Kysely<Tables>, id: number, text = "text") =>
  sql`insert into notes (id, text) values (${id}, ${text})`.execute(on);

const read = async (on: Kysely<Tables>) =>
  (await sql<{ id: number }>`select id from notes order by id`.execute(on)).rows.map(({ id }) => id);

class Refused extends Error {}

type Doing = {
  kind: "write" | "refused" | "several" | "severalRefused" | "swallowed" | "read";
  turns: number;
};

const doings = fc.array(
  fc.record({
    kind: fc.constantFrom<Doing["kind"][]>(
      ...(["write", "refused", "several", "severalRefused", "swallowed", "read"] as const),
    ),
    turns: fc.nat(2),
  }),
  { minLength: 1, maxLength: 25 },
);

test("whatever is written at once, each hears of its own commit alone, and what failed took nothing with it", async () => {
  await fc.assert(
    fc.asyncProperty(doings, async (all) => {
      const { kysely, committed, close } = await openNotes();
      const expected: number[] = [];

      const carryOut = async ({ kind, turns }: Doing, index: number) => {
        for (let turn = 0; turn < turns; turn += 1) await nextTurn();
        const [first, second] = [index * 2, index * 2 + 1];
        const both = async (text: string, mayFail = false) =>
          kysely.transaction().execute(async (transaction) => {
            await write(transaction, first);
            if (turns > 0) await nextTurn();
            const writing = write(transaction, second, text);
            await (mayFail ? writing.catch(() => undefined) : writing);
            expect(await read(transaction)).toContain(first);
            if (kind === "severalRefused") throw new Refused();
          });
        switch (kind) {
          case "write":
            await write(kysely, first);
            expected.push(first);
            break;
          case "refused":
            await expect(write(kysely, first, "refused")).rejects.toThrow(/CHECK/);
            return;
          case "several":
            await both("text");
            expected.push(first, second);
            break;
          case "severalRefused":
            await expect(both("text")).rejects.toThrow(Refused);
            return;
          case "swallowed":
            await both("refused", true);
            expected.push(first);
            break;
          case "read":
            // Nothing is seen that somebody else could not see, too.
            expect(await read(kysely)).toEqual(committed());
            return;
        }
        // Whoever is told that it is committed finds it so, over whichever connection.
        expect(committed()).toEqual(expect.arrayContaining(expected));
      };
      await Promise.all(all.map(carryOut));

      expect(committed()).toEqual(expected.toSorted((a, b) => a - b));
      await close();
    }),
    { numRuns: 60 },
  );
});

test("what is written in one turn of the event loop is one commit", async () => {
  const { kysely, close } = await openNotes();
  const sqlite = countSqlite();

  await Promise.all(Array.from({ length: 20 }, (_, index) => write(kysely, index)));

  expect(sqlite.taken().filter((statement) => statement === "commit")).toHaveLength(1);
  await close();
});

test("where the commit fails, none of them is told as done, and what comes after it is", async () => {
  const { kysely, close } = await openNotes();
  await sql`pragma foreign_keys = on`.execute(kysely);
  await sql`create table replies (note integer references notes (id) deferrable initially deferred)`.execute(
    kysely,
  );
  const orphan = () => sql`insert into replies (note) values (404)`.execute(kysely);

  const ended = await Promise.allSettled([write(kysely, 1), orphan(), write(kysely, 2)]);
  await write(kysely, 3);

  expect(ended.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  expect(await read(kysely)).toEqual([3]);
  await close();
});

test("a check of the file, and the end, wait for nothing that is open", async () => {
  const { database, kysely, committed, close } = await openNotes();
  await sql`create table platform_state (tenant_id text, name text, value text, primary key (tenant_id, name))`.execute(
    kysely,
  );

  const writings = [write(kysely, 1), write(kysely, 2)];
  const checked = database.checkWrite();
  writings.push(write(kysely, 3));
  const erased = database.eraseTraces();
  writings.push(write(kysely, 4));

  expect(await checked).toEqual({ ok: true });
  await Promise.all([...writings, erased]);
  expect(committed()).toEqual([1, 2, 3, 4]);
  await close();
});
