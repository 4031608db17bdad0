import { setImmediate } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import { TeamForgottenError } from "../../errors.ts";
import { isForgotten } from "../forgotten/refuse-forgotten.ts";
import type { Database } from "../opening/connect.ts";
import { itemsOf } from "../opening/json-items.ts";
import type { Tables } from "../tables.ts";
import { foldName } from "./fold-name.ts";

/** Fewer would make more calls of one search; more, more to write for one name. */
const namesPerBlock = 128;
/** So many rows are folded at once that have no block. */
const rowsPerPage = 200;

type On = Kysely<Tables>;
type Placed = { name_folded?: string | null; search_block: number };

/** Rows with the block in which the name of each will lie: those that come last are filled up, or begun. */
export async function placeNames<Row extends object>(
  on: On,
  tenantId: string,
  rows: readonly Row[],
): Promise<(Row & { search_block: number })[]> {
  const last = await on
    .selectFrom("name_blocks")
    .select(["block", "size"])
    .where("tenant_id", "=", tenantId)
    .orderBy("block", "desc")
    .limit(1)
    .executeTakeFirst();
  let { block, size } = last ?? { block: 0, size: 0 };
  return rows.map((row) => {
    if (size >= namesPerBlock) [block, size] = [block + 1, 0];
    size += 1;
    return { ...row, search_block: block };
  });
}

/**
 * Writes the names of new rows into their blocks. Two processes at once may make one a little larger than others; what
 * either wrote stays.
 */
export async function appendNames(on: On, tenantId: string, rows: readonly Placed[]): Promise<void> {
  for (const [block, placed] of Map.groupBy(rows, ({ search_block }) => search_block)) {
    const names = placed.map(({ name_folded: folded }) => inBlock(folded)).join("");
    await on
      .insertInto("name_blocks")
      .values({ tenant_id: tenantId, block, size: placed.length, names })
      .onConflict((conflict) =>
        conflict.columns(["tenant_id", "block"]).doUpdateSet({
          size: sql`name_blocks.size + excluded.size`,
          names: sql`name_blocks.names || excluded.names`,
        }),
      )
      .execute();
  }
}

function inBlock(folded: string | null | undefined): string {
  return `\n ${folded ?? ""} \n`;
}

export async function blockOf(on: On, tenantId: string, id: string): Promise<number | null | undefined> {
  const row = await on
    .selectFrom("personas")
    .select("search_block")
    .where("tenant_id", "=", tenantId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row?.search_block;
}

/** The same, and nobody files its name or moves it until the transaction has ended. */
export async function holdBlock(on: On, tenantId: string, id: string): Promise<number | null | undefined> {
  const row = await on
    .updateTable("personas")
    .set(({ ref }) => ({ search_block: ref("search_block") }))
    .where("tenant_id", "=", tenantId)
    .where("id", "=", id)
    .returning("search_block")
    .executeTakeFirst();
  return row?.search_block;
}

/** Makes a block anew of the rows that are in it, after one of them was changed or left it. */
export async function rewriteBlock(
  on: On,
  tenantId: string,
  block: number | null | undefined,
): Promise<void> {
  if (block === null || block === undefined) return;
  // On PostgreSQL this waits for whoever else changes the block, whose rows the next statement then sees.
  await on
    .insertInto("name_blocks")
    .values({ tenant_id: tenantId, block, size: 0, names: "" })
    .onConflict((conflict) =>
      conflict.columns(["tenant_id", "block"]).doUpdateSet({ size: sql`name_blocks.size` }),
    )
    .execute();
  await sql`update name_blocks set (size, names) = (
      select count(*), coalesce(string_agg(${"\n "} || name_folded || ${" \n"}, ''), '')
      from personas where tenant_id = ${tenantId} and search_block = ${block})
    where tenant_id = ${tenantId} and block = ${block}`.execute(on);
}

/**
 * Folds the names of rows that have no block, and puts them into one: those of what was made since the last time, which are
 * searched one by one until then, those of a version that knew no blocks, and all of them once folding has changed. A few rows in
 * each transaction.
 */
export async function fileNames(database: Database): Promise<void> {
  while ((await filePage(database)) === rowsPerPage) await setImmediate();
}

async function filePage(database: Database): Promise<number> {
  const unfiled = await database.kysely
    .selectFrom("personas")
    .select(["tenant_id", "id", "name"])
    .where("search_block", "is", null)
    .where("deleted_at", "is", null)
    // Nothing may be written of a team that is being forgotten: what is left of it is about to be deleted.
    .where(sql<boolean>`not ${isForgotten(sql.ref("personas.tenant_id"))}`)
    .orderBy("tenant_id")
    // The newest lie in the block that comes last.
    .orderBy("created_at")
    .orderBy("id")
    .limit(rowsPerPage)
    .execute();
  for (const [tenantId, rows] of Map.groupBy(unfiled, ({ tenant_id }) => tenant_id)) {
    try {
      await file(database, tenantId, rows);
    } catch (error) {
      if (!(error instanceof TeamForgottenError)) throw error;
    }
  }
  return unfiled.length;
}

function file(
  database: Database,
  tenantId: string,
  rows: readonly { id: string; name: string }[],
): Promise<void> {
  return database.kysely.transaction().execute(async (transaction) => {
    const placed = await placeNames(transaction, tenantId, rows);
    const items = placed.map(({ id, name, search_block: block }) => {
      // The team stands in every item: given once, SQLite would look at all that has no block for each.
      return { tenantId, id, name, block, folded: foldName(name) };
    });
    // One that was renamed or filed meanwhile is left as it is.
    await transaction
      .updateTable("personas")
      .from(itemsOf(database, items))
      .set({
        name_folded: sql`item.value ->> 'folded'`,
        search_block: sql`cast(item.value ->> 'block' as integer)`,
      })
      .where("personas.tenant_id", "=", sql<string>`item.value ->> 'tenantId'`)
      .where("personas.id", "=", sql<string>`item.value ->> 'id'`)
      .where("personas.name", "=", sql<string>`item.value ->> 'name'`)
      .where("personas.search_block", "is", null)
      .where("personas.deleted_at", "is", null)
      .execute();
    for (const block of new Set(items.map((item) => item.block)))
      await rewriteBlock(transaction, tenantId, block);
  });
}
