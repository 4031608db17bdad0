import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import SqliteFile from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { connectDatabase } from "../../src/database/opening/connect.ts";
import { migrateToLatest } from "../../src/database/opening/migrate.ts";
import { makeFolder } from "../support/databases.ts";
import { findingOf, openPractice, redLines } from "./setup.ts";

async function makeDatabase(file: string): Promise<void> {
  const database = await connectDatabase({ kind: "sqlite", file });
  await migrateToLatest(database).finally(() => database.close());
}

function change(file: string, statement: string): void {
  const opened = new SqliteFile(file);
  opened.exec(statement);
  opened.close();
}

test("a database that is up to date is good", async () => {
  const { examine, databaseFile } = await openPractice();
  await makeDatabase(databaseFile);

  const diagnosis = await examine();

  expect(redLines(diagnosis)).toEqual([]);
  expect(findingOf(diagnosis, "Database: Tables").sentence).toBe("They are up to date.");
});

test.each<[string, string, RegExp, (file: string) => void]>([
  ["a folder in its place", "Database: File", /names a file, not a folder/, (file) => mkdirSync(file)],
  ["another kind of file", "Database: File", /put a backup/, (file) => writeFileSync(file, "x".repeat(5000))],
  [
    "a newer program's database",
    "Database: Tables",
    /Start that version again/,
    (file) => change(file, "insert into kysely_migration values ('9999-later', '2030-01-01')"),
  ],
  [
    "a lock of this program's own that it cannot use",
    "Database: Bot",
    /read and write it, or delete it/,
    (file) => mkdirSync(`${file}.lock`),
  ],
])("%s turns exactly one line red", async (what, line, remedy, breakIt) => {
  const { examine, databaseFile } = await openPractice();
  if (/^a (newer|lock)/.test(what)) await makeDatabase(databaseFile);

  breakIt(databaseFile);
  const diagnosis = await examine();

  expect(redLines(diagnosis)).toEqual([line]);
  expect(findingOf(diagnosis, line).remedy).toMatch(remedy);
});

test("a damaged file turns exactly one line red", async () => {
  const { examine, databaseFile } = await openPractice();
  await makeDatabase(databaseFile);
  const bytes = readFileSync(databaseFile);
  const pageBytes = 4096;
  writeFileSync(databaseFile, bytes.fill(0xff, pageBytes, 6 * pageBytes));

  const diagnosis = await examine();

  expect(redLines(diagnosis)).toEqual(["Database: File"]);
  expect(findingOf(diagnosis, "Database: File").remedy).toMatch(/backup/);
});

test("a locked file turns one line red, and free again it is good", async () => {
  const { examine, databaseFile } = await openPractice();
  await makeDatabase(databaseFile);
  const other = new SqliteFile(databaseFile);
  onTestFinished(() => void other.close());
  other.pragma("locking_mode = exclusive");
  other.exec("begin exclusive");

  const locked = await examine();
  other.close();

  expect(redLines(locked)).toEqual(["Database: File"]);
  expect(findingOf(locked, "Database: File").remedy).toMatch(/Close that program/);
  expect(redLines(await examine())).toEqual([]);
});

test("a database of an earlier version is good, and what the next start does is said", async () => {
  const { examine, databaseFile } = await openPractice();
  await makeDatabase(databaseFile);
  change(databaseFile, "delete from kysely_migration where name like '0004%'");

  const diagnosis = await examine();

  expect(redLines(diagnosis)).toEqual([]);
  expect(findingOf(diagnosis, "Database: Tables").sentence).toMatch(/next start.*in \d+ steps?\./);
});

/** Names, sizes, times and contents of everything in a folder. */
function picture(folder: string): string[] {
  return readdirSync(folder).map((name) => {
    const path = join(folder, name);
    return `${name} ${statSync(path).mtimeMs} ${readFileSync(path).toString("base64")}`;
  });
}

