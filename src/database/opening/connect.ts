import { basename } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type Kysely, type RawBuilder, type SqlBool, sql } from "kysely";
import { everybody, isServed } from "../fleet/served.ts";
import { isServerComing } from "../postgres/connection-lost.ts";
import type { CreatePool, PoolState } from "../postgres/postgres-pool.ts";
import type { RowWatches } from "../sqlite/row-watch.ts";
import { inMemory } from "../sqlite/sqlite-files.ts";
import type { Tables } from "../tables.ts";
import { explainIfKnown, explainStartError, type Whereabouts } from "./database-errors.ts";
import { nobodyElse, type Wakes } from "./wakes.ts";
import { checkWrite, type WriteVerdict } from "./write-check.ts";

/** Where the data lies: a file's path (or `:memory:`), or a `postgres://` address. */
export type DatabaseLocation = Pick<Whereabouts, "setting"> & Where;

type Where =
  | { kind: "sqlite"; file: string }
  | {
      kind: "postgres";
      url: string;
      /** Past the pooler that `url` leads to: for what needs a session of its own. */
      directUrl?: string;
      /** Connections of this process at most. */
      poolSize?: number;
    };

/** An open database. Everything but the stores and migrations reads and writes through the stores. */
export type Database = Whereabouts & {
  kysely: Kysely<Tables>;
  engine: "sqlite" | "postgres";
  /** Milliseconds since 1970. On PostgreSQL by the database's clock, so that processes agree about leases. */
  now(): number;
  /**
   * Holds for rows of a team that this process serves, by the column with its id. Whatever takes work for teams that it does
   * not name says so. Where nobody has said whom it serves, these are all.
   */
  serves(column: string): RawBuilder<SqlBool>;
  /** Measures PostgreSQL's clock again; to be called about once a minute. */
  syncClock(): Promise<void>;
  /** Runs `work` where statements may take as long as they need. Where two databases are open, what fails says which of them it was. */
  forMigrations<T>(work: (kysely: Kysely<Tables>) => Promise<T>): Promise<T>;
  /**
   * Leaves nothing of what was deleted or replaced in SQLite's journal; to be called about once a minute, and where it
   * should not wait. PostgreSQL does such things in its own time.
   */
  eraseTraces(): Promise<void>;
  wakes: Wakes;
  /** Where this process alone writes: tells of what is written, so that it can be remembered. */
  rows?: RowWatches;
  /** Writes something that nobody reads. Never rejects. */
  checkWrite(): Promise<WriteVerdict>;
  /** PostgreSQL's connections in this process; SQLite has one, and no state. */
  poolState?(): PoolState;
  close(): Promise<void>;
};

type Clock = () => number;

const startPatienceMs = 60_000;
const startPauseMs = 500;

export type ConnectOptions = {
  /** Takes the place of every other clock. */
  clock?: Clock;
  /** Takes the place of PostgreSQL's usual pool. */
  createPool?: CreatePool;
  /** How long whoever asks waits for a PostgreSQL that restarts. */
  patienceMs?: number;
  /** It is an errand's: no bot may have the database open. SQLite sees to that itself; on PostgreSQL the errand looks for bots. */
  isAlone?: boolean;
};

/** Opens the database without migrating it. Throws a `DatabaseStartError` that says what is wrong and what to do. */
export async function connectDatabase(
  location: DatabaseLocation,
  options: ConnectOptions = {},
): Promise<Database> {
  try {
    return location.kind === "sqlite"
      ? await connectSqlite(location, options)
      : await connectPostgres(location, options);
  } catch (error) {
    throw explainStartError(error, whereaboutsOf(location));
  }
}

