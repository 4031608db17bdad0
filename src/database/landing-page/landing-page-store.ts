import { sql } from "kysely";
import { changeOne } from "../link/change.ts";
import { type LinkBirth, newLink } from "../link/link-births.ts";
import type { LinkKey } from "../link/link-record.ts";
import { removeWithLink } from "../link/removals.ts";
import type { Database } from "../opening/connect.ts";
import { whyOver } from "../persona/why-over.ts";
import { isoTime } from "../times.ts";
import { createLandingPageLooks } from "./landing-page-looks.ts";
import {
  type LandingPageRecord,
  landingPageKind,
  landingPagesWithLinks,
  readLandingPage,
} from "./landing-page-record.ts";
import type { LandingPageRow } from "./landing-page-row.ts";

/** What somebody asked for. Times are Unix ms. */
export type NewLandingPage = LinkBirth & {
  formId: string;
  personaId: string;
  personaName: string;
  tavusPersonaId: string;
  calls: number;
  minutes: number;
  /** When somebody looks whether it was made, should this process die. */
  lookMs: number;
};

export type LandingPageStore = ReturnType<typeof createLandingPageStore>;

/** Landing pages of teams: kept, found and ended. How far their making is, is in `database/link/`. */
export function createLandingPageStore(database: Database) {
  const { kysely } = database;
  const ofTenant = (tenantId: string) =>
    landingPagesWithLinks(database).selectAll().where("landing_pages.tenant_id", "=", tenantId);
  const change = ({ tenantId, id }: LinkKey) =>
    kysely.updateTable("landing_pages").where("tenant_id", "=", tenantId).where("id", "=", id);

  return {
    ...createLandingPageLooks(database),

    /** One commit: the page, and its link with the attempt already open. False: the form has made one, or the persona has one. */
    insert(born: NewLandingPage): Promise<boolean> {
      return kysely.transaction().execute(async (on) => {
        const { numInsertedOrUpdatedRows: count = 0n } = await on
          .insertInto("landing_pages")
          .values(rowOf(born))
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst();
        if (count === 0n) return false;
        await on.insertInto("links").values(newLink(landingPageKind, born)).execute();
        return true;
      });
    },

    async find({ tenantId, id }: LinkKey): Promise<LandingPageRecord | undefined> {
      const row = await ofTenant(tenantId).where("landing_pages.id", "=", id).executeTakeFirst();
      return row && readLandingPage(row);
    },

    /** What this form has made, whatever became of it. */
    async findByForm(tenantId: string, formId: string): Promise<LandingPageRecord | undefined> {
      const row = await ofTenant(tenantId).where("form_id", "=", formId).executeTakeFirst();
      return row && readLandingPage(row);
    },

    /** The one page that a persona has, or perhaps has. */
    async openOf(tenantId: string, personaId: string): Promise<LandingPageRecord | undefined> {
      const row = await ofTenant(tenantId)
        .where("persona_id", "=", personaId)
        .where("ended_at", "is", null)
        .executeTakeFirst();
      return row && readLandingPage(row);
    },

    /** Every page of a team that has not ended, the oldest first. */
    async openIn(tenantId: string): Promise<LandingPageRecord[]> {
      const rows = await ofTenant(tenantId).where("ended_at", "is", null).orderBy("opened_at").execute();
      return rows.map(readLandingPage);
    },

    /** Tavus has made it, and said so to us. */
    async made(
      key: LinkKey,
      made: { madeMs: number; address: string | null; isProtected: boolean; callsUsed: number | null },
    ) {
      const columns = { made_at: isoTime(made.madeMs), address: made.address, calls_used: made.callsUsed };
      await change(key)
        .set({ ...columns, is_protected: Number(made.isProtected) })
        .where("ended_at", "is", null)
        .execute();
    },

    /** Whoever made it has the password. False: it had ended before. */
    async handed(key: LinkKey): Promise<boolean> {
      const { numUpdatedRows } = await change(key)
        .set({ handed_at: isoTime(database.now()) })
        .where("ended_at", "is", null)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    /** It is to be ended, now, whatever it takes. False: it has ended. The first reason stays, and from it on tries are counted. */
    async wantEnd(key: LinkKey, because: string, by?: string): Promise<boolean> {
      const { numUpdatedRows } = await change(key)
        .set({
          look_tries: sql`case when end_wanted is null then 0 else look_tries end`,
          end_by: sql`case when end_wanted is null then ${by ?? null} else end_by end`,
          end_wanted: sql`coalesce(end_wanted, ${because})`,
          look_at: isoTime(database.now()),
        })
        .where("ended_at", "is", null)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    /** It is over, and the link lets go of it. False: it was over before. */
    close(key: LinkKey, reason: string): Promise<boolean> {
      return kysely.transaction().execute(async (on) => {
        const { numUpdatedRows } = await on
          .updateTable("landing_pages")
          .set({ ended_at: isoTime(database.now()), end_reason: reason, address: null })
          .where("tenant_id", "=", key.tenantId)
          .where("id", "=", key.id)
          .where("ended_at", "is", null)
          .executeTakeFirst();
        const ended = { name: "ended", kind: landingPageKind, nowMs: database.now() } as const;
        await changeOne(on, key, ended).execute();
        return numUpdatedRows > 0n;
      });
    },

    /** Nobody has to be told any more how it ended. */
    async endTold(key: LinkKey): Promise<void> {
      await change(key).set({ end_told: 1 }).execute();
    },

    /** Why a page has no reason to go on. */
    whyOver: (page: LandingPageRecord) => whyOver(database, page, { ofMissing: true }),

    /** Removes up to `limit` pages that ended before `beforeMs` (Unix ms), with their links. */
    async purgeEndedBefore(beforeMs: number, limit: number): Promise<void> {
      const old = await kysely
        .selectFrom("landing_pages")
        .select(["tenant_id", "id"])
        .where("ended_at", "<", isoTime(beforeMs))
        .where("look_at", "is", null)
        .limit(limit)
        .execute();
      for (const { tenant_id: tenantId, id } of old)
        await removeWithLink(database, { kind: landingPageKind, table: "landing_pages" }, { tenantId, id });
    },
  };
}

function rowOf(born: NewLandingPage): LandingPageRow {
  return {
    tenant_id: born.tenantId,
    id: born.id,
    form_id: born.formId,
    persona_id: born.personaId,
    persona_name: born.personaName,
    tavus_persona_id: born.tavusPersonaId,
    user_id: born.userId,
    calls: born.calls,
    minutes: born.minutes,
    calls_used: null,
    is_protected: 0,
    address: null,
    opened_at: isoTime(born.nowMs),
    made_at: null,
    handed_at: null,
    ended_at: null,
    end_reason: null,
    end_wanted: null,
    end_by: null,
    end_told: 0,
    look_at: isoTime(born.lookMs),
    look_tries: 0,
    told_of: null,
  };
}
