import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import SqliteFile from "better-sqlite3";
import { expect, test } from "vitest";
import { migrations } from "../../migrations/all.ts";
import { restore } from "../../src/backup/restore.ts";
import { prepareRestore } from "../../src/database/backup/restore-sqlite.ts";
import { connectDatabase } from "../../src/database/opening/connect.ts";
import { migrateToLatest } from "../../src/database/opening/migrate.ts";
import { makeFolder } from "../support/databases.ts";
import { addLarge, backupIn, makeNamed, namesIn, openNamed, restoreHere, runIn } from "./setup.ts";

/** A database with the name "now", beside a backup with the name "then". */
async function makeBoth(): Promise<string> {
  const file = join(makeFolder(), "bot.db");
  await makeNamed(backupIn(file), ["then"]);
  await makeNamed(file, ["now"]);
  return file;
}

const restoreIn = (file: string) => runIn(file, ["--restore", backupIn(file), "--yes"]);
const restoreFrom = (file: string) => restoreHere(file, { backup: backupIn(file), isSure: true });

/** The files that were put aside. */
const keptIn = (file: string) => readdirSync(dirname(file)).filter((name) => name.includes(".replaced-"));

test("a backup takes the database's place, privately, and what was there is kept", async () => {
  const file = await makeBoth();
  // As it comes back from another machine.
  chmodSync(backupIn(file), 0o644);

  const { exitCode, output } = await restoreIn(file);

  const [aside = ""] = keptIn(file);
  expect([exitCode, output]).toEqual([0, expect.stringContaining(aside)]);
  expect(namesIn(file)).toEqual(["then"]);
  expect(namesIn(join(dirname(file), aside))).toEqual(["now"]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(dirname(file)).sort()).toEqual(["bot.db", aside, "kept.db"].sort());
});

test("the bot starts on what was restored and goes on writing", async () => {
  const file = await makeBoth();
  await restoreFrom(file);

  await makeNamed(file, ["later"]);

  expect(namesIn(file)).toEqual(["later", "then"]);
});

test("what a killed bot left beside the database goes aside with it and does not reach the backup", async () => {
  const file = await makeBoth();
  await leaveJournal(file, "unsaved");

  expect((await restoreFrom(file)).exitCode).toBe(0);

  expect(existsSync(`${file}-wal`)).toBe(false);
  expect(namesIn(file)).toEqual(["then"]);
  expect(namesIn(join(dirname(file), keptIn(file)[0] ?? ""))).toEqual(["now", "unsaved"]);
});

test("what lies beside a database that is gone goes aside too: it would be taken for the backup's journal", async () => {
  const file = await makeBoth();
  await leaveJournal(file, "unsaved");
  rmSync(file);

  expect((await restoreFrom(file)).exitCode).toBe(0);

  expect(existsSync(`${file}-wal`)).toBe(false);
  expect(keptIn(file)).toEqual([expect.stringMatching(/-wal$/)]);
  expect(namesIn(file)).toEqual(["then"]);
});

test.each([
  ["leads to the database", ["now"]],
  ["leads to where none is yet", []],
])("where DATABASE_URL names a link that %s, the link stays, and the backup lies where it leads", async (_what, names) => {
  const [volume, folder] = [makeFolder(), makeFolder()];
  const [real, link] = [join(volume, "real.db"), join(folder, "bot.db")];
  if (names.length > 0) await makeNamed(real, names);
  await makeNamed(backupIn(link), ["then"]);
  symlinkSync(real, link);

  expect((await restoreFrom(link)).exitCode).toBe(0);

  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(namesIn(real)).toEqual(["then"]);
  const [aside] = keptIn(real);
  expect(aside ? namesIn(join(volume, aside)) : []).toEqual(names);
});

test("what waited to be made before links had a table of their own is looked for first, too", async () => {
  const file = join(makeFolder(), "bot.db");
  const database = await connectDatabase({ kind: "sqlite", file: backupIn(file) });
  await migrateToLatest(database, Object.fromEntries(Object.entries(migrations).slice(0, 4)));
  await database.close();
  write(
    backupIn(file),
    `insert into personas (tenant_id, id, kind, template, name, description, traits, prompt, context, model, voice_speed, voice_emotion, revision,
      link, created_by, created_at, updated_at)
      values ('slack:T1', 'per_1', '', '', 'Ada', '', '', '', '', '', '', '', 1, 'pending', 'U1', '2026-01-01', '2026-01-01')`,
  );

  await restoreFrom(file);

  const { kysely } = await openNamed(file, []);
  const link = await kysely.selectFrom("links").selectAll().executeTakeFirst();
  expect(link).toMatchObject({ state: "pending", outcome_unknown: 1, lease_until: "2026-01-01" });
});

