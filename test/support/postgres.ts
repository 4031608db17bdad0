import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { connectDatabase, type DatabaseLocation } from "../../src/database/opening/connect.ts";
import { migrateToLatest } from "../../src/database/opening/migrate.ts";
import { teamTables } from "../../src/database/team-tables.ts";
import { startPostgres } from "./postgres-server.ts";
import { useRunFolder } from "./runner/run-folder.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** `postgres://…` of this run's server, without a database name. */
    postgresServer: string;
    /** A migrated, empty SQLite file, closed, that the tests' own are copied from. */
    migratedFile: string;
  }
}

/** A migrated, empty database that the tests' own are copied from. */
export const templateDatabase = "migrated";

/** Vitest's global setup: one PostgreSQL and one temporary folder for the whole run, removed at its end. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  refuseOtherSystems();
  const { url, stop } = await startPostgres();
  const removeFolder = useRunFolder();
  const end = () => stop().finally(removeFolder);
  try {
    await createTemplate(url);
    const migratedFile = join(tmpdir(), "migrated.db");
    await migrate({ kind: "sqlite", file: migratedFile });
    project.provide("migratedFile", migratedFile);
  } catch (error) {
    await end();
    throw error;
  }
  project.provide("postgresServer", url);
  return end;
}

/** Runs one statement that no transaction may hold, such as CREATE DATABASE. */
export async function askServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client(`${url}/postgres`);
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

/** A migrated database that tests borrow one after the other, and the connection through which it is emptied. */
export type LentDatabase = { name: string; client: pg.Client };

export async function connectToLent(url: string, name: string): Promise<LentDatabase> {
  const client = new pg.Client(`${url}/${name}`);
  // A connection that was lost says so when it is asked again.
  client.on("error", () => undefined);
  await client.connect();
  return { name, client };
}

/** Ends whatever still talks to the database and deletes every row but the record of its migrations. False: a test took its tables. */
export function emptyDatabase({ name, client }: LentDatabase): Promise<boolean> {
  const deleteAll = Object.keys(teamTables).map((table) => `delete from ${table};`);
  return client
    .query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and pid <> pg_backend_pid();
       ${deleteAll.join(" ")}`,
    )
    .then(
      () => true,
      () => false,
    );
}

function refuseOtherSystems(): void {
  const system = `${process.platform} on ${process.arch}`;
  if (system === "linux on x64") return;
  throw new Error(
    `The tests need Linux on x64, because every store is tested on a real PostgreSQL that npm installs for that system only. This is ${system}. Run them in a container: docker run --rm -it --platform linux/amd64 -v .:/app -w /app node:24 sh -c "npm ci && npm test"`,
  );
}

async function createTemplate(url: string): Promise<void> {
  await askServer(url, `create database ${templateDatabase}`);
  await migrate({ kind: "postgres", url: `${url}/${templateDatabase}` });
}

async function migrate(location: DatabaseLocation): Promise<void> {
  const database = await connectDatabase(location);
  await migrateToLatest(database).finally(() => database.close());
}
