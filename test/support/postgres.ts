import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { refuseOtherSystems, startPostgres } from "../../sandbox/stand-ins/postgres-server.ts";
import { connectDatabase, type DatabaseLocation } from "../../src/database/opening/connect.ts";
import { migrateToLatest } from "../../src/database/opening/migrate.ts";
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
  refuseOtherSystems(
    "The tests need",
    'Run them in a container: docker run --rm -it --platform linux/amd64 -v .:/app -w /app node:24 sh -c "npm ci && npm test"',
  );
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

async function createTemplate(url: string): Promise<void> {
  await askServer(url, `create database ${templateDatabase}`);
  await migrate({ kind: "postgres", url: `${url}/${templateDatabase}` });
}

async function migrate(location: DatabaseLocation): Promise<void> {
  const database = await connectDatabase(location);
  await migrateToLatest(database).finally(() => database.close());
}