test("whoever restores it, the database belongs to whom its folder belongs to", async () => {
  const isRoot = process.getuid?.() === 0;
  const owner = isRoot ? 65_534 : process.getuid?.();
  const folder = makeFolder();
  if (isRoot) chownSync(folder, 65_534, 65_534);
  const [file, backup] = [join(folder, "bot.db"), join(makeFolder(), "kept.db")];
  await makeNamed(backup, ["then"]);

  await restoreHere(file, { backup, isSure: true });

  expect(statSync(file).uid).toBe(owner);
});

test("teams that come back with the backup are named: what one had deleted is here again", async () => {
  const file = await makeBoth();
  for (const [at, teams] of [
    [backupIn(file), ["discord:1", "slack:T1"]],
    [file, ["discord:1"]],
  ] as const)
    for (const team of teams) write(at, `insert into tenants (tenant_id, created_at) values ('${team}', '')`);

  const { message } = await restoreFrom(file);

  expect(message).toMatch(/are back.*: slack:T1\. Where .*\/persona-forget.*again\.$/);
});

test("a copy of a running bot's files, journal and all, is restored with what the journal holds", async () => {
  const file = await makeBoth();
  await leaveJournal(backupIn(file), "in the journal");
  const before = readFileSync(backupIn(file));

  expect((await restoreFrom(file)).exitCode).toBe(0);

  expect(namesIn(file)).toEqual(["in the journal", "then"]);
  expect(readFileSync(backupIn(file)).equals(before)).toBe(true);
});

/** The files as they stand in the middle of a bot's life. */
async function leaveJournal(file: string, name: string): Promise<void> {
  const elsewhere = join(makeFolder(), "live.db");
  copyFileSync(file, elsewhere);
  await openNamed(elsewhere, [name]);
  copyFileSync(elsewhere, file);
  copyFileSync(`${elsewhere}-wal`, `${file}-wal`);
}

test.each(["in use", "open and idle"])("while a bot has the file %s nothing is changed", async (how) => {
  const file = await makeBoth();
  await openNamed(file, how === "in use" ? ["busy"] : []);
  const before = namesIn(file);

  const { exitCode, errors } = await restoreIn(file);

  expect([exitCode, errors]).toEqual([
    1,
    expect.stringMatching(/open, most likely the bot\. Nothing was changed/),
  ]);
  expect(namesIn(file)).toEqual(before);
  expect(keptIn(file)).toEqual([]);
});

test("two restores at once each put a whole copy of their own in its place", async () => {
  const file = await makeBoth();
  // Large enough for either to be under way while the other one begins.
  await makeNamed(backupIn(file), []);
  await addLarge(backupIn(file), 30);

  const ended = await Promise.all([1, 2].map(() => restoreIn(file)));

  for (const { exitCode, errors } of ended) {
    // One that finds the other at its last step has changed nothing.
    if (exitCode === 0) continue;
    expect(errors).toMatch(/Another program has .* open.* Nothing was changed/);
  }
  expect(ended.map(({ exitCode }) => exitCode)).toContain(0);
  expect(namesIn(file)).toHaveLength(31);
  expect(readdirSync(dirname(file)).filter((name) => name.includes("unfinished"))).toEqual([]);
});

test("a folder in the backup's place is what is wrong, and not the database", async () => {
  const file = await makeBoth();
  const backup = dirname(file);

  const { exitCode, message } = await restoreHere(file, { backup, isSure: true });

  expect([exitCode, message]).toEqual([1, expect.stringMatching(new RegExp(`^${backup} is no file\\.`))]);
  expect([namesIn(file), keptIn(file)]).toEqual([["now"], []]);
});

test("where there is no database yet the backup becomes it", async () => {
  const file = join(makeFolder(), "bot.db");
  await makeNamed(backupIn(file), ["then"]);

  const { exitCode } = await restoreFrom(file);

  expect([exitCode, namesIn(file), keptIn(file)]).toEqual([0, ["then"], []]);
});

test("a database that is damaged is replaced, and kept as it is", async () => {
  const file = await makeBoth();
  writeFileSync(file, "x".repeat(9000));

  expect((await restoreFrom(file)).exitCode).toBe(0);

  expect(namesIn(file)).toEqual(["then"]);
  expect(statSync(join(dirname(file), keptIn(file)[0] ?? "")).size).toBe(9000);
});

