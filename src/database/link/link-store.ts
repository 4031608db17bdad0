import { sql } from "kysely";
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

/** `failed` without those that somebody has unlinked by hand, which are counted apart. */
export type LinkCounts = { [state in LinkState | "unlinked"]: number };

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

    /** Read in the index of states alone. */
    async countByState(tenantId: string): Promise<LinkCounts> {
      const counts = { linked: 0, pending: 0, failed: 0, missing: 0, unlinked: 0 };
      const here = ofTenant(tenantId).where("gone_at", "is", null);
      const unlinked = here
        .select([sql<keyof LinkCounts>`'unlinked'`.as("state"), sql<number>`count(*)`.as("count")])
        .where("failure_kind", "=", "unlinked")
        .where("state", "=", "failed");
      const rows = await here
        .select([sql<keyof LinkCounts>`state`.as("state"), sql<number>`count(*)`.as("count")])
        .groupBy("state")
        .unionAll(unlinked)
        .execute();
      for (const row of rows) counts[row.state] = Number(row.count);
      counts.failed -= counts.unlinked;
      return counts;
    },
  };
}
