import { cutText } from "../../cut-text.ts";
import type { Compared } from "../../database/link/outcome-columns.ts";
import { readAgreed, writeAgreed } from "../content/agreed.ts";
import { haveSameText } from "../content/alike.ts";
import { type Differing, writeDiffering } from "../content/differing.ts";
import { type SyncField, syncFields, wordsFor } from "../content/each-field.ts";
import { hashOf, type SyncContent } from "../content/fingerprint.ts";
import type { PushPlan } from "./push-plan.ts";
import { type EarlierSaid, isEarlier } from "./said-before.ts";

/** How both sides stand after a push, which the reading `after` it tells; undefined: there is none. */
export function afterPush(
  { reading, sent, theirs, ours, differing }: PushPlan,
  after: SyncContent | undefined,
  known: EarlierSaid,
): Compared {
  const agreedOn = readAgreed(reading.base);
  const shown =
    after && syncFields.filter((field) => !isEarlier(field, { before: theirs, after, ours }, known));
  const base = writeAgreed((field) =>
    sent.includes(field)
      ? {
          theirs: shown?.includes(field) ? hashOf(after?.[field] ?? "") : undefined,
          ours: hashOf(ours[field]),
        }
      : agreedOn(field),
  );
  // Nobody has changed there what it shows again as both sides had agreed on.
  const isChanged = ({ field, how }: Differing) =>
    how !== "theirs" || after === undefined || hashOf(after[field]) !== agreedOn(field).theirs;
  const told = [...sent, ...reading.adapted].filter((field) => shown?.includes(field));
  const kept = after ? keptText(told, { theirs: after, ours }) : null;
  return { base, differs: writeDiffering(differing.filter(isChanged)) || null, kept };
}

/** A longer text is not told in full. */
const longestTold = 200;

/** What Tavus keeps otherwise than it was sent; blanks and line ends are not worth a word. */
export function keptText(
  fields: readonly SyncField[],
  { theirs, ours }: { theirs: SyncContent; ours: SyncContent },
): string | null {
  const told = fields.filter((field) => !haveSameText(theirs[field], ours[field]));
  if (told.length === 0) return null;
  return JSON.stringify(
    Object.fromEntries(told.map((field) => [field, cutText(wordsFor(field, theirs[field]), longestTold)])),
  );
}