// Each engine's library is loaded only where it is used: it costs start-up time and memory.
async function connectSqlite(
  { file: path, setting }: Extract<DatabaseLocation, { kind: "sqlite" }>,
  { clock = Date.now, isAlone }: ConnectOptions,
): Promise<Database> {
  const [{ openSqlite }, { checkSqliteWrite }] = await Promise.all([
    import("../sqlite/open-sqlite.ts"),
    import("../sqlite/sqlite-write-check.ts"),
  ]);
  const opened = await openSqlite(path, { isAlone, setting });
  const { kysely, rows, writeAside, isInPlace, eraseTraces, close } = opened;
  return {
    kysely,
    rows,
    eraseTraces,
    engine: "sqlite",
    place: path,
    setting,
    now: clock,
    serves: servesEverybody,
    wakes: nobodyElse,
    syncClock: async () => {},
    forMigrations: (work) => explained({ place: path, setting }, () => work(kysely)),
    checkWrite: () =>
      path === inMemory ? checkWrite(kysely) : checkSqliteWrite(path, isInPlace, writeAside),
    close,
  };
}

async function connectPostgres(
  location: Extract<DatabaseLocation, { kind: "postgres" }>,
  { clock, createPool, patienceMs, isAlone = false }: ConnectOptions,
): Promise<Database> {
  const [
    { botName, errandName, ...opening },
    { settleAddress },
    { createNotifications },
    { createServerClock },
  ] = await Promise.all([
    import("../postgres/open-postgres.ts"),
    import("../postgres/address.ts"),
    import("../postgres/notifications.ts"),
    import("../postgres/server-clock.ts"),
  ]);
  const { url, directUrl = url, poolSize } = location;
  const at = whereaboutsOf(location);
  const directAt = directUrl === url ? at : directWhereabouts(directUrl);
  const options = { name: isAlone ? errandName : botName, poolSize, patienceMs, createPool };
  const direct = await settleAddress(directUrl, directAt);
  const address = directUrl === url ? direct : await settleAddress(url, at);
  const { kysely, pool } = opening.openPostgres(address, options);
  const serverClock = createServerClock(kysely);
  await closeOnFailure(kysely, async () => {
    await firstAnswer(kysely); // so that connecting is not part of the measured round trip
    await serverClock.measure();
  });
  pool.endure();
  const wakes = createNotifications({ kysely, url: direct, name: options.name });
  return {
    kysely,
    engine: "postgres",
    ...at,
    now: clock ?? serverClock.now,
    serves: servesEverybody,
    wakes,
    syncClock: serverClock.measure,
    forMigrations: async (work) => {
      const unhurried = opening.openPostgresForMigrations(direct, options);
      try {
        return await explained(directAt, async () => {
          await unhurried.allowLongTransactions();
          return work(unhurried.kysely);
        });
      } finally {
        await unhurried.kysely.destroy();
      }
    },
    eraseTraces: async () => {},
    checkWrite: () => checkWrite(kysely),
    poolState: () => pool.state(),
    async close() {
      await wakes.close();
      await kysely.destroy();
    },
  };
}

function servesEverybody(column: string): RawBuilder<SqlBool> {
  return isServed(everybody, column);
}

/** A server that says that it is starting is waited for; one that says nothing is named to whoever started this. */
async function firstAnswer(kysely: Kysely<Tables>): Promise<void> {
  const deadlineMs = performance.now() + startPatienceMs;
  for (;;) {
    try {
      await sql`select 1`.execute(kysely);
      return;
    } catch (error) {
      if (!isServerComing(error) || performance.now() > deadlineMs) throw error;
    }
    await delay(startPauseMs);
  }
}

async function explained<T>(at: Whereabouts, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw explainIfKnown(error, at);
  }
}

async function closeOnFailure(kysely: Kysely<Tables>, action: () => Promise<void>): Promise<void> {
  try {
    await action();
  } catch (error) {
    await kysely.destroy();
    throw error;
  }
}

/** Where a location is, and where that was said. */
export function whereaboutsOf(location: DatabaseLocation): Whereabouts {
  return { place: describePlace(location), setting: location.setting };
}

/** The way past the pooler. */
export function directWhereabouts(directUrl: string): Whereabouts {
  return whereaboutsOf({ kind: "postgres", url: directUrl, setting: "DATABASE_DIRECT_URL" });
}

/** How messages to people name it: a path, or database and host. */
export function describePlace(location: DatabaseLocation): string {
  if (location.kind === "sqlite") return location.file;
  const { host, pathname, searchParams } = new URL(location.url);
  // Where none is named it is the one that is called as the user.
  return `${basename(pathname) || "the user's own database"} on ${searchParams.get("host") ?? host}`;
}
