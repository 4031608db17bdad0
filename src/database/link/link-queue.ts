import { type Kysely, type RawBuilder, type SqlBool, sql } from "kysely";
import { isNotOf } from "../not-of.ts";
import type { Database } from "../opening/connect.ts";
import type { Tables } from "../tables.ts";
import { unreadableCauses } from "../team/tenant-store.ts";
import { isoTime } from "../times.ts";
import { bringTimesBack } from "../times-ahead.ts";
import { createAllowances } from "./allowances.ts";
import { change, isFree, isLost, mayChange, surplusDelayMs } from "./change.ts";
import { type Link, readLink } from "./link-record.ts";
import { failureColumns } from "./outcome-columns.ts";

/** At most this many requests that make something in Tavus run for one tenant at once, of all kinds together. */
export const attemptsPerTenant = 2;

export type OpenOptions = { keyTag: string; leaseMs: number };

type Key = { tenant_id: string; subject_kind: string; subject_id: string };

const hasDied = sql`state <> 'pending' and lease_until is not null`;

/** Whoever pushed before died when its lease ended at the latest, and what it sent may be in Tavus. */
const interrupted = {
  failure_kind: sql<string | null>`case when ${hasDied} then 'interrupted' else failure_kind end`,
  failure_words: sql<string | null>`case when ${hasDied} then null else failure_words end`,
  failure_topic: sql<string | null>`case when ${hasDied} then null else failure_topic end`,
  failure_incident: sql<string | null>`case when ${hasDied} then null else failure_incident end`,
  failed_at: sql<string | null>`case when ${hasDied} then lease_until else failed_at end`,
};

export type LinkQueue = ReturnType<typeof createLinkQueue>;

/** The work for a team ends when the bot is removed from it. */
export const isInTenantThatIsHere = sql<SqlBool>`not exists
  (select 1 from tenants t where t.tenant_id = links.tenant_id and t.left_at is not null)`;

/** What is found is ours however early; that there is none shows only when its lease is over. */
function mayBeSearchedFor(nowMs: number): RawBuilder<SqlBool> {
  return sql<SqlBool>`(${isFree(nowMs)} or ${isLost})`;
}

/** Ends a query that picks rows to be updated. On PostgreSQL rows that another process has picked are passed over. */
export function lockedFor(engine: Database["engine"]): RawBuilder<unknown> {
  return engine === "postgres" ? sql`for update skip locked` : sql``;
}

/**
 * The queue is the table of links itself: what is due, and who works on it until when. `kinds` are those that this
 * process works for, the most urgent first.
 */