test.each<[string, (backup: string) => unknown, RegExp]>([
  ["is not there", () => undefined, /There is no file/],
  ["is some other file", (backup) => writeFileSync(backup, "x".repeat(9000)), /damaged or no database/],
  ["is empty", (backup) => writeFileSync(backup, ""), /no database of this bot/],
  [
    "is another program's database",
    (backup) => write(backup, "create table t (a)"),
    /no database of this bot/,
  ],
  ["is of a newer version", (backup) => makeNewer(backup), /newer version/],
])("a backup that %s is refused, and nothing is changed", async (_what, arrange, words) => {
  const file = join(makeFolder(), "bot.db");
  await makeNamed(file, ["now"]);
  await arrange(backupIn(file));

  const { exitCode, message } = await restoreFrom(file);

  expect([exitCode, message]).toEqual([1, expect.stringMatching(words)]);
  expect(readdirSync(dirname(file)).filter((name) => !["bot.db", "kept.db"].includes(name))).toEqual([]);
  expect(namesIn(file)).toEqual(["now"]);
});

async function makeNewer(backup: string): Promise<void> {
  await makeNamed(backup, []);
  write(backup, "insert into kysely_migration values ('9999-later', '2030-01-01')");
}

function write(file: string, statement: string): void {
  const opened = new SqliteFile(file);
  opened.exec(statement);
  opened.close();
}

test.each([
  ["yes", 0, ["then"]],
  ["no", 1, ["now"]],
  ["", 1, ["now"]],
])("asked, %o decides", async (answer, exitCode, names) => {
  const file = await makeBoth();
  const asked: string[] = [];
  const ask = async (question: string) => {
    asked.push(question);
    return answer;
  };

  const environment = { DATABASE_URL: `file:${file}` };
  const outcome = await restore({ backup: backupIn(file) }, { ask, environment });

  expect([outcome.exitCode, namesIn(file)]).toEqual([exitCode, names]);
  expect(asked).toEqual([expect.stringContaining(`Replace ${file} with ${backupIn(file)}?`)]);
});

test("where nobody can be asked it needs --yes", async () => {
  const file = await makeBoth();

  const { exitCode, errors } = await runIn(file, ["--restore", backupIn(file)]);

  expect([exitCode, errors]).toEqual([1, expect.stringMatching(/npm run restore -- \S+kept\.db --yes/)]);
  expect(namesIn(file)).toEqual(["now"]);
});

test("without a file it says how to name one", async () => {
  const file = await makeBoth();

  const { exitCode, message } = await restoreHere(file, { backup: undefined, isSure: true });

  expect([exitCode, message]).toEqual([1, expect.stringContaining("npm run restore -- <file>")]);
});

test("what is empty at each start, as memory is, is no place for a backup", async () => {
  const file = await makeBoth();

  const { exitCode, message } = await restore(
    { backup: backupIn(file), isSure: true },
    { environment: { DATABASE_URL: "file::memory:" } },
  );

  expect([exitCode, message]).toEqual([
    1,
    expect.stringMatching(/no file but memory .*Nothing was changed\. Name there the file/),
  ]);
  expect(existsSync(":memory:")).toBe(false);
});

test("where it may not even be looked what the database is, restore says so in words", async () => {
  const file = await makeBoth();
  const url = `file:${join(dirname(file), "x".repeat(300), "bot.db")}`;

  const { exitCode, message } = await restore(
    { backup: backupIn(file), isSure: true },
    { environment: { DATABASE_URL: url } },
  );

  expect([exitCode, message]).toEqual([
    1,
    expect.stringMatching(/^The database .* cannot be opened or created/),
  ]);
});

test("where its last step fails everything is as it was", async () => {
  const file = await makeBoth();
  // Without the file nothing is taken in of its journal.
  rmSync(file);
  writeFileSync(`${file}-wal`, "of before");
  const before = readdirSync(dirname(file)).sort();
  const prepared = prepareRestore({ path: file, backup: backupIn(file), aside: `${file}.replaced-1` });
  const [staged = ""] = readdirSync(dirname(file)).filter((name) => name.includes(".unfinished-"));
  rmSync(join(dirname(file), staged));

  expect(prepared.commit).toThrow("ENOENT");
  prepared.cancel();

  expect(readdirSync(dirname(file)).sort()).toEqual(before);
  expect(readFileSync(`${file}-wal`, "utf8")).toBe("of before");
});
