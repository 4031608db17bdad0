import { type SqlBool, sql } from "kysely";
import { lockedFor } from "../link/link-queue.ts";
import type { LinkKey } from "../link/link-record.ts";
import { isNotOf } from "../not-of.ts";
import type { Database } from "../opening/connect.ts";
import { isoTime } from "../times.ts";
import { type LandingPageRecord, landingPagesWithLinks, readLandingPage } from "./landing-page-record.ts";

/** Which landing pages somebody looks after next, and what was seen. */
export function createLandingPageLooks(database: Database) {
  const { kysely, engine } = database;
  const ofPage = ({ tenantId, id }: LinkKey) =>
    kysely.updateTable("landing_pages").where("tenant_id", "=", tenantId).where("id", "=", id);

  return {
    /** Pages of every team but these that are to be looked after now, put off by `againInMs` so that a dead process costs only that. */
    async claimDue(
      limit: number,
      againInMs: number,
      except: readonly string[] = [],
    ): Promise<LandingPageRecord[]> {
      const nowMs = database.now();
      const due = sql<{ tenant_id: string; id: string }>`(
        select tenant_id, id from landing_pages where look_at <= ${isoTime(nowMs)}
          and ${database.serves("landing_pages.tenant_id")} and ${isNotOf(except)}
        order by look_at limit ${limit} ${lockedFor(engine)})`;
      const claimed = await kysely
        .with("due", () => due)
        .updateTable("landing_pages")
        .set({ look_at: isoTime(nowMs + againInMs) })
        .where(sql<SqlBool>`(tenant_id, id) in (select tenant_id, id from due)`)
        .where("look_at", "<=", isoTime(nowMs))
        .returning(["tenant_id", "id"])
        .execute();
      const found: LandingPageRecord[] = [];
      for (const { tenant_id, id } of claimed) {
        const row = await landingPagesWithLinks(database)
          .selectAll()
          .where("landing_pages.tenant_id", "=", tenant_id)
          .where("landing_pages.id", "=", id)
          .executeTakeFirst();
        // Who stood still before this reading may see what another has claimed since.
        if (row) found.push({ ...readLandingPage(row), lookMs: nowMs + againInMs });
      }
      return found;
    },

    /** Ends a look; one that somebody asked for meanwhile stays due: false. `tries`: failed ones in a row; none: all is well. */
    async looked(
      { lookMs = 0, ...key }: LandingPageRecord,
      { nextMs, tries }: { nextMs: number | null; tries: number },
    ): Promise<boolean> {
      const { numUpdatedRows } = await ofPage(key)
        .set({
          look_at: nextMs === null ? null : isoTime(nextMs),
          look_tries: tries,
          ...(tries === 0 && { told_of: null }),
        })
        .where("look_at", "=", isoTime(lookMs))
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    /** Whoever made it has been told of this, and is not told again while it lasts. */
    async toldOf(key: LinkKey, what: string): Promise<void> {
      await ofPage(key).set({ told_of: what }).execute();
    },

    /** There is something to be seen, also of one that is over, whose id may have come late. */
    async lookAgain(key: LinkKey): Promise<void> {
      await ofPage(key)
        .set({ look_at: isoTime(database.now()) })
        .execute();
    },

    /** The page that this persona has is looked at now: something has become of the persona. */
    async lookAtPersona(tenantId: string, personaId: string): Promise<void> {
      await kysely
        .updateTable("landing_pages")
        .set({ look_at: isoTime(database.now()) })
        .where("tenant_id", "=", tenantId)
        .where("persona_id", "=", personaId)
        .where("ended_at", "is", null)
        .execute();
    },

    /** What Tavus says of it. */
    async seen(
      key: LinkKey,
      { callsUsed, address }: { callsUsed?: number | undefined; address?: string | undefined },
    ) {
      const columns = {
        ...(callsUsed === undefined ? {} : { calls_used: callsUsed }),
        ...(address === undefined ? {} : { address }),
      };
      if (Object.keys(columns).length > 0) await ofPage(key).set(columns).execute();
    },
  };
}
