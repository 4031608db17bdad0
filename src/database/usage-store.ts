import { sql } from "kysely";
import type { Database } from "./connect.ts";
import { isoTime } from "./times.ts";

/** Of one person, and of the whole team. */
export type Amounts = { member: number; team: number };

export type UsageReservation = {
  userId: string;
  kind: string;
  /** Twice under one id counts once. */
  id: string;
  amount: number;
  /** What may be used today, this amount included. */
  limit: Amounts;
};

/** `used` is today's, with this reservation if it was made. */
export type UsageResult = { isReserved: boolean; used: Amounts };

export type UsageStore = ReturnType<typeof createUsageStore>;

type Kysely = Database["kysely"];

const dayMs = 24 * 60 * 60_000;

/** What teams took from their daily limits, one row for each reservation. Days are UTC. */
export function createUsageStore(database: Database) {
  const { kysely, engine } = database;

  /** A form sent before midnight may be delivered again after it. */
  const days = () => {
    const nowMs = database.now();
    return { today: dayOf(nowMs), yesterday: dayOf(nowMs - dayMs) };
  };

  return {
    /** Adds up and reserves as one: of many at once no two take the same last piece. */
    async reserve(tenantId: string, reservation: UsageReservation): Promise<UsageResult> {
      const request = { tenantId, ...days(), ...reservation };
      // A statement of SQLite's that writes holds the lock from its beginning, so it needs no other.
      const used = engine === "sqlite" ? await insert(kysely, request) : await insertLocked(kysely, request);
      return used ? { isReserved: true, used } : findStanding(kysely, request);
    },

    async giveBack(tenantId: string, kind: string, id: string): Promise<void> {
      const { today, yesterday } = days();
      await kysely
        .deleteFrom("usage")
        .where("tenant_id", "=", tenantId)
        .where("day", "in", [today, yesterday])
        .where("kind", "=", kind)
        .where("reservation_id", "=", id)
        .execute();
    },

    /** By kind. */
    async usedToday(tenantId: string, userId: string): Promise<Map<string, Amounts>> {
      const rows = await kysely
        .selectFrom("usage")
        .select(["kind", sumOfTeam.as("team"), sumOf(userId).as("member")])
        .where("tenant_id", "=", tenantId)
        .where("day", "=", days().today)
        .groupBy("kind")
        .execute();
      return new Map(rows.map(({ kind, team, member }) => [kind, { team, member }]));
    },

    /** Removes up to `limit` rows of days before the one of `before` (Unix ms); returns how many. */
    async purgeOlderThan(before: number, limit: number): Promise<number> {
      const key = ["tenant_id", "day", "kind", "reservation_id"] as const;
      const oldest = kysely
        .selectFrom("usage")
        .select(key)
        .where("day", "<", dayOf(before))
        .orderBy("day")
        .limit(limit);
      const { numDeletedRows } = await kysely
        .deleteFrom("usage")
        .where(({ eb, refTuple }) => eb(refTuple(...key), "in", oldest.$asTuple(...key)))
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}

type Request = UsageReservation & { tenantId: string; today: string; yesterday: string };

/** The row, if it fits and is not there already; returns what is used with it. */
async function insert(kysely: Kysely, request: Request): Promise<Amounts | undefined> {
  const { tenantId, today, yesterday, kind, id, userId, amount, limit } = request;
  const ofToday = sql`tenant_id = ${tenantId} and day = ${today} and kind = ${kind}`;
  // What an inserted row's RETURNING sees of its own table is not defined on SQLite: without that row it is.
  const others = sql`from usage where ${ofToday} and reservation_id <> ${id}`;
  const { rows } = await sql<Amounts>`
    insert into usage (tenant_id, day, kind, reservation_id, user_id, amount)
    select ${tenantId}, ${today}, ${kind}, ${id}, ${userId}, cast(${amount} as integer)
    from (select ${sumOfTeam} as team, ${sumOf(userId)} as member from usage where ${ofToday}) as used
    where used.team + ${amount} <= ${limit.team} and used.member + ${amount} <= ${limit.member}
      and not exists (
        select 1 from usage
        where tenant_id = ${tenantId} and day = ${yesterday} and kind = ${kind} and reservation_id = ${id}
      )
    on conflict do nothing
    returning (select ${sumOfTeam} ${others}) as team, (select ${sumOf(userId)} ${others}) as member
  `.execute(kysely);
  const [before] = rows;
  return before && { team: before.team + amount, member: before.member + amount };
}

/** PostgreSQL's statements do not see what others are about to write, so a team's go one after another. */
function insertLocked(kysely: Kysely, request: Request): Promise<Amounts | undefined> {
  return kysely.transaction().execute(async (transaction) => {
    const name = `usage ${request.tenantId} ${request.kind}`;
    await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(transaction);
    return insert(transaction, request);
  });
}

/** No row was written: it stands there already, which is as good, or it did not fit. */
async function findStanding(kysely: Kysely, request: Request): Promise<UsageResult> {
  const { tenantId, today, yesterday, kind, id, userId } = request;
  const isToday = sql`day = ${today}`;
  const { rows } = await sql<{ standing: number; team: number; member: number }>`
    select coalesce(sum(case when reservation_id = ${id} then 1 else 0 end), 0) as standing,
      coalesce(sum(case when ${isToday} then amount else 0 end), 0) as team,
      coalesce(sum(case when ${isToday} and user_id = ${userId} then amount else 0 end), 0) as member
    from usage where tenant_id = ${tenantId} and day in (${today}, ${yesterday}) and kind = ${kind}
  `.execute(kysely);
  const { standing, team, member } = rows[0] ?? { standing: 0, team: 0, member: 0 };
  return { isReserved: standing > 0, used: { team, member } };
}

const sumOfTeam = sql<number>`coalesce(sum(amount), 0)`;

function sumOf(userId: string) {
  return sql<number>`coalesce(sum(case when user_id = ${userId} then amount else 0 end), 0)`;
}

function dayOf(epochMs: number): string {
  return isoTime(epochMs).slice(0, 10);
}
