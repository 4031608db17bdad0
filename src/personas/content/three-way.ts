import { type Agreed, type Base, readAgreed, writeAgreed } from "./agreed.ts";
import { placeOf, type SyncField, syncFields } from "./each-field.ts";
import { hashOf, type SyncContent } from "./fingerprint.ts";

/** `adapted`: what was sent last is what Tavus holds, in its own way. `ours`, `theirs`, `both`: who has changed it since. */
type Verdict = "same" | "adapted" | "ours" | "theirs" | "both";

export type Reading = {
  /** Changed in Tavus since both sides agreed, and not what is here. */
  fields: SyncField[];
  /** Those of them that were changed here as well. */
  both: SyncField[];
  /** Changed here alone: to be sent. */
  ours: SyncField[];
  /** What Tavus has made of ours, which an answer that was lost did not say. */
  adapted: SyncField[];
  /** What the next reading is compared with. */
  base: Base;
};

type Doubts = {
  /** A version that did not keep our side has edited it, so what differs from Tavus's was changed here. */
  isEditUnknown: boolean;
  /** The answer to a push was lost, so Tavus may hold what it made of ours. */
  mayBeSent: boolean;
};

type Sides = { theirs: SyncContent; ours: SyncContent };

/**
 * Compares what Tavus holds and what is here with what both agreed on last (`base`). Where Tavus was not read since our
 * own write, what differs only in what Tavus is known to change is taken for what it made of ours.
 */
export function readThreeWays({
  base,
  isEditUnknown = false,
  mayBeSent = false,
  ...sides
}: Sides & { base: Base | undefined } & Partial<Doubts>): Reading {
  const agreedOn = readAgreed(base);
  const verdicts = new Map(
    syncFields.map((field) => {
      const pair = { theirs: sides.theirs[field], ours: sides.ours[field] };
      return [field, judge(field, pair, { agreed: agreedOn(field), isEditUnknown, mayBeSent })];
    }),
  );
  const among = (...wanted: Verdict[]) => syncFields.filter((field) => wanted.includes(verdictOn(field)));
  const verdictOn = (field: SyncField) => verdicts.get(field) ?? "same";
  return {
    fields: among("theirs", "both"),
    both: among("both"),
    ours: among("ours"),
    adapted: among("adapted"),
    base: writeAgreed((field) => {
      const now = { theirs: hashOf(sides.theirs[field]), ours: hashOf(sides.ours[field]) };
      return nextAgreed(verdictOn(field), agreedOn(field), now);
    }),
  };
}

type Pair = { theirs: string; ours: string };

function judge(
  field: SyncField,
  { theirs, ours }: Pair,
  { agreed, isEditUnknown, mayBeSent }: Doubts & { agreed: Agreed },
): Verdict {
  if (theirs === ours) return "same";
  const now = { theirs: hashOf(theirs), ours: hashOf(ours) };
  const { isAlike, isMadeOf } = placeOf(field);
  const isOurs =
    agreed.ours === undefined ? isEditUnknown && agreed.theirs !== now.ours : agreed.ours !== now.ours;
  if (!isOurs) {
    const isTheirs = agreed.theirs === undefined ? !isAlike(theirs, ours) : agreed.theirs !== now.theirs;
    return isTheirs ? "theirs" : "same";
  }
  // Never read since: it held what was sent then.
  const before = agreed.theirs ?? agreed.ours ?? now.theirs;
  if (before === now.theirs) return "ours";
  return mayBeSent && isMadeOf(theirs, ours) ? "adapted" : "both";
}

function nextAgreed(verdict: Verdict, agreed: Agreed, now: { theirs: string; ours: string }): Agreed {
  switch (verdict) {
    case "same":
    case "adapted":
      return now;
    case "ours":
      return { theirs: agreed.theirs ?? now.theirs, ours: agreed.ours ?? agreed.theirs ?? now.theirs };
    case "theirs":
      return { theirs: agreed.theirs ?? now.ours, ours: agreed.ours ?? now.ours };
    case "both":
      return { theirs: agreed.theirs ?? agreed.ours, ours: agreed.ours ?? agreed.theirs };
  }
}
