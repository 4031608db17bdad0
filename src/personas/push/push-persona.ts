import type { Link } from "../../database/link/link-record.ts";
import type { Compared } from "../../database/link/outcome-columns.ts";
import type { PersonaContent } from "../../database/persona/content-columns.ts";
import type { PersonaRecord } from "../../database/persona/persona-record.ts";
import { readBackMs } from "../../link/await-outcome.ts";
import { hasChangedNothing } from "../../tavus/answers/ignored-patch.ts";
import { TavusError } from "../../tavus/errors.ts";
import type { TavusPersona } from "../../tavus/schemas.ts";
import { isChosen, readAgreed, writeAgreed } from "../content/agreed.ts";
import { type SyncField, syncFields } from "../content/each-field.ts";
import { hashOf, ourContent, type SyncContent, theirContent } from "../content/fingerprint.ts";
import { mayBeSent } from "../content/standing.ts";
import type { TeamAccount } from "../team-account.ts";
import { afterPush, keptText } from "./after-push.ts";
import { patchFor } from "./patch.ts";
import { isSaid, type PushPlan, planPush, restorable } from "./push-plan.ts";
import { agreedOnOwn, isJustWritten, isOfOnce, takenBack, withoutLate } from "./said-before.ts";

/** So often in a row Tavus may say yes and keep what it has; then that is how it keeps it, and is told. */
const mostUnapplied = 2;

type Options = {
  force: boolean;
  mayGoOn(): boolean;
  /** Somebody chose ours: what of theirs goes with that is kept before it is sent. */
  overwriting(theirs: Partial<PersonaContent>): Promise<void>;
  /** What was said here between what Tavus has taken for sure and what is said now. */
  saidSince(): Promise<SyncContent[]>;
  /** What was said here before what is said now. */
  saidBefore(): Promise<SyncContent[]>;
};

/**
 * Reads what Tavus holds, sends what was changed here alone, and reads what Tavus made of that. Undefined: there was no time
 * left to send it. What somebody changes in Tavus between the reading and the sending, in the very fields that are sent,
 * is overwritten: Tavus documents no condition for a patch.
 */
export async function pushPersona(
  account: TeamAccount,
  asRead: PersonaRecord,
  { force, mayGoOn, overwriting, saidSince, saidBefore }: Options,
): Promise<Compared | undefined> {
  const before = await account.get(asRead.link.remoteId ?? "");
  const said = await saidSince();
  const { record, plan: planned, unsettled } = planKnowing(asRead, before, said);
  if (!mayGoOn()) return undefined;
  if (mayBeLate(record.link) && (await areOfOnce(unsettled, planned, saidBefore))) throw unapplied();
  const plan = await withoutLateIn(planned, record, saidBefore);
  const operations = patchFor(record, before, plan);
  const known = { base: asRead.link.base, said, earlier: [] };
  if (operations.length === 0) return afterPush(plan, await surely(account, record, { plan, before }), known);
  const chosen = plan.sent.filter((field) => force || isChosen(readAgreed(record.link.base)(field)));
  if (chosen.length > 0) await overwriting(restorable(chosen, record, before));
  if (!(await account.patch(before.id, operations, { force, mayGoOn }))) return undefined;
  const after = await unlessUnknown(account.get(before.id, patiently()));
  const isIgnored = after !== undefined && hasChangedNothing(operations, { before, after });
  if (isIgnored && record.link.tries < mostUnapplied) throw unapplied();
  const shown = after && theirContent(after);
  // What Tavus shows otherwise than it was sent it may show from before the last write, too.
  const isLate =
    shown && isJustWritten(record.link) && keptText(plan.sent, { ...plan, theirs: shown }) !== null;
  return afterPush(plan, shown, { ...known, earlier: isLate ? await saidBefore() : [] });
}

/** Read again twice: what Tavus shows still, a minute and more after a write, is what it holds. */
function mayBeLate(link: Link): boolean {
  return !mayBeSent(link) && isJustWritten(link) && link.tries < mostUnapplied;
}

/** What is not edited now and may be shown late is nobody's change. */
async function withoutLateIn(
  plan: PushPlan,
  record: PersonaRecord,
  saidBefore: () => Promise<SyncContent[]>,
): Promise<PushPlan> {
  const { tries, attemptStartedMs: nowMs = 0 } = record.link;
  if (tries >= mostUnapplied) return plan;
  return { ...plan, differing: await withoutLate(saidBefore, record, { ...plan, nowMs }) };
}

/** Whether what is unsettled stands there as it was said here once, in any of these fields. */
async function areOfOnce(
  unsettled: readonly SyncField[],
  { theirs }: PushPlan,
  saidBefore: () => Promise<SyncContent[]>,
): Promise<boolean> {
  if (unsettled.length === 0) return false;
  const said = await saidBefore();
  return unsettled.some((field) => isOfOnce(field, theirs, said));
}

type Known = {
  record: PersonaRecord;
  plan: PushPlan;
  /** What is to be said anew there and stands otherwise, or is to go and is not shown: it may be shown late. */
  unsettled: readonly SyncField[];
};

/** The plan, and the record with what is known of both sides when what was said here before is. */
function planKnowing(record: PersonaRecord, before: TavusPersona, said: readonly SyncContent[]): Known {
  const first = planPush(record, before);
  const base = agreedOnOwn(record.link.base, first, said);
  const knowing = { ...record, link: { ...record.link, base } };
  const back = takenBack(record, first, said);
  const plan = planPush(knowing, before, back);
  const { fields, both } = plan.reading;
  const isStirred = (field: SyncField) =>
    both.includes(field) || said.some((once) => once[field] !== plan.ours[field]);
  const withdrawn = back.filter((field) => !isSaid(field, record));
  return { record: knowing, plan, unsettled: [...fields.filter(isStirred), ...withdrawn] };
}

function unapplied(): TavusError {
  return new TavusError({ kind: "notApplied", operation: "patch persona", reached: "maybe" });
}

/** What Tavus holds where nothing is sent: read once more where it may not have heard of the last write yet. */
async function surely(
  account: TeamAccount,
  { link }: PersonaRecord,
  { plan, before }: { plan: PushPlan; before: TavusPersona },
): Promise<SyncContent> {
  if (plan.differing.length === 0 || !isJustWritten(link)) return plan.theirs;
  const again = await unlessUnknown(account.get(before.id, patiently()));
  return again ? theirContent(again) : plan.theirs;
}

/** The first reading of one that was just made: what Tavus holds is what it made of ours. */
export async function readCreated(
  account: TeamAccount,
  record: PersonaRecord,
  remoteId: string,
): Promise<Compared | undefined> {
  const held = await unlessUnknown(account.getMade(remoteId, patiently()));
  if (!held) return undefined;
  const theirs = theirContent(held);
  const ours = ourContent(record);
  const base = writeAgreed((field) => ({ theirs: hashOf(theirs[field]), ours: hashOf(ours[field]) }));
  const said = syncFields.filter((field) => ours[field] !== "");
  return { base, differs: null, kept: keptText(said, { theirs, ours }) };
}

const patiently = () => ({ signal: AbortSignal.timeout(readBackMs) });

/** Undefined where Tavus does not say: the next reading will. */
async function unlessUnknown(reading: Promise<TavusPersona>): Promise<TavusPersona | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof TavusError) return undefined;
    throw error;
  }
}