test.each([
  "at rest",
  "with a bot that was killed",
  "with a bot that was killed, named by a link",
])("the files of a database %s stay as they are", async (state) => {
  const { examine, databaseFile } = await openPractice();
  await makeDatabase(databaseFile);
  if (state !== "at rest") leaveJournal(databaseFile);
  expect(existsSync(`${databaseFile}-wal`)).toBe(state !== "at rest");
  const before = picture(dirname(databaseFile));
  const link = join(makeFolder(), "bot.db");
  symlinkSync(databaseFile, link);

  const diagnosis = await examine({
    DATABASE_URL: `file:${state.endsWith("by a link") ? link : databaseFile}`,
  });

  expect(redLines(diagnosis)).toEqual([]);
  expect(picture(dirname(databaseFile)).map(nameOf)).toEqual(before.map(nameOf));
  expect(picture(dirname(databaseFile)).filter(isData)).toEqual(before.filter(isData));
});

const nameOf = (line: string) => line.split(" ")[0];

/** The index of the journal (-shm) is rebuilt by whoever reads; it holds no data. */
const isData = (line: string) => !nameOf(line)?.endsWith("-shm");

/** A process writes and ends without closing. */
function leaveJournal(file: string): void {
  const program = `
    const SqliteFile = require("better-sqlite3");
    const file = new SqliteFile(${JSON.stringify(file)});
    file.exec("insert into platform_state values ('app:test', 'name', 'value')");
    process.kill(process.pid, "SIGKILL");`;
  const cwd = fileURLToPath(new URL("../..", import.meta.url));
  expect(() => execFileSync(process.execPath, ["-e", program], { cwd, stdio: "ignore" })).toThrow();
}

const examineAsNobody = fileURLToPath(new URL("./examine-as-nobody.ts", import.meta.url));

test.each([
  ["a folder in which no file may be made", "new.db", 0o755, /File bad: .*may not write to/],
  ["a file that may only be read", "bot.db", 0o777, /cannot be written to\. Nothing was changed\. Give/],
])("%s is found out by who may not write there", async (_what, name, folderMode, words) => {
  const folder = makeFolder();
  await makeDatabase(join(folder, "bot.db"));
  chmodSync(join(folder, "bot.db"), 0o444);
  chmodSync(folder, folderMode);

  const found = execFileSync(process.execPath, [examineAsNobody, join(folder, name)], { encoding: "utf8" });

  expect(found).toMatch(words);
});

test("a link to a database is as good as what it leads to, though no file may be made beside the link", async () => {
  const [volume, folder] = [makeFolder(), makeFolder()];
  await makeDatabase(join(volume, "real.db"));
  chmodSync(join(volume, "real.db"), 0o666);
  chmodSync(volume, 0o777);
  symlinkSync(join(volume, "real.db"), join(folder, "bot.db"));
  chmodSync(folder, 0o555);
  onTestFinished(() => chmodSync(folder, 0o755));

  const found = execFileSync(process.execPath, [examineAsNobody, join(folder, "bot.db")], {
    encoding: "utf8",
  });

  expect(found).toMatch(/File good: .*bot\.db opens, is whole and may be written to/);
});

test.each<[string, string, (folder: string) => void]>([
  ["a path through a file", "file/deeper/bot.db", (folder) => writeFileSync(join(folder, "file"), "")],
  [
    "a folder whose volume is not mounted",
    "volume/bot.db",
    (folder) => symlinkSync("/nowhere/volume", join(folder, "volume")),
  ],
  [
    "a file whose link leads into no folder",
    "bot.db",
    (folder) => symlinkSync("/nowhere/bot.db", join(folder, "bot.db")),
  ],
  ["a link to itself", "bot.db", (folder) => symlinkSync("bot.db", join(folder, "bot.db"))],
  ["a folder that is not there", "data/", () => undefined],
])("%s, which a start refuses, turns exactly one line red", async (_what, path, prepare) => {
  const { examine, databaseFile } = await openPractice();
  prepare(dirname(databaseFile));
  const file = `${dirname(databaseFile)}/${path}`;

  const diagnosis = await examine({ DATABASE_URL: `file:${file}` });

  expect(redLines(diagnosis)).toEqual(["Database: File"]);
  await expect(connectDatabase({ kind: "sqlite", file })).rejects.toThrow("no link on the way");
});
