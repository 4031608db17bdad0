import { type Kysely, sql } from "kysely";
import { within } from "../../within.ts";
import type { Tables } from "../tables.ts";

/** Whether a write would succeed now; if not, why, as a sentence without any address or password. */
export type WriteVerdict = { ok: true } | { ok: false; reason: string };

const patienceMs = 1500;

/** The row that is written to see whether it can be: tenant, name and value in `platform_state`. */
export function healthMark(): [owner: string, name: string, value: string] {
  return ["app:health", "write", new Date().toISOString()];
}

/** Writes through the connections that everybody uses. */
export async function checkWrite(kysely: Kysely<Tables>): Promise<WriteVerdict> {
  const writing = sql`insert into platform_state (tenant_id, name, value) values (${sql.join(healthMark())})
    on conflict (tenant_id, name) do update set value = excluded.value`.execute(kysely);
  try {
    const written = await within(writing, patienceMs);
    return written ? { ok: true } : { ok: false, reason: "The database did not take a write in time." };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    return { ok: false, reason: `The database does not take a write${code}.` };
  }
}
