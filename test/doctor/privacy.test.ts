import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { connectDatabase } from "../../src/database/opening/connect.ts";
import { migrateToLatest } from "../../src/database/opening/migrate.ts";
import { runMain, startMain } from "../support/black-box/start-main.ts";
import { makeFolder } from "../support/databases.ts";
import { findingOf, openPractice, redLines } from "./setup.ts";

/** A running bot's database: the file and both that SQLite keeps beside it. */
async function openMigrated(file: string): Promise<void> {
  const database = await connectDatabase({ kind: "sqlite", file });
  onTestFinished(() => database.close());
  await migrateToLatest(database);
}

const modesIn = (folder: string) =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mode & 0o777]));

test.each([0o000, 0o022, 0o027])("with the umask %o all that the bot writes is its own", async (umask) => {
  const before = process.umask(umask);
  onTestFinished(() => void process.umask(before));
  const file = join(makeFolder(), "data", "bot.db");

  await openMigrated(file);

  expect(modesIn(dirname(file))).toEqual({ "bot.db": 0o600, "bot.db-shm": 0o600, "bot.db-wal": 0o600 });
  expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
});

test.each([
  "bot.db",
  "bot.db-wal",
  "bot.db-shm",
])("%s open to others is one red line, until it is closed", async (name) => {
  const { examine, databaseFile } = await openPractice();
  await openMigrated(databaseFile);
  const path = join(dirname(databaseFile), name);
  const link = join(makeFolder(), "link.db");
  symlinkSync(databaseFile, link);

  chmodSync(path, 0o644);
  const open = [await examine(), await examine({ DATABASE_URL: `file:${link}` })];
  chmodSync(path, 0o600);

  for (const each of open) {
    expect(redLines(each)).toEqual(["Database: Privacy"]);
    expect(findingOf(each, "Database: Privacy").remedy).toBe(`Close it: chmod 600 ${path}`);
  }
  expect(redLines(await examine())).toEqual([]);
});

test("a folder open to others is a note, for it may hold other things", async () => {
  const { examine, databaseFile } = await openPractice();
  await openMigrated(databaseFile);
  chmodSync(dirname(databaseFile), 0o755);

  const finding = findingOf(await examine(), "Database: Privacy");

  expect(finding).toMatchObject({ state: "note", remedy: expect.stringContaining("chmod 700") });
});

test("an .env that others may read is named by the doctor", async () => {
  const folder = makeFolder();
  writeFileSync(join(folder, ".env"), "");
  chmodSync(join(folder, ".env"), 0o644);

  const open = await runMain(["--doctor"], {}, folder);
  chmodSync(join(folder, ".env"), 0o600);
  const closed = await runMain(["--doctor"], {}, folder);

  expect(open.output).toMatch(/bad +\.env +Others may read \.env \(mode 0644\)\..*\n.*chmod 600 \.env/);
  expect(closed.output).not.toContain("Others may read");
});

test("a start on a database that others may read says so in the log", async () => {
  const { world } = await openPractice();
  const folder = makeFolder();
  const made = join(folder, "made.db");
  await openMigrated(made);
  mkdirSync(join(folder, "data"));
  const file = join(folder, "data", "bot.db");
  copyFileSync(made, file);
  chmodSync(file, 0o644);

  const bot = startMain({ environment: { ...world.env, DATABASE_URL: `file:${file}` }, folder });

  await bot.says(`Others may read ${file}`);
  bot.stop("SIGTERM");
  expect((await bot.ended).exitCode).toBe(0);
});
