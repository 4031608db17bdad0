import type { LandingPageRecord } from "../database/landing-page/landing-page-record.ts";
import { type Cause, isCause } from "../warnings/causes.ts";

/** Why a page is over, or is to be. */
const endReasons = [
  ...(["person", "cap", "personaGone", "teamLeft", "keyChanged", "notAllowed", "forgotten"] as const),
  ...(["undelivered", "unprotected", "uncounted", "found", "goneInTavus", "notMade", "lost"] as const),
] as const;
export type EndReason = (typeof endReasons)[number];

/** `making`: whether Tavus has it is not known; `failed`: it was never there. */
export type PageState = "making" | "open" | "ending" | "ended" | "failed";

/** A page as people see it. Times are Unix ms. */
export type LandingPage = {
  tenantId: string;
  id: string;
  personaId: string;
  personaName: string;
  userId: string;
  state: PageState;
  /** How many calls it may have, and has had; undefined: Tavus has not said. */
  calls: number;
  callsUsed: number | undefined;
  minutes: number;
  /** Undefined: Tavus has not said where it is. */
  address: string | undefined;
  openedMs: number;
  endReason: EndReason | undefined;
  /** Who wanted its end. */
  endBy: string | undefined;
  remoteId: string | undefined;
  keyTag: string | undefined;
  failure: { cause: Cause; words: string | undefined; incident: string | undefined } | undefined;
};

export function landingPageFrom(record: LandingPageRecord): LandingPage {
  const { tenantId, id, personaId, personaName, userId, calls, callsUsed } = record;
  const { minutes, address, openedMs, link } = record;
  const { failure } = link;
  const cause = failure && isCause(failure.kind) ? failure.kind : "unexpectedReply";
  return {
    ...{ tenantId, id, personaId, personaName, userId, calls, callsUsed, minutes, address, openedMs },
    state: stateOf(record),
    endReason: reasonFrom(record.endReason ?? record.endWanted),
    endBy: record.endBy,
    remoteId: link.remoteId,
    keyTag: link.keyTag,
    failure: failure && {
      cause,
      words: failure.words ?? undefined,
      incident: failure.incident ?? undefined,
    },
  };
}

function stateOf({ endedMs, endReason, endWanted, madeMs, link }: LandingPageRecord): PageState {
  if (endedMs !== undefined) return endReason === "notMade" || endReason === "lost" ? "failed" : "ended";
  if (endWanted !== undefined) return "ending";
  if (link.state === "linked" && madeMs !== undefined) return "open";
  return link.state === "failed" ? "failed" : "making";
}

/** A row of a later version may hold a reason that this one does not know. */
function reasonFrom(text: string | undefined): EndReason | undefined {
  return endReasons.find((reason) => reason === text);
}
