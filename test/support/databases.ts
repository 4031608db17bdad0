import { randomBytes } from "node:crypto";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, inject, onTestFinished } from "vitest";
import { connectDatabase, type Database, type DatabaseLocation } from "../../src/database/opening/connect.ts";
import { askServer, templateDatabase } from "./postgres.ts";
import { type LentDatabase, lendDatabase } from "./postgres-lent.ts";

export type Engine = "sqlite" | "postgres";

/** Opens a fresh, migrated database for the running test (or its `beforeEach`); it is removed when the test ends. */
export type OpenDatabase = (options?: { clock?: () => number }) => Promise<Database>;

/** Runs the tests in `define` once on SQLite and once on PostgreSQL. */
export function forEachEngine(define: (engine: Engine, open: OpenDatabase) => void): void {
  describe("on SQLite", () => define("sqlite", openSqlite));
  describe("on PostgreSQL", () => define("postgres", openPostgres));
}

/** Where an empty database may be made or lies already; removed when the test ends. Nothing is migrated. */
export async function makeEmptyDatabase(engine: Engine): Promise<DatabaseLocation> {
  return engine === "sqlite"
    ? { kind: "sqlite", file: join(makeFolder(), "test.db") }
    : { kind: "postgres", url: await createDatabase("template0") };
}

/** The address of an empty PostgreSQL database of another encoding than usual; LATIN1 has no place for most of the world's characters. */
export function makeEncodedDatabase(encoding: "LATIN1" | "SQL_ASCII"): Promise<string> {
  return createDatabase(`template0 encoding '${encoding}' lc_collate 'C' lc_ctype 'C'`);
}

/** A temporary folder for the running test. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "personaforge-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const openSqlite: OpenDatabase = async (options) => {
  const file = join(makeFolder(), "test.db");
  copyFileSync(inject("migratedFile"), file);
  const database = await connectDatabase({ kind: "sqlite", file }, options);
  onTestFinished(() => database.close());
  return database;
};

export const openPostgres: OpenDatabase = async (options) => {
  const { url, createPool } = await borrowDatabase();
  const database = await connectDatabase({ kind: "postgres", url }, { ...options, createPool });
  onTestFinished(() => database.close());
  return database;
};

/** Databases of this worker that no test uses now. Making one takes ten times as long as emptying one. */
const idleDatabases: LentDatabase[] = [];

/** A migrated, empty database; emptied again and kept for the next test when this one ends. */
async function borrowDatabase(): Promise<LentDatabase> {
  const server = inject("postgresServer");
  const lent =
    idleDatabases.pop() ?? (await lendDatabase(server, await makeDatabase(server, templateDatabase)));
  onTestFinished(async () => {
    if (await lent.empty()) idleDatabases.push(lent);
    else await lent.drop();
  });
  return lent;
}

async function makeDatabase(server: string, template: string): Promise<string> {
  const name = `test_${randomBytes(8).toString("hex")}`;
  await askServer(server, `create database ${name} template ${template}`);
  return name;
}

async function createDatabase(template: string): Promise<string> {
  const server = inject("postgresServer");
  const name = await makeDatabase(server, template);
  onTestFinished(() => askServer(server, `drop database ${name} with (force)`));
  return `${server}/${name}`;
}
