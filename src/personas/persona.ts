import { isBehind, type Link, type LinkState } from "../database/link/link-record.ts";
import type { PersonaRecord } from "../database/persona/persona-record.ts";
import type { PersonaStore } from "../database/persona/persona-store.ts";
import { isoTime } from "../database/times.ts";
import { UserError } from "../errors.ts";
import { failureOf, type KnownFailure } from "../link/outcome.ts";
import { readDiffering } from "./content/differing.ts";
import { draftIn, type PersonaDraft } from "./content/draft.ts";
import { isSyncField, type SyncField } from "./content/each-field.ts";

/** The local record with the state of its link, as commands see it. */
export type Persona = PersonaDraft & {
  tenantId: string;
  id: string;
  formId: string | undefined;
  link: LinkState;
  tavusPersonaId: string | undefined;
  /** Tavus holds an older version; the queue will bring this one. */
  isBehind: boolean;
  /** Its answer was lost and it was found there since. Nobody has changed it; what Tavus holds of it is looked at next. */
  isFound: boolean;
  /** Why it is not linked, or not in step. */
  failure: KnownFailure | undefined;
  /** Unix ms; undefined: nothing is planned. */
  nextAttemptMs: number | undefined;
  /** Whether it was made is not known, so Tavus is searched first. */
  outcomeUnknown: boolean;
  /** An earlier attempt under another key may have left one in that account. */
  leftBehind: boolean;
  /** What was last seen to stand otherwise in Tavus, and is kept there until somebody chooses. */
  differs: readonly SyncField[];
  /** Those of them that were changed here, and are not sent: changed there too, or part of what was set up there. */
  heldBack: readonly SyncField[];
  /** What Tavus made of what it was sent last, in words. */
  kept: readonly { field: SyncField; words: string }[];
  /** `prompt` is all that is sent; description, traits and context are notes beside it. */
  promptIsWhole: boolean;
  /** Found in Tavus by a sync, not typed here. */
  isImported: boolean;
  /** Raised by every edit here. */
  revision: number;
  /** UTC ISO-8601. */
  createdAt: string;
  createdBy: string;
  channelId: string | undefined;
};

export function personaFrom({ link, ...record }: PersonaRecord): Persona {
  const differing = readDiffering(link.differs);
  return {
    ...draftIn(record),
    tenantId: record.tenantId,
    id: record.id,
    formId: record.formId,
    link: link.state,
    tavusPersonaId: link.remoteId,
    isBehind: link.state === "linked" && isBehind(link),
    isFound: isFound(link),
    failure: failureOf(link),
    nextAttemptMs: nextAttemptOf(link),
    outcomeUnknown: link.outcomeUnknown,
    leftBehind: link.leftBehind,
    differs: differing.map(({ field }) => field),
    heldBack: differing.filter(({ how }) => how !== "theirs").map(({ field }) => field),
    kept: readKept(link.kept),
    promptIsWhole: record.promptIsWhole,
    isImported: record.isImported,
    revision: link.revision,
    createdAt: isoTime(record.createdMs),
    createdBy: record.createdBy,
    channelId: record.channelId,
  };
}

/** A change raises the revision, and what a choice between both sides is to send has a base. */
function isFound({ state, revision, pushedRevision, base }: Link): boolean {
  return state === "linked" && revision === 1 && pushedRevision === 0 && base === undefined;
}

/** What is due while an attempt is under way waits for its end. */
function nextAttemptOf({ nextAttemptMs, leaseUntilMs = 0 }: Link): number | undefined {
  return nextAttemptMs === undefined ? undefined : Math.max(nextAttemptMs, leaseUntilMs);
}

function readKept(text: string | undefined): Persona["kept"] {
  const kept: { [field: string]: unknown } = text === undefined ? {} : JSON.parse(text);
  return Object.entries(kept).flatMap(([field, words]) =>
    isSyncField(field) && typeof words === "string" ? [{ field, words }] : [],
  );
}

/** Nothing more will happen to it by itself. */
export function isAtRest({ link, isBehind: isOld, nextAttemptMs }: Persona): boolean {
  if (link === "linked") return !isOld || nextAttemptMs === undefined;
  return link !== "pending";
}

/** The record, or a sentence for whoever wanted something done with it: that it was deleted, or the `explanation` given. */
export async function findOrExplain(
  { store }: { store: PersonaStore },
  { tenantId, id }: { tenantId: string; id: string },
  explanation = "This persona has been deleted here. Nothing was changed.",
): Promise<PersonaRecord> {
  const record = await store.find(tenantId, id);
  if (record) return record;
  throw new UserError(explanation);
}
