import { sql } from "kysely";
import { livingTenant } from "../forgotten/refuse-forgotten.ts";
import type { Database } from "../opening/connect.ts";
import { isoTime } from "../times.ts";
import { type DayKey, usageTotalsOf } from "./usage-totals.ts";

/** What one person used, and the whole team. */
export type Amounts = { member: number; team: number };

export type UsageReservation = {
  userId: string;
  kind: string;
  /** Twice under one id counts once. */
  id: string;
  amount: number;
  /** As little as this will do, where less than the amount is left; absent: all of it or nothing. */
  least?: number;
  /** What may be used today, this amount included. */
  limit: Amounts;
};

/** `used` is today's, with this reservation if it was made; `amount`: what it took, where as little as `least` would do. */
export type UsageResult = { isReserved: boolean; used: Amounts; amount?: number };

export type UsageStore = ReturnType<typeof createUsageStore>;

type Kysely = Database["kysely"];

const dayMs = 24 * 60 * 60_000;

/** What teams took from their daily limits, one row for each reservation. Days are UTC. */
export function createUsageStore(database: Database) {
  const { kysely } = database;

  return {
    reserve(tenantId: string, reservation: UsageReservation): Promise<UsageResult> {
      return kysely
        .transaction()
        .execute((transaction) => reserveWithin(transaction, { database, tenantId, reservation }));
    },

    async giveBack(tenantId: string, kind: string, id: string): Promise<void> {
      const { today, yesterday } = daysOf(database);
      await kysely
        .deleteFrom("usage")
        .where("tenant_id", "=", tenantId)
        .where("day", "in", [today, yesterday])
        .where("kind", "=", kind)
        .where("reservation_id", "=", id)
        .execute();
    },

    /** What was used today, by kind. */
    async usedToday(tenantId: string, userId: string): Promise<Map<string, Amounts>> {
      const rows = await kysely
        .selectFrom("usage")
        .select(["kind", sumOfTeam.as("team"), sumOf(userId).as("member")])
        .where("tenant_id", "=", tenantId)
        .where("day", "=", daysOf(database).today)
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

/**
 * Reserves in the caller's transaction, so that it stands or falls with what it is for. Adds up and reserves as one: of
 * many at once no two take the same last piece.
 */
export async function reserveWithin(
  transaction: Kysely,
  { database, tenantId, reservation }: Reserving,
): Promise<UsageResult> {
  const { kind, id, userId, limit, least } = reservation;
  const { today, yesterday } = daysOf(database);
  // SQLite's transactions hold its one write lock from their beginning.
  if (database.engine === "postgres") await lock(transaction, `usage ${tenantId} ${kind}`);
  const day = { tenantId, day: today, kind };
  const totals = database.rows && usageTotalsOf(database.rows);
  const known = totals?.find(day, userId);
  const taken = await takeAll(transaction, { tenantId, reservation, today, yesterday, known });
  if (taken && !known && taken.team > busyFrom) totals?.keep(day, await usedByMembers(transaction, day));
  if (taken)
    return { isReserved: true, used: taken, ...(least !== undefined && { amount: reservation.amount }) };
  // It stands already, or there is not so much left.
  const used = await findUsed(transaction, { tenantId, kind, id, userId, today, yesterday });
  if (used.standing > 0) return { isReserved: true, used: { member: used.member, team: used.team } };
  const amount = grantable(reservation, used);
  const withIt = { member: used.member + amount, team: used.team + amount };
  if (withIt.team > limit.team || withIt.member > limit.member) {
    return { isReserved: false, used: { member: used.member, team: used.team } };
  }
  const key = { tenant_id: tenantId, day: today, kind, reservation_id: id };
  const row = { ...key, user_id: userId, amount, team_used: withIt.team, member_used: withIt.member };
  await transaction.insertInto("usage").values(row).execute();
  return { isReserved: true, used: withIt, ...(least !== undefined && { amount }) };
}

/** From so much on it is not added up anew each time. */
const busyFrom = 50;

/** Adds up and takes in one statement; undefined: not the whole amount is left, or this reservation stands. Returns what is used then. */
async function takeAll(
  transaction: Kysely,
  {
    tenantId,
    reservation: { kind, id, userId, amount, limit },
    today,
    yesterday,
    known,
  }: {
    tenantId: string;
    reservation: UsageReservation;
    today: string;
    yesterday: string;
    known: Amounts | undefined;
  },
): Promise<Amounts | undefined> {
  const used = known
    ? sql`select ${known.team} + ${amount} as team, ${known.member} + ${amount} as member`
    : sql`select ${sumOfTeam} + ${amount} as team, ${sumOf(userId)} + ${amount} as member
      from usage where tenant_id = ${tenantId} and day = ${today} and kind = ${kind}`;
  const { rows } = await sql<Amounts>`
    insert into usage (tenant_id, day, kind, reservation_id, user_id, amount, team_used, member_used)
    select ${livingTenant(tenantId)}, ${today}, ${kind}, ${id}, ${userId}, ${amount}, used.team, used.member
    from (${used}) as used
    where used.team <= ${limit.team} and used.member <= ${limit.member} and not exists (
      select 1 from usage
      where tenant_id = ${tenantId} and day in (${today}, ${yesterday}) and kind = ${kind} and reservation_id = ${id})
    returning team_used as team, member_used as member`.execute(transaction);
  return rows[0];
}

async function usedByMembers(
  transaction: Kysely,
  { tenantId, day, kind }: DayKey,
): Promise<{ userId: string; amount: number }[]> {
  const rows = await transaction
    .selectFrom("usage")
    .select(({ fn }) => ["user_id", fn.sum<number>("amount").as("amount")])
    .where("tenant_id", "=", tenantId)
    .where("day", "=", day)
    .where("kind", "=", kind)
    .groupBy("user_id")
    .execute();
  return rows.map(({ user_id: userId, amount }) => ({ userId, amount }));
}

/** What is asked for, or what is left of it where that will do. */
function grantable({ amount, least = amount, limit }: UsageReservation, used: Amounts): number {
  const left = Math.min(limit.team - used.team, limit.member - used.member);
  return Math.max(least, Math.min(amount, left));
}

/** What was reserved came to less: the rest is given back, in the caller's transaction. */
export async function settleWithin(
  on: Kysely,
  { tenantId, kind, id, amount }: { tenantId: string; kind: string; id: string; amount: number },
): Promise<void> {
  const where = sql`tenant_id = ${tenantId} and kind = ${kind} and reservation_id = ${id}`;
  if (amount > 0)
    await sql`update usage set amount = ${amount} where ${where} and amount > ${amount}`.execute(on);
  else await sql`delete from usage where ${where}`.execute(on);
}

type Reserving = { database: Database; tenantId: string; reservation: UsageReservation };

/** What was used today, by whoever would reserve and by the team. */
export async function usedWithin(
  transaction: Kysely,
  { database, tenantId, reservation: { kind, id, userId } }: Reserving,
): Promise<Amounts> {
  const { member, team } = await findUsed(transaction, { tenantId, kind, id, userId, ...daysOf(database) });
  return { member, team };
}

/** Whose limit a reservation that was not made would exceed: the team's where both are, for nobody else can make it either. */
export function limitInTheWay(
  { amount, least = amount, limit }: Pick<UsageReservation, "amount" | "least" | "limit">,
  used: Amounts,
): keyof Amounts {
  return used.team + least > limit.team ? "team" : "member";
}

/** PostgreSQL's transactions do not see what others are about to write, so a team's go one after another. */
async function lock(transaction: Kysely, name: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(transaction);
}

type Asked = { tenantId: string; kind: string; id: string; userId: string; today: string; yesterday: string };

/** What is used today, and whether this reservation stands already. */
async function findUsed(transaction: Kysely, asked: Asked): Promise<Amounts & { standing: number }> {
  const { tenantId, kind, id, userId, today, yesterday } = asked;
  const { rows } = await sql<Amounts & { standing: number }>`
    select ${sumOfTeam} as team, ${sumOf(userId)} as member, (
      select count(*) from usage
      where tenant_id = ${tenantId} and day in (${today}, ${yesterday}) and kind = ${kind} and reservation_id = ${id}
    ) as standing
    from usage where tenant_id = ${tenantId} and day = ${today} and kind = ${kind}
  `.execute(transaction);
  return rows[0] ?? { team: 0, member: 0, standing: 0 };
}

const sumOfTeam = sql<number>`coalesce(sum(amount), 0)`;

function sumOf(userId: string) {
  return sql<number>`coalesce(sum(case when user_id = ${userId} then amount else 0 end), 0)`;
}

/** A form sent before midnight may be delivered again after it. */
function daysOf(database: Pick<Database, "now">): { today: string; yesterday: string } {
  const nowMs = database.now();
  return { today: dayOf(nowMs), yesterday: dayOf(nowMs - dayMs) };
}

function dayOf(epochMs: number): string {
  return isoTime(epochMs).substring(0, 10);
}
