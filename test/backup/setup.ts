import { dirname, join } from "node:path";
import SqliteFile from "better-sqlite3";
import { onTestFinished } from "vitest";
import { z } from "zod";
import { backUp } from "../../src/backup/back-up.ts";
import type { Outcome } from "../../src/backup/outcome.ts";
import { restore } from "../../src/backup/restore.ts";
import { connectDatabase, type Database } from "../../src/database/opening/connect.ts";
import { migrateToLatest } from "../../src/database/opening/migrate.ts";
import { type Ended, runMain } from "../support/black-box/start-main.ts";

/** A database as the bot has it open, with these names in it; closed when the test ends or before. */
export async function openNamed(file: string, names: readonly string[]): Promise<Database> {
  const database = await connectDatabase({ kind: "sqlite", file });
  onTestFinished(() => database.close());
  await migrateToLatest(database);
  for (const name of names) await addName(database, name);
  return database;
}

/** The same, closed. */
export async function makeNamed(file: string, names: readonly string[]): Promise<void> {
  const database = await openNamed(file, names);
  await database.close();
}

export async function addName({ kysely }: Database, name: string): Promise<void> {
  await kysely.insertInto("platform_state").values({ tenant_id: "app:test", name, value: "v" }).execute();
}

/** As many rows of a megabyte, into a database that nobody has open. */
export async function addLarge(file: string, count: number): Promise<void> {
  const database = await connectDatabase({ kind: "sqlite", file });
  const value = "x".repeat(1_000_000);
  for (let at = 0; at < count; at += 1) {
    const row = { tenant_id: "app:test", name: `large ${at}`, value };
    await database.kysely.insertInto("platform_state").values(row).execute();
  }
  await database.close();
}

const namesSchema = z.array(z.object({ name: z.string() }));

export function namesIn(file: string): string[] {
  const opened = new SqliteFile(file, { readonly: true });
  try {
    const rows = namesSchema.parse(
      opened.prepare("select name from platform_state where tenant_id <> 'app:schema' order by name").all(),
    );
    return rows.map(({ name }) => name);
  } finally {
    opened.close();
  }
}

/** `npm run backup` or `npm run restore`, as the shell runs it. */
export function runIn(databaseFile: string, args: string[]): Promise<Ended> {
  return runMain(args, environmentOf(databaseFile), dirname(databaseFile));
}

/** What these come to without a process of their own, which is only needed where a bot has the file open or somebody may be asked. */
export function backUpHere(databaseFile: string, target?: string): Promise<Outcome> {
  return backUp(target, { environment: environmentOf(databaseFile) });
}

export function restoreHere(
  databaseFile: string,
  asked: { backup: string | undefined; isSure: boolean },
): Promise<Outcome> {
  return restore(asked, { environment: environmentOf(databaseFile) });
}

const environmentOf = (databaseFile: string) => ({ DATABASE_URL: `file:${databaseFile}` });

export const backupIn = (databaseFile: string) => join(dirname(databaseFile), "kept.db");
