import { type RawBuilder, type SqlBool, sql } from "kysely";
import { createLeftovers } from "../forgotten/leftovers.ts";
import type { Database } from "../opening/connect.ts";
import { createCreateOutcomes, type LinkHooks } from "./create-outcomes.ts";
import { createDueStore } from "./due-store.ts";
import { type Link, type LinkKey, readLink } from "./link-record.ts";
import type { LinkState } from "./link-row.ts";
import { createOwners } from "./owners.ts";
import { createPushOutcomes } from "./push-outcomes.ts";
import { createReadingStore } from "./reading-store.ts";
import { createRemovals } from "./removals.ts";
import { createSurplusStore } from "./surplus-store.ts";
import { createToldStore } from "./told-store.ts";

/**
 * How many stand so. Counted apart: `unlinked`, those of the failed that somebody has unlinked by hand; `behind`, those of the linked whose
 * last change Tavus does not have. `leaving` were deleted here and are on their way out of Tavus.
 */
export type LinkCounts = { [state in LinkState | "unlinked" | "behind" | "leaving"]: number };
type Counted = keyof LinkCounts;
const counted = sql<number>`count(*)`.as("count");

/** Written so, a column leads SQLite into no index: one of what is rare shall be read, and not a team's whole. */
const beside = (column: string, value: string) => sql<SqlBool>`coalesce(${sql.ref(column)}, '') = ${value}`;

/**
 * The ids of those of a kind that are behind. Such a one is due, or has failed for good, so it is found among those that wait or fail.
 */
export function idsBehind(tenantId: string, kind: string): RawBuilder<unknown> {
  const behind = sql`select subject_id from links where tenant_id = ${tenantId} and ${beside("subject_kind", kind)}
    and ${beside("state", "linked")} and pushed_revision < revision`;
  return sql`${behind} and next_attempt_at > '' and ${beside("gone_at", "")}
    union all ${behind} and next_attempt_at is null and failure_kind > '' and gone_at is null`;
}

/** How many were deleted here and are to be deleted in Tavus too. */
function countLeaving(tenantId: string, kind: string): RawBuilder<unknown> {
  return sql`select count(*) from links where gone_at > '' and remove_remote = 1
    and ${beside("tenant_id", tenantId)} and ${beside("subject_kind", kind)}`;
}

export type LinkStore = ReturnType<typeof createLinkStore>;

/** The links of one kind of record: found, counted, and changed as `transitions.ts` allows. */
export function createLinkStore(database: Database, kind: string, hooks: LinkHooks) {
  const { kysely } = database;
  const creates = createCreateOutcomes(database, kind, hooks);
  const pushes = createPushOutcomes(database, kind);
  const surplus = createSurplusStore(database, kind);
  const due = createDueStore(database, kind);
  const readings = createReadingStore(database, kind);
  const owners = createOwners(database, kind);
  const toldBatch = createToldStore(database, kind);
  const ofTenant = (tenantId: string) =>
    kysely.selectFrom("links").where("tenant_id", "=", tenantId).where("subject_kind", "=", kind);

  return {
    kind,
    ...creates,
    ...pushes,
    ...surplus,
    ...due,
    ...readings,
    ...toldBatch,
    removals: createRemovals(database, kind),
    owners,
    leftovers: createLeftovers(database, kind),

    /** The link of a record, also of one that is gone. */
    async find({ tenantId, id }: LinkKey): Promise<Link | undefined> {
      const row = await ofTenant(tenantId).selectAll().where("subject_id", "=", id).executeTakeFirst();
      return row && readLink(row);
    },

    /** Whether this object in Tavus is somebody's: linked to a record here, or one that was deleted here, or another team's. */
    async isSomebodys(tenantId: string, remoteId: string): Promise<boolean> {
      return (await this.isLinked(tenantId, remoteId)) || owners.isOthers(tenantId, remoteId);
    },

    /** Whether some record here, or one that was deleted here, is linked to this object in Tavus. */
    async isLinked(tenantId: string, remoteId: string): Promise<boolean> {
      const row = await ofTenant(tenantId)
        .select("subject_id")
        .where("remote_id", "=", remoteId)
        .executeTakeFirst();
      return row !== undefined;
    },

    /** Which of these ids in Tavus are linked here, and which were until their records were deleted here. */
    async knownRemoteIds(
      tenantId: string,
      remoteIds: readonly string[],
    ): Promise<{ here: Set<string>; gone: Set<string> }> {
      const known = { here: new Set<string>(), gone: new Set<string>() };
      if (remoteIds.length === 0) return known;
      const rows = await ofTenant(tenantId)
        .select(["remote_id", "gone_at"])
        .where("remote_id", "in", [...remoteIds])
        .execute();
      for (const { remote_id: id, gone_at } of rows) {
        if (id !== null) known[gone_at === null ? "here" : "gone"].add(id);
      }
      return known;
    },

    /** In one statement, which reads no row of what is in step. */
    async countByState(tenantId: string): Promise<LinkCounts> {
      const counts = { linked: 0, pending: 0, failed: 0, missing: 0, unlinked: 0, behind: 0, leaving: 0 };
      const here = ofTenant(tenantId).where("gone_at", "is", null);
      const unlinked = here
        .select([sql<Counted>`'unlinked'`.as("state"), counted])
        .where("failure_kind", "=", "unlinked")
        .where("state", "=", "failed");
      const others = sql<{ state: Counted; count: number }>`
        select 'behind' as state, (select count(*) from (${idsBehind(tenantId, kind)}) as behind) as count
        union all select 'leaving', (${countLeaving(tenantId, kind)})`;
      const rows = await here
        .select([sql<Counted>`state`.as("state"), counted])
        .groupBy("state")
        .unionAll(unlinked)
        .unionAll(others)
        .execute();
      for (const row of rows) counts[row.state] += Number(row.count);
      counts.failed -= counts.unlinked;
      counts.linked -= counts.behind;
      return counts;
    },
  };
}
