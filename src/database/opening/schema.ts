import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";
import { z } from "zod";

/**
 * A migration that says who may go on working. `worksWith` names the newest migration of the oldest program that keeps all its
 * promises on the tables after this one; absent: none that does not know this migration itself.
 */
export type KnownMigration = Migration & { worksWith?: string };

export type KnownMigrations = Record<string, KnownMigration>;

/** What a database says of one of its migrations. */
export type Recorded = { name: string; worksWith: string | null };

/**
 * How the tables stand to a program. `ahead`: a newer version migrated them and says that this program may go on;
 * `newer`: it does not say so.
 */
export type Standing = "empty" | "behind" | "current" | "ahead" | "newer";

export function judgeSchema(recorded: readonly Recorded[], known: KnownMigrations): Standing {
  const unknown = recorded.filter(({ name }) => !(name in known));
  const isBehind = missingFrom(recorded, known).length > 0;
  if (unknown.length === 0) return recorded.length === 0 ? "empty" : isBehind ? "behind" : "current";
  const isMeant = unknown.every(({ worksWith }) => worksWith !== null && worksWith in known);
  return isMeant && !isBehind ? "ahead" : "newer";
}

export function missingFrom(recorded: readonly Recorded[], known: KnownMigrations): string[] {
  return Object.keys(known).filter((name) => !recorded.some((each) => each.name === name));
}

/** Where each migration's `worksWith` is noted, by its name. */
const owner = "app:schema";

/** The tables that `recordedQuery` reads. */
export const recordedTables = ["kysely_migration", "platform_state"] as const;

/** Plain SQL for a database that has these tables. */
export const recordedQuery = `
  select name, (select value from platform_state
    where platform_state.tenant_id = '${owner}' and platform_state.name = kysely_migration.name) as works_with
  from kysely_migration`;

const recordedSchema = z.array(z.object({ name: z.string(), works_with: z.string().nullable() }));

export function readRecorded(rows: unknown): Recorded[] {
  return recordedSchema.parse(rows).map(({ name, works_with: worksWith }) => ({ name, worksWith }));
}

/** The same migrations; each notes in its own transaction whom it goes on working with. */
export function notingWhoGoesOn(known: KnownMigrations): Record<string, Migration> {
  const noting = ([name, { worksWith, ...migration }]: [string, KnownMigration]): [string, Migration] => [
    name,
    worksWith === undefined
      ? migration
      : { ...migration, up: (kysely) => upAndNote(kysely, migration, { name, value: worksWith }) },
  ];
  return Object.fromEntries(Object.entries(known).map(noting));
}

async function upAndNote(
  kysely: Kysely<unknown>,
  migration: Migration,
  note: { name: string; value: string },
): Promise<void> {
  await migration.up(kysely);
  await kysely
    .withTables<{ platform_state: { tenant_id: string; name: string; value: string } }>()
    .insertInto("platform_state")
    .values({ tenant_id: owner, ...note })
    .onConflict((conflict) => conflict.columns(["tenant_id", "name"]).doUpdateSet({ value: note.value }))
    .execute();
}
