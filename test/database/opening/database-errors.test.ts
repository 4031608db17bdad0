import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import SqliteFile from "better-sqlite3";
import { expect, inject, onTestFinished, test } from "vitest";
import { connectDatabase } from "../../../src/database/opening/connect.ts";
import {
  type DatabaseProblem,
  DatabaseStartError,
  explainStartError,
} from "../../../src/database/opening/database-errors.ts";
import { migrateToLatest } from "../../../src/database/opening/migrate.ts";
import { makeEmptyDatabase, makeFolder } from "../../support/databases.ts";
import { askServer } from "../../support/postgres.ts";

const openAsNobody = fileURLToPath(new URL("../../support/open-as-nobody.ts", import.meta.url));

function openFile(file: string) {
  return connectDatabase({ kind: "sqlite", file });
}

function openUrl(url: string) {
  return connectDatabase({ kind: "postgres", url });
}

function makeSqliteFile(): string {
  const file = join(makeFolder(), "some.db");
  const database = new SqliteFile(file);
  database.exec("create table notes (body text)");
  const insert = database.prepare("insert into notes values (?)");
  for (let count = 0; count < 200; count++) insert.run("precious ".repeat(50));
  database.close();
  return file;
}

/** Changes a mode until the test ends and the path must be removed. */
function seal(path: string, mode: number): void {
  chmodSync(path, mode);
  onTestFinished(() => chmodSync(path, 0o755));
}

async function makeOwnFile(): Promise<string> {
  const file = join(makeFolder(), "own.db");
  const database = await openFile(file);
  await migrateToLatest(database);
  await database.close();
  return file;
}

test("a file that is no database is refused and left as it is", async () => {
  const file = join(makeFolder(), "letter.txt");
  writeFileSync(file, "Dear reader, ".repeat(1000));

  await expect(openFile(file)).rejects.toThrow(
    /letter\.txt is not a database.*Nothing was changed\. Name another path in DATABASE_URL/,
  );

  expect(readFileSync(file, "utf8")).toBe("Dear reader, ".repeat(1000));
});

test("a damaged file is refused and left as it is", async () => {
  const file = makeSqliteFile();
  const bytes = readFileSync(file).fill(0xff, 8192, 16_384);
  writeFileSync(file, bytes);

  await expect(openFile(file)).rejects.toThrow(/some\.db is damaged\. Nothing was changed\..*backup/);

  expect(readFileSync(file).equals(bytes)).toBe(true);
});

test("a file that was cut short is refused as damaged", async () => {
  const file = makeSqliteFile();
  writeFileSync(file, readFileSync(file).subarray(0, 12_288));

  await expect(openFile(file)).rejects.toMatchObject({ problem: "damaged" });
});

test("a file that another program keeps locked is refused after some patience", async () => {
  const file = makeSqliteFile();
  const holder = new SqliteFile(file);
  holder.exec("begin exclusive");
  onTestFinished(() => void holder.close());

  await expect(openFile(file)).rejects.toThrow(
    /locked by another program\. Nothing was changed\. Close that program/,
  );
});

test("a lock that is let go in time is waited for", async () => {
  const file = makeSqliteFile();
  const holder = new SqliteFile(file);
  holder.exec("begin exclusive");
  setTimeout(() => holder.close(), 100);

  const database = await openFile(file);

  await database.close();
});

test("a folder that cannot be made and a folder in the place of the file are told apart from other troubles", async () => {
  const folder = makeFolder();
  writeFileSync(join(folder, "file"), "");

  await expect(openFile(join(folder, "file", "bot.db"))).rejects.toThrow(
    /cannot be opened or created\. Check/,
  );
  await expect(openFile(folder)).rejects.toThrow(/names a file, not a folder/);
});

test("a missing folder is made", async () => {
  const database = await openFile(join(makeFolder(), "deep", "down", "bot.db"));

  await database.close();
});

test.each([
  ["an old file in a sealed folder", makeSqliteFile, 0o555],
  ["a file of ours in a sealed folder", makeOwnFile, 0o555],
  ["a file of ours in an open folder", makeOwnFile, 0o777],
])("%s that may not be written to is refused and left as it is", async (_which, make, folderMode) => {
  const file = await make();
  const before = readFileSync(file);
  seal(file, 0o444);
  seal(join(file, ".."), folderMode);

  const said = execFileSync(process.execPath, [openAsNobody, file], { encoding: "utf8" });

  expect(said).toMatch(/cannot be written to\. Nothing was changed\. Give this program the right/);
  expect(readFileSync(file).equals(before)).toBe(true);
});

test("a folder that may not be written to is refused", () => {
  const folder = makeFolder();
  seal(folder, 0o555);

  const said = execFileSync(process.execPath, [openAsNobody, join(folder, "bot.db")], { encoding: "utf8" });

  expect(said).toMatch(/cannot be opened or created\..*may write to the folder/);
});

test("a PostgreSQL that does not answer is named without its password", async () => {
  const opening = openUrl("postgres://bot:pa55word@127.0.0.1:1/personas");

  await expect(opening).rejects.toThrow(/database personas on 127\.0\.0\.1:1 cannot be reached\. Check/);
  await expect(opening).rejects.not.toThrow(/pa55word/);
});

test("a wrong password and an unknown database get their own sentences", async () => {
  const server = inject("postgresServer");

  await expect(openUrl(`${server.replace(/:[^:@]+@/, ":wr0ng@")}/postgres`)).rejects.toThrow(
    /refused the login/,
  );
  await expect(openUrl(`${server}/nowhere`)).rejects.toThrow(/nowhere on .* does not exist.*CREATE DATABASE/);
});

