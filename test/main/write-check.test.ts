import { renameSync, rmSync, writeFileSync } from "node:fs";
import SqliteFile from "better-sqlite3";
import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { longestDueMs } from "../../src/database/link/overdue.ts";
import type { Database } from "../../src/database/opening/connect.ts";
import { forEachEngine } from "../support/databases.ts";

forEachEngine((engine, open) => {
  test("a database that takes writes is found to, again and again", async () => {
    const database = await open();

    expect(await database.checkWrite()).toEqual({ ok: true });
    expect(await database.checkWrite()).toEqual({ ok: true });
  });

  test("with nothing in the queue nothing is overdue", async () => {
    expect(await longestDueMs(await open())).toBe(0);
  });

  if (engine === "postgres") {
    test("a table that somebody holds is found to take no write, in time", async () => {
      const database = await open();
      await database.kysely.transaction().execute(async (transaction) => {
        await sql`lock table platform_state in exclusive mode`.execute(transaction);

        expect(await database.checkWrite()).toEqual({
          ok: false,
          reason: expect.stringContaining("in time"),
        });
      });
    });
    return;
  }

  test.each<[string, (database: Database) => void, RegExp]>([
    ["locked by another program", lock, /locked by another program/],
    ["deleted", ({ place }) => rmSync(place), /deleted or replaced/],
    ["replaced", replace, /deleted or replaced/],
  ])("a file that was %s is found to take no write", async (_what, harm, reason) => {
    const database = await open();
    harm(database);

    expect(await database.checkWrite()).toEqual({ ok: false, reason: expect.stringMatching(reason) });
  });

  test("a file that was locked only for a moment is not held against it", async () => {
    const database = await open();
    const other = lock(database);
    setTimeout(() => other.exec("commit"), 300);

    expect(await database.checkWrite()).toEqual({ ok: true });
  });

  test("a write of the bot's own that takes its time is not held against it", async () => {
    const database = await open();
    const writing = database.kysely.transaction().execute(async (transaction) => {
      await sql`insert into platform_state values ('a', 'b', 'c')`.execute(transaction);
      await new Promise((resolve) => setTimeout(resolve, 300));
    });

    expect(await database.checkWrite()).toEqual({ ok: true });
    await writing;
  });
});

function lock({ place }: Database): SqliteFile.Database {
  const other = new SqliteFile(place);
  onTestFinished(() => void other.close());
  other.exec("begin immediate");
  return other;
}

function replace({ place }: Database): void {
  renameSync(place, `${place}.old`);
  writeFileSync(place, "");
}
