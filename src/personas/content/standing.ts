import { isBehind, type Link } from "../../database/link/link-record.ts";
import type { ReadingMark } from "../../database/link/reading-store.ts";
import type { PersonaRecord } from "../../database/persona/persona-record.ts";
import type { Cause } from "../../warnings/causes.ts";
import type { Base } from "./agreed.ts";
import { type Differing, writeDiffering } from "./differing.ts";
import { syncFields } from "./each-field.ts";
import { hashOf, ourContent, type SyncContent, withOurSide } from "./fingerprint.ts";
import { type Reading, readThreeWays } from "./three-way.ts";

/** How both sides stand: what Tavus holds, what is here, and who has changed it. */
export type Standing = {
  theirs: SyncContent;
  ours: SyncContent;
  reading: Reading;
  /** What people have to know of, and may choose about. What is still on its way to Tavus is not among it. */
  differing: Differing[];
};

/** Failures after which Tavus may have taken what was sent. */
const lostAnswers: ReadonlySet<string> = new Set<Cause>([
  "unavailable",
  "timedOut",
  "unexpectedReply",
  "interrupted",
]);

export function standingOf(record: PersonaRecord, theirs: SyncContent): Standing {
  const { link } = record;
  const ours = ourContent(record);
  const doubts = {
    isEditUnknown: isEditUnknown(record),
    mayBeSent: mayBeSent(link),
  };
  const reading = readThreeWays({ base: link.base, theirs, ours, ...doubts });
  // What was changed here and is not on its way was held back.
  const held = isBehind(link) ? [] : reading.ours;
  return { theirs, ours, reading, differing: differingIn(reading, theirs, held) };
}

/** Whether the last push may have been taken although its answer was lost. */
export function mayBeSent({ failure }: Pick<Link, "failure">): boolean {
  return lostAnswers.has(failure?.kind ?? "");
}

export function differingIn(
  { fields, both }: Reading,
  theirs: SyncContent,
  held: readonly string[],
): Differing[] {
  return syncFields.flatMap((field) => {
    const how = howIt(field);
    return how ? [{ field, how, seen: hashOf(theirs[field]) }] : [];
  });

  function howIt(field: (typeof syncFields)[number]): Differing["how"] | undefined {
    if (both.includes(field)) return "both";
    if (fields.includes(field)) return "theirs";
    return held.includes(field) ? "held" : undefined;
  }
}

/**
 * What was said here when both sides agreed last, noted before the first edit since: by it a push tells what the edit
 * changed. Of one that was edited before and whose side of then is not known, nothing can be noted any more.
 */
export function noteAgreed(before: PersonaRecord): Base | undefined {
  return withOurSide(before.link.base, before, isEditUnknown(before));
}

/** A version that did not note our side may have edited it, and nobody knows what. */
export function isEditUnknown({ link }: Pick<PersonaRecord, "link">): boolean {
  return isBehind(link) && link.pushedRevision > 0;
}

/** How a reading of one finds it, and what that is stored as. */
export function findingOf(
  record: PersonaRecord,
  readTheirs: () => SyncContent,
): Pick<Standing, "differing"> & { mark: ReadingMark } {
  const { link } = record;
  // What Tavus was sent is not known, or is an older version: there is nothing to compare with until it is pushed.
  if (link.base === undefined && isBehind(link))
    return { differing: [], mark: markOf(link, { base: "", differing: [] }) };
  const { differing, reading } = standingOf(record, readTheirs());
  return { differing, mark: markOf(link, { base: reading.base, differing }) };
}

/** What a reading is stored as. */
export function markOf(
  link: Link,
  { base, differing }: { base: Base | ""; differing: readonly Differing[] },
): ReadingMark {
  return {
    id: link.id,
    remoteId: link.remoteId ?? "",
    base,
    differs: writeDiffering(differing),
    revision: link.revision,
    pushedRevision: link.pushedRevision,
  };
}