test("a PostgreSQL user who may not create tables is told so", async () => {
  const location = await makeEmptyDatabase("postgres");
  const url = new URL(location.kind === "postgres" ? location.url : "");
  const user = `guest_${url.pathname.slice(1)}`;
  await askServer(inject("postgresServer"), `create role ${user} login password 'guest'`);
  onTestFinished(() => askServer(inject("postgresServer"), `drop role ${user}`));
  Object.assign(url, { username: user, password: "guest" });
  const database = await openUrl(url.href);
  onTestFinished(() => database.close());

  await expect(migrateToLatest(database)).rejects.toThrow(/does not let this user create tables\. Grant/);
});

test.each<[string, (name: string) => string, RegExp]>([
  [
    "that takes no writes",
    (name) => `alter database ${name} set default_transaction_read_only = on`,
    /takes no writes: it is a standby, or set to read only\..* Name the primary/,
  ],
  [
    "that its user may not connect to",
    (name) => `revoke connect on database ${name} from public`,
    /does not let this user connect\. Grant it CONNECT/,
  ],
])("a database of PostgreSQL's %s is told apart from a file's troubles and from missing rights", async (_what, change, said) => {
  const location = await makeEmptyDatabase("postgres");
  const url = new URL(location.kind === "postgres" ? location.url : "");
  const name = url.pathname.slice(1);
  const server = inject("postgresServer");
  await askServer(server, `create role guest_${name} login password 'guest'`);
  onTestFinished(() => askServer(server, `drop role guest_${name}`));
  Object.assign(url, { username: `guest_${name}`, password: "guest" });
  await askServer(server, change(name));

  const opened = openUrl(url.href).then((database) =>
    migrateToLatest(database).finally(() => database.close()),
  );

  await expect(opened).rejects.toThrow(said);
});

// A full or failing disk cannot be had on demand; these are the codes that SQLite, Linux and PostgreSQL give.
test.each<[string, DatabaseProblem]>([
  ["SQLITE_FULL", "diskFull"],
  ["ENOSPC", "diskFull"],
  ["53100", "diskFull"],
  ["SQLITE_IOERR_SHMSIZE", "diskFull"],
  ["SQLITE_IOERR_WRITE", "diskFailed"],
  ["SQLITE_IOERR_SHMMAP", "unfit"],
  ["SQLITE_IOERR_SHMOPEN", "unfit"],
  ["SQLITE_IOERR_SHMLOCK", "unfit"],
  ["SQLITE_IOERR_LOCK", "unfit"],
  ["SQLITE_IOERR_RDLOCK", "unfit"],
  ["SQLITE_PROTOCOL", "unfit"],
  ["SQLITE_READONLY_DBMOVED", "exchanged"],
  ["EROFS", "readOnly"],
  ["SQLITE_READONLY_DIRECTORY", "readOnly"],
  // Of a server that speaks another language nobody knows more than that.
  ["42501", "fewRights"],
  ["53300", "tooManyConnections"],
  ["57P03", "unreachable"],
  ["ENOTFOUND", "unreachable"],
])("the code %s is understood as %s", (code, problem) => {
  const cause = Object.assign(new Error("low-level words"), { code });

  const explained = explainStartError(cause, { place: "bot.db" });

  expect(explained).toMatchObject({ problem, cause });
  expect(explained.message).not.toContain("low-level words");
});

test.each<[string, DatabaseProblem]>([
  ["(EMAXCONNSESSION) max clients reached in session mode - max clients are limited", "tooManyConnections"],
  ["Max client connections reached", "tooManyConnections"],
  ["(ENOTFOUND) Tenant or user not found", "loginRefused"],
])("of a pooler that gives its own refusals no code of theirs, “%s” is understood as %s", (words, problem) => {
  const cause = Object.assign(new Error(words), { code: "XX000", severity: "FATAL" });

  expect(explainStartError(cause, { place: "bot.db" }).problem).toBe(problem);
});

test("an explained error stays as it is", () => {
  const error = new DatabaseStartError("newer", { place: "bot.db" });

  expect(explainStartError(error, { place: "elsewhere" })).toBe(error);
});

test("whatever is wrong, the remedy names what the address stands in", () => {
  const setting = "the address to move to";
  const problems = [
    "newer",
    "readOnly",
    "cannotOpen",
    "notADatabase",
    "damaged",
    "unreachable",
    "untrusted",
  ] as const;
  const more = [
    "otherName",
    "noTls",
    "needsTls",
    "loginRefused",
    "unknownDatabase",
    "startupParameter",
    "notAllowed",
    "noRights",
  ] as const;

  for (const problem of [...problems, ...more]) {
    expect(new DatabaseStartError(problem, { place: "x", setting }).message).toContain(setting);
    expect(new DatabaseStartError(problem, { place: "x", setting }).message).not.toContain("DATABASE_URL");
    expect(new DatabaseStartError(problem, { place: "x" }).message).toContain("DATABASE_URL");
  }
});

test("past a pooler it is the direct address that is named", async () => {
  const url = inject("postgresServer");
  const database = await connectDatabase({
    kind: "postgres",
    url: `${url}/postgres`,
    directUrl: "postgres://me@127.0.0.1:1/none",
  });
  onTestFinished(() => database.close());

  await expect(migrateToLatest(database)).rejects.toThrow(
    /none on 127\.0\.0\.1:1 cannot be reached.* in DATABASE_DIRECT_URL are right/,
  );
});
