import { sql } from "kysely";
import type { Database } from "../opening/connect.ts";

type Asked = Pick<Database, "kysely" | "engine">;

/** Whether both lead to one database of PostgreSQL, be it past a pooler or by another name of its host. */
export async function isSameDatabase(one: Asked, other: Asked): Promise<boolean> {
  if (one.engine !== "postgres" || other.engine !== "postgres") return false;
  const [here, there] = await Promise.all([identify(one), identify(other)]);
  return here === there;
}

/** No two servers have been started in one microsecond and have a database of the same number. */
async function identify({ kysely }: Asked): Promise<string | undefined> {
  const { rows } = await sql<{ identity: string }>`
    select concat(oid, ' ', extract(epoch from pg_postmaster_start_time())) as identity
    from pg_database where datname = current_database()`.execute(kysely);
  return rows[0]?.identity;
}
