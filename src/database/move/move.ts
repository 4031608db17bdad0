import { type Kysely, sql } from "kysely";
import { OutsideError } from "../../errors.ts";
import type { Database } from "../opening/connect.ts";
import { explainIfKnown, type Whereabouts } from "../opening/database-errors.ts";
import { botName } from "../postgres/open-postgres.ts";
import type { Tables, TeamTables } from "../tables.ts";
import { teamTables } from "../team-tables.ts";
import { createSum, insertRows, type Row, readRows, type Side, type Sum, sumOf } from "./rows.ts";
import { isSameDatabase } from "./same-database.ts";

/** Every table of teams: one that is missing in `teamTables` does not compile. No process goes along. */
const tables = Object.keys(teamTables) as (keyof TeamTables)[];

export type Moved = { [table in keyof TeamTables]: Sum };

/**
 * Copies everything from one database into another one that holds nothing of any team, in one transaction on each side, and reads
 * it back there before it is kept: all or nothing. Both have the tables of this program. Throws an OutsideError where a bot
 * has either open, where something else is there already, or where what was read back is not what was copied.
 */
export function moveAll(from: Database, to: Database): Promise<Moved> {
  return alone(from, (source) =>
    alone(to, async (target) => {
      const filled = await findFilled(target);
      if (filled !== undefined) return movedBefore({ from, source, to, target, filled });
      const moved = new Map<string, Sum>();
      for (const table of tables) {
        const rows = namingWhere(from, readRows(source, table));
        moved.set(table, await moveTable(rows, target, table));
      }
      return Object.fromEntries(moved) as Moved;
    }),
  );
}

/** What fails on the way out of one database is not the other one's, in whose transaction it is read. */
async function* namingWhere(from: Whereabouts, pages: AsyncGenerator<Row[]>): AsyncGenerator<Row[]> {
  try {
    yield* pages;
  } catch (error) {
    throw explainIfKnown(error, from);
  }
}

async function moveTable(pages: AsyncGenerator<Row[]>, target: Side, table: keyof TeamTables): Promise<Sum> {
  // What the bot noted for itself there belongs to a database that is replaced.
  await sql`delete from ${sql.table(table)}`.execute(target.kysely);
  const sum = createSum();
  for await (const rows of pages) {
    for (const row of rows) sum.add(row);
    await insertRows(target, table, rows).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      throw new OutsideError(`The table ${table} could not be copied: ${why}. Nothing was changed there.`, {
        cause: error,
      });
    });
  }
  const [copied, found] = [sum.done(), await sumOf(target, table)];
  if (copied.count !== found.count || copied.checksum !== found.checksum) {
    throw new OutsideError(
      `The table ${table} reads otherwise where it was copied to (${copied.count} rows with the checksum ${copied.checksum}, there ${found.count} with ${found.checksum}). Nothing was changed there.`,
    );
  }
  return copied;
}

/** One transaction, during which no bot uses the database or can begin to. */
function alone<Result>(database: Database, work: (side: Side) => Promise<Result>): Promise<Result> {
  const { engine, place } = database;
  return database.forMigrations(async (kysely) => {
    // Before the transaction: in another database there may be nothing to lock, and what is asked would begin the snapshot.
    if (engine === "postgres") await refuseElsewhere(database, { kysely, engine });
    return kysely
      .withoutPlugins()
      .transaction()
      .setIsolationLevel(engine === "postgres" ? "repeatable read" : "serializable")
      .execute(async (transaction) => {
        // On SQLite the file is this process's alone.
        if (engine === "postgres") await keepBotsOut(transaction, place);
        return work({ kysely: transaction, engine });
      });
  });
}

/** What is reached past a pooler must be what the bot works with. */
async function refuseElsewhere(database: Database, past: Side): Promise<void> {
  if (await isSameDatabase(database, past)) return;
  throw new OutsideError(
    "DATABASE_DIRECT_URL leads to another database than DATABASE_URL. Nothing was changed. Correct or remove it, then move again.",
  );
}

/** A bot that starts meanwhile waits, for it looks into this table before all else. */
async function keepBotsOut(kysely: Kysely<Tables>, place: string): Promise<void> {
  await sql`lock table kysely_migration in access exclusive mode`.execute(kysely);
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from pg_stat_activity
    where datname = current_database() and application_name = ${botName}`.execute(kysely);
  if ((rows[0]?.count ?? 0) > 0) {
    throw new OutsideError(
      `A bot has the database ${place} open. Nothing was changed. Stop it, then move again.`,
    );
  }
}

/** The first table that holds anything of a team; undefined: none does. */
async function findFilled(target: Side): Promise<string | undefined> {
  for (const table of tables) {
    // There the bot notes things for itself, at its first start already.
    const own = table === "platform_state" ? sql`where tenant_id not like 'app:%'` : sql``;
    const { rows } = await sql`select 1 from ${sql.table(table)} ${own} limit 1`.execute(target.kysely);
    if (rows.length > 0) return table;
  }
  return undefined;
}

/** A move that was killed, or cut off, after its last commit has told nobody that it is done: whoever runs it again reads both sides. */
async function movedBefore(both: {
  from: Whereabouts;
  source: Side;
  to: Whereabouts;
  target: Side;
  filled: string;
}): Promise<Moved> {
  const found = new Map<string, Sum>();
  for (const table of tables) {
    const here = createSum();
    for await (const rows of namingWhere(both.from, readRows(both.source, table)))
      for (const row of rows) here.add(row);
    const [one, other] = [here.done(), await sumOf(both.target, table)];
    if (one.count !== other.count || one.checksum !== other.checksum) {
      throw new OutsideError(
        `The database ${both.to.place} holds something already (in ${both.filled}). Nothing was changed. Move into an empty one.`,
      );
    }
    found.set(table, one);
  }
  return Object.fromEntries(found) as Moved;
}
