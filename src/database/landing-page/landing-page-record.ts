import { type Link, readLink, readTime } from "../link/link-record.ts";
import type { LinkRow } from "../link/link-row.ts";
import type { Database } from "../opening/connect.ts";
import type { LandingPageRow } from "./landing-page-row.ts";

/** What links of landing pages are called in the table of links. */
export const landingPageKind = "landingPage";

/** A landing page as everything outside `database/` sees it, with its link. Times are Unix ms. */
export type LandingPageRecord = {
  tenantId: string;
  id: string;
  personaId: string;
  personaName: string;
  tavusPersonaId: string;
  userId: string;
  calls: number;
  minutes: number;
  callsUsed: number | undefined;
  isProtected: boolean;
  address: string | undefined;
  openedMs: number;
  madeMs: number | undefined;
  handedMs: number | undefined;
  endedMs: number | undefined;
  endReason: string | undefined;
  endWanted: string | undefined;
  endBy: string | undefined;
  isEndTold: boolean;
  lookMs: number | undefined;
  lookTries: number;
  toldOf: string | undefined;
  link: Link;
};

export function readLandingPage(row: LandingPageRow & LinkRow): LandingPageRecord {
  return {
    tenantId: row.tenant_id,
    id: row.id,
    personaId: row.persona_id,
    personaName: row.persona_name,
    tavusPersonaId: row.tavus_persona_id,
    userId: row.user_id,
    calls: row.calls,
    minutes: row.minutes,
    callsUsed: row.calls_used ?? undefined,
    isProtected: row.is_protected === 1,
    address: row.address ?? undefined,
    openedMs: Date.parse(row.opened_at),
    madeMs: readTime(row.made_at),
    handedMs: readTime(row.handed_at),
    endedMs: readTime(row.ended_at),
    endReason: row.end_reason ?? undefined,
    endWanted: row.end_wanted ?? undefined,
    endBy: row.end_by ?? undefined,
    isEndTold: row.end_told === 1,
    lookMs: readTime(row.look_at),
    lookTries: row.look_tries,
    toldOf: row.told_of ?? undefined,
    link: readLink(row),
  };
}

/** Landing pages with their links. */
export function landingPagesWithLinks({ kysely }: Pick<Database, "kysely">) {
  return kysely
    .selectFrom("landing_pages")
    .innerJoin("links", (join) =>
      join
        .onRef("links.tenant_id", "=", "landing_pages.tenant_id")
        .on("links.subject_kind", "=", landingPageKind)
        .onRef("links.subject_id", "=", "landing_pages.id"),
    );
}
