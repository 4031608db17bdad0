import pg from "pg";
import { fleetTables } from "../../src/database/fleet/fleet-tables.ts";
import {
  type CreatePool,
  createPostgresPool,
  type PostgresPoolConfig,
  type WatchedPool,
} from "../../src/database/postgres/postgres-pool.ts";
import { teamTables } from "../../src/database/team-tables.ts";
import { askServer } from "./postgres.ts";
import { untilTrue } from "./until-true.ts";

/** A migrated database that tests borrow one after the other. */
export type LentDatabase = {
  url: string;
  /** Its only pool, which keeps its connections: new ones cost more than most tests ask of the database. */
  createPool: CreatePool;
  /** Ends whatever else talks to it and deletes every row but the record of its migrations. False: a test took its tables. */
  empty(): Promise<boolean>;
  drop(): Promise<void>;
};

const keptName = "kept between tests";
const deleteAll = Object.keys({ ...teamTables, ...fleetTables }).map((table) => `delete from ${table};`);

export async function lendDatabase(server: string, name: string): Promise<LentDatabase> {
  const url = `${server}/${name}`;
  const client = new pg.Client({ connectionString: url, application_name: keptName });
  // A connection that was lost says so when it is asked again.
  client.on("error", () => undefined);
  await client.connect();
  let pool: WatchedPool | undefined;
  return {
    url,
    createPool(config) {
      pool ??= keepPool(config);
      return pool;
    },
    empty: () =>
      client
        .query(
          `select pg_terminate_backend(pid) from pg_stat_activity
             where datname = '${name}' and application_name <> '${keptName}';
           ${deleteAll.join(" ")}`,
        )
        .then(
          () => true,
          () => false,
        ),
    async drop() {
      await client.end();
      await askServer(server, `drop database ${name} with (force)`);
    },
  };
}

/** A pool that outlives its end, which waits for all that it has lent, as every pool's does. */
function keepPool(config: PostgresPoolConfig): WatchedPool {
  const pool = createPostgresPool({ ...config, application_name: keptName });
  let lent = 0;
  return {
    ...pool,
    async connect() {
      lent += 1;
      const client = await pool.connect().catch((error: unknown) => {
        lent -= 1;
        throw error;
      });
      const release = client.release.bind(client);
      client.release = (destroy) => {
        lent -= 1;
        release(destroy);
      };
      return client;
    },
    end: () => untilTrue(() => lent === 0, { what: "all connections to be back" }),
  };
}
