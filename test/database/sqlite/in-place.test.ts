import { copyFileSync, linkSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import SqliteFile from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { connectDatabase, type Database } from "../../../src/database/opening/connect.ts";
import { createStateStore } from "../../../src/database/team/state-store.ts";
import { makeFolder, openSqlite } from "../../support/databases.ts";

const refused = { code: "SQLITE_READONLY_DBMOVED" };
const write = (database: Database, name: string) => createStateStore(database).set("app:test", name, "told");
const find = (database: Database, name: string) => createStateStore(database).get("app:test", name);

const harms: [string, (place: string) => void][] = [
  ["is deleted", (place) => rmSync(place)],
  ["is renamed", (place) => renameSync(place, `${place}.old`)],
  ["is replaced by an empty one", replaceBy((place) => writeFileSync(place, ""))],
  ["is replaced by a copy", replaceBy((place) => copyFileSync(`${place}.old`, place))],
  ["loses its journal", (place) => rmSync(`${place}-wal`)],
  ["loses its journal's index", (place) => rmSync(`${place}-shm`)],
  ["loses both, and is deleted", (place) => ["", "-wal", "-shm"].forEach((end) => void rmSync(place + end))],
];

function replaceBy(put: (place: string) => void): (place: string) => void {
  return (place) => {
    renameSync(place, `${place}.old`);
    put(place);
  };
}

test.each(harms)("where the file %s, nothing is told as written any more", async (_how, harm) => {
  const database = await openSqlite();
  await write(database, "before");

  harm(database.place);

  await expect(write(database, "alone")).rejects.toMatchObject(refused);
  const { kysely } = database;
  const within = kysely.transaction().execute(async (on) => write({ ...database, kysely: on }, "within"));
  await expect(within).rejects.toMatchObject(refused);
  expect(await database.checkWrite()).toMatchObject({ ok: false });
  expect(await find(database, "alone")).toBeUndefined();
});

test("once the file stands in its place again, it is written to again", async () => {
  const database = await openSqlite();
  const { place } = database;
  renameSync(place, `${place}.old`);
  await expect(write(database, "meanwhile")).rejects.toMatchObject(refused);

  renameSync(`${place}.old`, place);
  await write(database, "after");

  expect(await database.checkWrite()).toEqual({ ok: true });
  expect(await find(database, "after")).toBe("told");
});

test("what was written before the journal was deleted is in the file once the bot has stopped", async () => {
  const database = await openSqlite();
  const { place } = database;
  await write(database, "before");
  rmSync(`${place}-wal`);
  rmSync(`${place}-shm`);
  await expect(write(database, "after")).rejects.toMatchObject(refused);

  await database.close();

  const next = await connectDatabase({ kind: "sqlite", file: place });
  onTestFinished(() => next.close());
  expect(await find(next, "before")).toBe("told");
});

test("a file that a link leads to is where it is, and another name of it takes nothing away", async () => {
  const { place } = await openSqlite();
  const link = join(makeFolder(), "link.db");
  symlinkSync(place, link);
  const database = await connectDatabase({ kind: "sqlite", file: link });
  onTestFinished(() => database.close());
  linkSync(place, `${place}.backup`);

  await write(database, "first");
  rmSync(`${place}-wal`);

  await expect(write(database, "second")).rejects.toMatchObject(refused);
});

test("what takes the file's place while it is waited for is what is opened", async () => {
  const { place, close } = await openSqlite();
  await close();
  copyFileSync(place, `${place}.backup`);
  const backup = await connectDatabase({ kind: "sqlite", file: `${place}.backup` });
  await write(backup, "kept").finally(() => backup.close());
  const holder = new SqliteFile(place);
  // Of its own index, so that a file in WAL mode is locked as a whole.
  holder.pragma("locking_mode = exclusive");
  holder.exec("begin exclusive");
  setTimeout(() => {
    renameSync(place, `${place}.old`);
    renameSync(`${place}.backup`, place);
    holder.close();
  }, 200);

  const database = await connectDatabase({ kind: "sqlite", file: place });
  await write(database, "after").finally(() => database.close());

  const found = await connectDatabase({ kind: "sqlite", file: place });
  onTestFinished(() => found.close());
  expect([await find(found, "kept"), await find(found, "after")]).toEqual(["told", "told"]);
});
