import { type Expression, type Kysely, type SqlBool, sql } from "kysely";
import type { Database } from "../opening/connect.ts";
import type { PersonaRow, Tables } from "../tables.ts";
import { isoTime } from "../times.ts";
import { untilTheyReturn } from "./persona-outcomes.ts";

/** At most this many requests that change something in Tavus run for one tenant at once. */
export const attemptsPerTenant = 2;

/** Ten minutes after a try that followed an unknown outcome, what the lost request left behind is looked for. */
export const surplusDelayMs = 600_000;

export type ClaimOptions = { keyTag: string; leaseMs: number };

type Key = Pick<PersonaRow, "tenant_id" | "id">;

export type PersonaQueue = ReturnType<typeof createPersonaQueue>;

/** The queue is the persona table itself: what is due, and who works on it until when. */
export function createPersonaQueue(database: Database) {
  const { kysely, engine } = database;
  const forUpdate = engine === "postgres" ? sql`for update skip locked` : sql``;
  // "due" stands in a WITH, where PostgreSQL picks and locks the rows once, whatever its plan is.
  const isDue = sql<SqlBool>`(tenant_id, id) in (select tenant_id, id from due)`;

  // The work for a team ends when the bot is removed from it.
  const isStillThere = sql`not exists
    (select 1 from tenants t where t.tenant_id = personas.tenant_id and t.left_at is not null)`;

  /** Tenants with something due, longest waiting first. `mustLook` picks rows to search for, or rows to send. */
  async function claimableTenants(mustLook: boolean, limit: number): Promise<string[]> {
    const now = isoTime(database.now());
    const rows = await kysely
      .selectFrom("personas as p")
      .select("p.tenant_id")
      .where("p.next_attempt_at", "<=", now)
      .where(isFree("p.lease_until", now))
      .where("p.must_look", "=", mustLook ? 1 : 0)
      .where("p.deleted_at", "is", null)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom("tenants as t")
              .select("t.tenant_id")
              .whereRef("t.tenant_id", "=", "p.tenant_id")
              .where((t) => t.or([t("t.queue_paused_until", ">", now), t("t.left_at", "is not", null)])),
          ),
        ),
      )
      .groupBy("p.tenant_id")
      .orderBy((order) => order.fn.min("p.next_attempt_at"))
      .limit(limit)
      .execute();
    return rows.map((row) => row.tenant_id);
  }

  async function claim(
    on: Kysely<Tables>,
    tenantId: string,
    { keyTag, leaseMs }: ClaimOptions,
  ): Promise<PersonaRow[]> {
    const nowMs = database.now();
    const now = isoTime(nowMs);
    const leaseUntil = isoTime(nowMs + leaseMs);
    // SQLite takes a negative limit for none.
    const places = sql`
      select case when count(*) < ${attemptsPerTenant} then ${attemptsPerTenant} - count(*) else 0 end
      from personas where tenant_id = ${tenantId} and lease_until > ${now} and must_look = 1`;
    const due = sql`
      select tenant_id, id from personas
      where tenant_id = ${tenantId} and next_attempt_at <= ${now} and must_look = 0 and deleted_at is null
        and (lease_until is null or lease_until <= ${now})
      order by next_attempt_at
      limit (${places})
      ${forUpdate}`;
    return on
      .with("due", () => sql<Key>`(${due})`)
      .updateTable("personas")
      .set({
        attempt: sql`attempt + 1`,
        attempt_started_at: now,
        sent_revision: sql`revision`,
        // A push leaves it: it says in whose account the persona was made.
        key_tag: sql`case when link = 'pending' then ${keyTag} else key_tag end`,
        lease_until: leaseUntil,
        must_look: sql`case when link = 'pending' then 1 else 0 end`,
        next_attempt_at: leaseUntil,
        surplus_check_at: sql`case when link = 'pending' and unknown_attempts <> '[]' then ${isoTime(nowMs + surplusDelayMs)} else surplus_check_at end`,
      })
      .where("tenant_id", "=", tenantId)
      .where(isDue)
      .returningAll()
      .execute();
  }

  return {
    claimableTenants,

    /**
     * Opens attempts for what is due in one tenant and needs no look: a create, or a push of a later revision. One
     * UPDATE. From here until the outcome is stored, an unlinked row counts as "perhaps made".
     */
    claimAttempts(tenantId: string, options: ClaimOptions): Promise<PersonaRow[]> {
      if (engine === "sqlite") return claim(kysely, tenantId, options);
      // Two processes that count at the same instant would each find every place free.
      return kysely.transaction().execute(async (transaction) => {
        await sql`select pg_advisory_xact_lock(hashtextextended(${tenantId}, 0))`.execute(transaction);
        return claim(transaction, tenantId, options);
      });
    },

    /** Everything in a tenant whose lost attempt a reading begun at `readingStartedMs` can decide, a page at a time. */
    lostAttempts(
      tenantId: string,
      page: { readingStartedMs: number; afterId: string; limit: number },
    ): Promise<PersonaRow[]> {
      return kysely
        .selectFrom("personas")
        .selectAll()
        .where("tenant_id", "=", tenantId)
        .where("link", "=", "pending")
        .where("must_look", "=", 1)
        .where("lease_until", "<=", isoTime(page.readingStartedMs))
        .where("id", ">", page.afterId)
        .orderBy("id")
        .limit(page.limit)
        .execute();
    },

    /** Rows whose surplus is to be looked for, moved ahead by `againInMs` so that a dead process costs only that. */
    claimSurplusChecks(limit: number, againInMs: number): Promise<PersonaRow[]> {
      const nowMs = database.now();
      const due = sql`
        select tenant_id, id from personas where surplus_check_at <= ${isoTime(nowMs)} and ${isStillThere}
        order by surplus_check_at limit ${limit} ${forUpdate}`;
      return kysely
        .with("due", () => sql<Key>`(${due})`)
        .updateTable("personas")
        .set({ surplus_check_at: isoTime(nowMs + againInMs) })
        .where(isDue)
        .returningAll()
        .execute();
    },

    /** Settled personas whose person was never told, because the process that settled them died or failed to. */
    claimUntold(limit: number, leaseMs: number): Promise<PersonaRow[]> {
      const nowMs = database.now();
      const due = sql`
        select tenant_id, id from personas
        where told_at is null and tell_lease_until <= ${isoTime(nowMs)} and deleted_at is null
          and ${isStillThere} and (link in ('failed', 'missing')
            or link = 'linked' and (pushed_revision >= revision or next_attempt_at is null))
        limit ${limit} ${forUpdate}`;
      return kysely
        .with("due", () => sql<Key>`(${due})`)
        .updateTable("personas")
        .set({ tell_lease_until: isoTime(nowMs + leaseMs) })
        .where(isDue)
        .returningAll()
        .execute();
    },

    /** What one person is to be told at their next command. */
    owedTo(tenantId: string, userId: string, limit: number): Promise<PersonaRow[]> {
      return kysely
        .selectFrom("personas")
        .selectAll()
        .where("tenant_id", "=", tenantId)
        .where("created_by", "=", userId)
        .where("told_at", "is", null)
        .where("tell_lease_until", "=", untilTheyReturn)
        .limit(limit)
        .execute();
    },
  };

  function isFree(column: "p.lease_until", now: string): Expression<SqlBool> {
    return sql<SqlBool>`(${sql.ref(column)} is null or ${sql.ref(column)} <= ${now})`;
  }
}
