import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { createSqliteRowWatch } from "../../../sandbox/page/rows/sqlite-row-watch.ts";

const tables = `
  CREATE TABLE links (
    tenant_id TEXT, subject_kind TEXT, subject_id TEXT, state TEXT, remote_id TEXT, attempt INTEGER, failure_kind TEXT,
    revision INTEGER
  );
  CREATE TABLE personas (tenant_id TEXT, id TEXT, name TEXT);
  INSERT INTO personas VALUES ('team', 'mine', 'Cleo');
  INSERT INTO links VALUES ('team', 'persona', 'mine', 'linked', 'p1', 1, NULL, 1);
`;

async function aFile(): Promise<{ bot: Database.Database; file: string }> {
  const folder = await mkdtemp(join(tmpdir(), "row-watch-"));
  const file = join(folder, "bot.db");
  const bot = new Database(file);
  onTestFinished(async () => {
    bot.close();
    await rm(folder, { recursive: true });
  });
  return { bot, file };
}

function watchRows(file: string) {
  const rows = createSqliteRowWatch(file, () => true);
  onTestFinished(rows.close);
  return rows;
}

const linked = new Map([["p1", "mine"]]);

/** What keeps a look from reading, and lets go of it. Another look follows without anything being written again. */
const hindrances: { what: string; hold(bot: Database.Database): () => void }[] = [
  {
    what: "the whole file is locked",
    hold(bot) {
      bot.exec("BEGIN EXCLUSIVE");
      return () => bot.exec("COMMIT");
    },
  },
  {
    what: "the tables are half made",
    hold(bot) {
      bot.exec("ALTER TABLE links RENAME COLUMN attempt TO tries");
      return () => bot.exec("ALTER TABLE links RENAME COLUMN tries TO attempt");
    },
  },
];

test.for(hindrances)("what could not be read while $what is read at the next look", async ({ hold }) => {
  const { bot, file } = await aFile();
  bot.exec(tables);
  const rows = watchRows(file);
  const letGo = hold(bot);

  expect(rows.look()).toEqual([]);
  letGo();

  expect(rows.look()).toMatchObject([{ kind: "persona", before: undefined, row: { name: "Cleo" } }]);
  expect(rows.linked()).toEqual(linked);
  expect(rows.look()).toEqual([]);
});
