import { sql } from "kysely";
import type { SandboxWorld } from "../../../sandbox/stand-ins/world.ts";
import type { Database } from "../../../src/database/opening/connect.ts";

export type Kysely = Database["kysely"];

/** Nothing that it says reaches anybody. */
export function silence({ discord, slack }: SandboxWorld): void {
  discord.fault({ match: /callback|webhooks|messages/, drop: "before", times: 100 });
  for (const way of ["response_url", "chat.postMessage", "chat.update"])
    slack.fail(way, { drop: "before", times: 100 });
}

/** So long that whoever comes after a dead process tells in its place. */
export async function passTime(kysely: Kysely): Promise<void> {
  const past = "2020-01-01T00:00:00.000Z";
  await sql`update links set tell_lease_until = ${past} where told_at is null and tell_lease_until is not null`.execute(
    kysely,
  );
  // Nobody waits any more in the process that is dead.
  await sql`update links set watched_until = ${past} where watched_until is not null`.execute(kysely);
  await sql`update owed set tell_at = ${past} where tell_at < '9999'`.execute(kysely);
  await sql`update sync_runs set lease_until = ${past} where ended_at is null`.execute(kysely);
  // What a dead process held of Discord's gateway is free by then.
  for (const table of ["instances", "discord_seats", "discord_shards", "discord_starts"])
    await sql`delete from ${sql.table(table)}`.execute(kysely);
}