export function createLinkQueue(database: Database, kinds: readonly string[]) {
  const { kysely, engine, serves } = database;
  // "due" stands in a WITH, where PostgreSQL picks and locks the rows once, whatever its plan is.
  const isDue = sql<SqlBool>`(tenant_id, subject_kind, subject_id) in
    (select tenant_id, subject_kind, subject_id from due)`;
  const isOurs = sql<SqlBool>`links.subject_kind in (${sql.join(kinds)})`;
  const byUrgency = kinds.length === 1 ? sql`` : sql`${urgencyOf(kinds)},`;

  /**
   * Tenants with something due but for `except`, longest waiting first. `outcomeUnknown` picks links to search for, or to send; a search
   * waits for no pause but those in which nothing can be read.
   */
  async function dueTenants(
    outcomeUnknown: boolean,
    limit: number,
    except: readonly string[] = [],
  ): Promise<string[]> {
    const nowMs = database.now();
    const now = isoTime(nowMs);
    const holdsUp = outcomeUnknown
      ? sql<SqlBool>`t.queue_cause in (${sql.join(unreadableCauses.map((cause) => sql.lit(cause)))})`
      : sql<SqlBool>`true`;
    const isPaused = sql<SqlBool>`(t.queue_paused_until > ${now} and ${holdsUp})`;
    const rows = await kysely
      .selectFrom("links")
      .select("links.tenant_id")
      .where("links.next_attempt_at", "<=", now)
      .where(outcomeUnknown ? mayBeSearchedFor(nowMs) : isFree(nowMs))
      .where("links.outcome_unknown", "=", sql.lit(outcomeUnknown ? 1 : 0))
      .where("links.gone_at", "is", null)
      .where(isOurs)
      .where(serves("links.tenant_id"))
      .$if(except.length > 0, (query) => query.where("links.tenant_id", "not in", except))
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom("tenants as t")
              .select("t.tenant_id")
              .whereRef("t.tenant_id", "=", "links.tenant_id")
              .where((t) => t.or([isPaused, t("t.left_at", "is not", null)])),
          ),
        ),
      )
      .groupBy("links.tenant_id")
      .orderBy((order) => order.fn.min("links.next_attempt_at"))
      .limit(limit)
      .execute();
    return rows.map((row) => row.tenant_id);
  }

  async function open(
    on: Kysely<Tables>,
    tenantId: string,
    { keyTag, leaseMs }: OpenOptions,
  ): Promise<Link[]> {
    const nowMs = database.now();
    const now = isoTime(nowMs);
    // SQLite takes a negative limit for none. A lost one's lease runs on, but its request has ended.
    const places = sql`
      select case when count(*) < ${attemptsPerTenant} then ${attemptsPerTenant} - count(*) else 0 end
      from links where tenant_id = ${tenantId} and lease_until > ${now} and outcome_unknown = 1 and not ${isLost}`;
    const due = sql`
      select tenant_id, subject_kind, subject_id from links
      where tenant_id = ${tenantId} and next_attempt_at <= ${now} and outcome_unknown = 0 and ${isOurs}
        and (state <> 'pending' or allowance is not null) and ${mayChange("opened")} and ${isFree(nowMs)}
      order by ${byUrgency} next_attempt_at
      limit (${places})
      ${lockedFor(engine)}`;
    const rows = await on
      .with("due", () => sql<Key>`(${due})`)
      .updateTable("links")
      .set({
        ...change("opened", { nowMs, leaseUntilMs: nowMs + leaseMs }),
        attempt: sql`attempt + 1`,
        attempt_started_at: now,
        sent_revision: sql`revision`,
        ...interrupted,
        // A create sends what stands here now.
        base: sql`case when state = 'pending' then null else base end`,
        // A push leaves it: it says in whose account the object was made.
        key_tag: sql`case when state = 'pending' then ${keyTag} else key_tag end`,
        surplus_check_at: sql`case when state = 'pending' and unknown_attempts <> '[]' then ${isoTime(nowMs + surplusDelayMs)} else surplus_check_at end`,
      })
      .where(isDue)
      .where(mayChange("opened"))
      .returningAll()
      .execute();
    return rows.map(readLink);
  }

  return {
    dueTenants,

    /** To be called before attempts are opened. */
    takeAllowances: createAllowances(database).takeDue,

    /** To be called at the start, and when the clock was set back. */
    bringTimesBack: () => bringTimesBack(database),

    /** What is due in a tenant, of every kind, waits for a key: nothing can be sent, nothing is lost. */
    async waitForKey(tenantId: string, cause: string): Promise<void> {
      const nowMs = database.now();
      const at = isoTime(nowMs);
      const failure = failureColumns({ kind: cause, words: null, incident: null }, nowMs);
      await kysely
        .updateTable("links")
        .set({ ...failure, unsettled_since: at })
        .where("tenant_id", "=", tenantId)
        .where("next_attempt_at", "<=", at)
        .where(isFree(nowMs))
        .execute();
    },

    /**
     * Opens attempts for what is due in one tenant and needs no search: a create, or a push of a later revision. One
     * UPDATE. From here until the outcome is stored, an unlinked one counts as "perhaps made". What has not been taken from
     * its limit yet is not opened.
     */
    openAttempts(tenantId: string, options: OpenOptions): Promise<Link[]> {
      if (engine === "sqlite") return open(kysely, tenantId, options);
      // Two processes that count at the same instant would each find every place free.
      return kysely.transaction().execute(async (transaction) => {
        await sql`select pg_advisory_xact_lock(hashtextextended(${tenantId}, 0))`.execute(transaction);
        return open(transaction, tenantId, options);
      });
    },

    /** Everything of a kind in a tenant whose lost attempt a reading begun at `readingStartedMs` may find, a page at a time. */
    async lostAttempts(
      tenantId: string,
      page: { kind: string; readingStartedMs: number; afterId: string; limit: number },
    ): Promise<Link[]> {
      const rows = await kysely
        .selectFrom("links")
        .selectAll()
        .where("tenant_id", "=", tenantId)
        .where("subject_kind", "=", page.kind)
        .where("state", "=", "pending")
        // Written out: a parameter that an index depends on makes SQLite plan anew each time.
        .where("outcome_unknown", "=", sql.lit(1))
        // Nobody looks for one that was deleted here alone, which ended its lease: what it left in Tavus stays there.
        .where(sql<SqlBool>`(lease_until is not null or gone_at is null)`)
        .where(mayBeSearchedFor(page.readingStartedMs))
        .where("subject_id", ">", page.afterId)
        .orderBy("subject_id")
        .limit(page.limit)
        .execute();
      return rows.map(readLink);
    },

    /** Links whose surplus is to be looked for, but for those of `except`, moved ahead by `againInMs` so that a dead process costs only that. */
    async claimSurplusChecks(
      limit: number,
      againInMs: number,
      except: readonly string[] = [],
    ): Promise<Link[]> {
      const nowMs = database.now();
      const due = sql`
        select tenant_id, subject_kind, subject_id from links
        where surplus_check_at <= ${isoTime(nowMs)} and ${isOurs} and ${isInTenantThatIsHere}
          and ${serves("links.tenant_id")} and ${isNotOf(except)}
        order by surplus_check_at limit ${limit} ${lockedFor(engine)}`;
      const rows = await kysely
        .with("due", () => sql<Key>`(${due})`)
        .updateTable("links")
        .set({ surplus_check_at: isoTime(nowMs + againInMs) })
        .where(isDue)
        .returningAll()
        .execute();
      return rows.map(readLink);
    },

    /** Settled links whose person was never told, because the process that settled them died or failed to; none of `except`. */
    async claimUntold(limit: number, leaseMs: number, except: readonly string[] = []): Promise<Link[]> {
      const nowMs = database.now();
      const due = sql`
        select tenant_id, subject_kind, subject_id from links
        where told_at is null and tell_lease_until <= ${isoTime(nowMs)} and gone_at is null and ${isOurs}
          and ${isInTenantThatIsHere} and ${serves("links.tenant_id")} and ${isNotOf(except)} and (state in ('failed', 'missing')
            or state = 'linked' and (pushed_revision >= revision or next_attempt_at is null))
        limit ${limit} ${lockedFor(engine)}`;
      const rows = await kysely
        .with("due", () => sql<Key>`(${due})`)
        .updateTable("links")
        .set({ tell_lease_until: isoTime(nowMs + leaseMs) })
        .where(isDue)
        .returningAll()
        .execute();
      return rows.map(readLink);
    },
  };
}

/** The order of kinds, by which what is due is sorted first; of one kind it comes in the order of its index. */
function urgencyOf(kinds: readonly string[]): RawBuilder<unknown> {
  const places = kinds.map((kind, index) => sql`when ${kind} then ${sql.lit(index)}`);
  return sql`case subject_kind ${sql.join(places, sql` `)} end`;
}
