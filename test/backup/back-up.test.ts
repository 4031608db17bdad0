import { execFileSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import SqliteFile from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { backUp } from "../../src/backup/back-up.ts";
import type { Outcome } from "../../src/backup/outcome.ts";
import { restore } from "../../src/backup/restore.ts";
import { runMain } from "../support/black-box/start-main.ts";
import { makeFolder } from "../support/databases.ts";
import { addLarge, addName, backUpHere, backupIn, makeNamed, namesIn, openNamed, runIn } from "./setup.ts";

const newFile = () => join(makeFolder(), "bot.db");
const backUpAsNobody = fileURLToPath(new URL("./back-up-as-nobody.ts", import.meta.url));

test("what a running bot has just written is in the backup, which is one private file", async () => {
  const file = newFile();
  const database = await openNamed(file, ["first"]);
  await addName(database, "last");

  const { exitCode, output } = await runIn(file, ["--backup", backupIn(file)]);

  expect([exitCode, output]).toEqual([0, expect.stringContaining("read through and whole")]);
  expect(readdirSync(dirname(file)).sort()).toEqual(["bot.db", "bot.db-shm", "bot.db-wal", "kept.db"]);
  expect(statSync(backupIn(file)).mode & 0o777).toBe(0o600);
  expect(namesIn(backupIn(file))).toEqual(["first", "last"]);
});

test.each([
  ["a folder", "bot.db"],
  ["a folder in a folder", "in/bot.db"],
])("a database in %s that another user may not enter is not said to be absent", async (_where, name) => {
  const folder = makeFolder();
  await makeNamed(join(folder, name), ["first"]);
  const target = join(makeFolder(), "kept.db");
  chmodSync(dirname(target), 0o777);
  chmodSync(folder, 0o000);
  onTestFinished(() => chmodSync(folder, 0o755));

  const said = execFileSync(process.execPath, [backUpAsNobody, join(folder, name), target], {
    encoding: "utf8",
  });

  expect(said).toMatch(/^there: The database .* cannot be opened or created\./);
  expect(readdirSync(dirname(target))).toEqual([]);
});

test("two backups to one file at once: one is made, and the other says that it is there", async () => {
  const file = newFile();
  // Large enough for either to be under way while the other one begins.
  await makeNamed(file, []);
  await addLarge(file, 30);

  const ended = await Promise.all([1, 2].map(() => runIn(file, ["--backup", backupIn(file)])));

  const [made, refused] = ended.toSorted((one, other) => Number(one.exitCode) - Number(other.exitCode));
  expect(made).toMatchObject({ exitCode: 0, output: expect.stringContaining("read through and whole") });
  expect(refused).toMatchObject({ exitCode: 1, errors: expect.stringContaining("is there already") });
  expect(namesIn(backupIn(file))).toHaveLength(30);
  expect(readdirSync(dirname(file)).sort()).toEqual(["bot.db", "kept.db"]);
});

test("what backups have left that were killed goes a day later, and nothing else does", async () => {
  const file = newFile();
  await makeNamed(file, ["first"]);
  await backUpHere(file);
  const folder = join(dirname(file), "backups");
  const [whole = ""] = readdirSync(folder);
  const left = (name: string, hoursAgo: number) => {
    writeFileSync(join(folder, name), "x");
    const at = new Date(Date.now() - hoursAgo * 3_600_000);
    utimesSync(join(folder, name), at, at);
    return name;
  };
  const gone = [
    "unfinished-0a1b2c3d",
    "unfinished-0a1b2c3d-journal",
    // As earlier versions called them, of a restore too.
    "unfinished",
    "unfinished-journal",
    "restoring",
    "restoring-wal",
  ].map((end) => left(`bot-20260101T000000000Z.db.${end}`, 25));
  const kept = [
    left("bot-20260101T000000001Z.db.unfinished-0a1b2c3d", 1),
    left("bot-20260101T000000002Z.db", 25),
    left("other-20260101T000000000Z.db.unfinished-0a1b2c3d", 25),
    left("mine.db.unfinished-0a1b2c3d", 25),
  ];

  await backUpHere(file);

  const now = readdirSync(folder);
  expect(now).toEqual(expect.arrayContaining([whole, ...kept]));
  expect(now).toHaveLength(kept.length + 2);
  for (const name of gone) expect(now).not.toContain(name);
});

test("a bot that writes without pause is copied at one moment, and is not held up", async () => {
  const file = newFile();
  const database = await openNamed(file, []);
  let isOver = false;
  const writing = (async () => {
    for (let count = 0; !isOver; count += 1) {
      await writePair(database, String(count).padStart(6, "0"));
      // SQLite answers at once: without this nothing else would have its turn.
      await nextTurn();
    }
  })();

  const { exitCode } = await runIn(file, ["--backup", backupIn(file)]);
  isOver = true;
  await writing;

  const names = namesIn(backupIn(file));
  expect(exitCode).toBe(0);
  expect(names.length % 2).toBe(0);
  expect(namesIn(file).length).toBeGreaterThan(names.length);
});

async function writePair(database: Awaited<ReturnType<typeof openNamed>>, name: string): Promise<void> {
  await database.kysely.transaction().execute(async (kysely) => {
    await addName({ ...database, kysely }, `${name} a`);
    await addName({ ...database, kysely }, `${name} b`);
  });
}

test("without a name it goes to a private folder beside the database, one file each time", async () => {
  const file = newFile();
  await makeNamed(file, ["one"]);

  await backUpHere(file);
  const { exitCode } = await backUpHere(file);

  const folder = join(dirname(file), "backups");
  const copies = readdirSync(folder);
  expect([exitCode, copies.length]).toEqual([0, 2]);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  for (const copy of copies) expect(copy).toMatch(/^bot-\d{8}T\d{9}Z\.db$/);
});

test.each<[string, (file: string) => unknown, RegExp]>([
  ["there is no database", () => undefined, /^There is no database at .*bot\.db to back up/],
  [
    "the target is there already",
    (file) => makeBoth(file),
    /kept\.db is there already\. Nothing was written/,
  ],
  [
    "a journal lies where the target's would",
    (file) => makeLone(file, `${backupIn(file)}-wal`),
    /kept\.db-wal is there already\. Nothing was written/,
  ],
  ["the database is empty", (file) => writeFileSync(file, ""), /bot\.db is empty, or another program's/],
  [
    "the database is another program's",
    (file) => new SqliteFile(file).exec("create table t (a)").close(),
    /bot\.db is empty, or another program's/,
  ],
  ["the database is some other file", (file) => writeFileSync(file, "x".repeat(9000)), /not a database/],
  ["the database is damaged", (file) => makeDamaged(file), /is damaged/],
])("where %s, that is said, and no copy is left", async (_what, arrange, words) => {
  const file = newFile();
  await arrange(file);
  const before = readdirSync(dirname(file));

  const { exitCode, message } = await backUpHere(file, backupIn(file));

  expect([exitCode, message]).toEqual([1, expect.stringMatching(words)]);
  expect(readdirSync(dirname(file))).toEqual(before);
});

test("what a backup that was killed has left is in no other one's way", async () => {
  const file = newFile();
  await makeNamed(file, ["one"]);
  for (const left of ["", "-journal"])
    writeFileSync(`${backupIn(file)}.unfinished-0a1b2c3d${left}`, "x".repeat(9000));

  expect((await backUpHere(file, backupIn(file))).exitCode).toBe(0);

  expect(namesIn(backupIn(file))).toEqual(["one"]);
});

test.each([
  ["below a file", (file: string) => join(file, "kept.db")],
  ["by a name that no folder takes", (file: string) => join(dirname(file), `${"x".repeat(300)}kept.db`)],
])("where the copy cannot be written, such as %s, it is the copy that is named", async (_where, targetBeside) => {
  const file = newFile();
  await makeNamed(file, []);

  const { exitCode, message } = await backUpHere(file, targetBeside(file));

  expect([exitCode, message]).toEqual([
    1,
    expect.stringMatching(/kept\.db cannot be written\. Nothing was backed up/),
  ]);
});

test.each(["", "/"])("a folder%s is no name for a copy, and none is made in it", async (end) => {
  const file = newFile();
  await makeNamed(file, []);
  const target = join(dirname(file), `copies${end}`);
  if (end === "") mkdirSync(target);
  const before = readdirSync(dirname(file));

  const { exitCode, message } = await backUpHere(file, target);

  expect([exitCode, message]).toEqual([
    1,
    expect.stringMatching(/copies\/? names a folder\. Nothing was written\. Name .*copies\/personaforge\.db/),
  ]);
  expect(readdirSync(dirname(file))).toEqual(before);
});

test("where no file may grow each errand says so in its own words, and nothing is changed", async () => {
  const file = newFile();
  await makeNamed(file, ["one"]);
  // So that nothing lies beside it while it is open, which could not grow either.
  const opened = new SqliteFile(file);
  opened.pragma("journal_mode = delete");
  opened.close();
  copyFileSync(file, backupIn(file));
  const before = readdirSync(dirname(file));
  const program = fileURLToPath(new URL("./below-file-limit.ts", import.meta.url));
  const shell = ["-c", 'ulimit -f 1 && exec "$0" "$@"', process.execPath, program, file, backupIn(file)];

  const said = JSON.parse(execFileSync("sh", shell, { encoding: "utf8" })) as Outcome[];

  expect(said.map(({ exitCode }) => exitCode)).toEqual([1, 1, 1]);
  expect(said.map(({ message }) => message)).toEqual([
    expect.stringMatching(/bot\.db cannot be copied to .*bot\.db\.copy: .*ulimit -f.* Nothing was backed up/),
    expect.stringMatching(/bot\.db cannot be read or written .*ulimit -f/),
    expect.stringMatching(/bot\.db cannot be read or written .*ulimit -f/),
  ]);
  expect(readdirSync(dirname(file))).toEqual(before);
  expect(namesIn(file)).toEqual(["one"]);
});

const makeBoth = (file: string) => makeLone(file, backupIn(file));

async function makeLone(file: string, beside: string): Promise<void> {
  await makeNamed(file, []);
  writeFileSync(beside, "");
}

async function makeDamaged(file: string): Promise<void> {
  await makeNamed(file, ["one"]);
  const opened = new SqliteFile(file);
  opened.pragma("journal_mode = delete");
  opened.close();
  const bytes = readFileSync(file);
  const pageBytes = 4096;
  writeFileSync(file, bytes.fill(0xff, pageBytes, 6 * pageBytes));
}

test.each([
  "--backup",
  "--restore",
])("on PostgreSQL %s prints the commands, past the pooler and without a password, and fails", async (what) => {
  const url = "postgres://me:hush@pooler.example/bot?sslmode=require";
  const direct = "postgres://me:hush@db.example:5433/bot?sslmode=require&password=hush";

  const { exitCode, errors } = await runMain([what], { DATABASE_URL: url, DATABASE_DIRECT_URL: direct });

  expect(exitCode).toBe(1);
  expect(errors).toMatch(/pg_dump .*"postgres:\/\/me@db\.example:5433\/bot\?sslmode=require"/);
  expect(errors).not.toMatch(/hush|pooler/);
});

const backUpOn = (address: string) => backUp(undefined, { environment: { DATABASE_URL: address } });

test.each([
  ["sslmode=no-verify&pgbouncer=true&connection_limit=5", "?sslmode=require"],
  ["ssl=true&schema=public", "?sslmode=require"],
  ["sslmode=verify-full&ssl=no-verify&uselibpqcompat=true", "?sslmode=verify-full"],
  ["sslrootcert=%2Fca.pem&channel_binding=require", "?sslrootcert=%2Fca.pem&channel_binding=require"],
  ["options=-c%20search_path%3D%22%24user%22&pgbouncer=true", "?options=-c%20search_path%3D%22%24user%22"],
  ["options=-c%20search_path%3D$user", "?options=-c%20search_path%3D%24user"],
  ["pgbouncer=true", ""],
])("of %s PostgreSQL's programs are given what they know: %s", async (parameters, given) => {
  const { message } = await backUpOn(`postgres://me@db.example/bot?${parameters}`);

  expect(message).toContain(`"postgres://me@db.example/bot${given}"`);
});

test.each([
  ["postgres://me@db.example/b$1%60x", "b\\$1\\`x_restored", "b%241%60x_restored"],
  ["postgres://me@db.example/a%22b%5C", 'a\\"b\\\\_restored', "a%22b%5C_restored"],
])("what a shell reads in the name of a new database means what the address means: %s", async (address, name, path) => {
  const { message } = await backUpOn(address);

  expect(message).toMatch(/ createdb .+ "/);
  expect(message).toContain(` "${name}"\n`);
  expect(message).toContain(`db.example/${path}"`);
});

test.each([
  "postgres://me@localhost/bot",
  "postgres://bot@localhost",
])("a restore of %s goes into an empty database, and looks in Tavus for what was made since", async (address) => {
  const { message } = await restore({ backup: undefined }, { environment: { DATABASE_URL: address } });

  expect(message).toContain(`createdb --maintenance-db="${address}" "bot_restored"`);
  expect(message).toMatch(/pg_restore .*"postgres:\/\/\w+@localhost\/bot_restored"/);
  expect(message).toMatch(/psql .*bot_restored" --command="update links set outcome_unknown = 1.*"\n/);
  // What a newer version has made would stay, and be in its way when it comes again.
  expect(message).not.toContain("--clean");
});
