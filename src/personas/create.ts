import { isDeepStrictEqual } from "node:util";
import type { PersonaRecord } from "../database/persona/persona-record.ts";
import { type NewPersona, newRecord } from "../database/persona/persona-store.ts";
import type { AuditEntry } from "../database/team/audit-store.ts";
import type { UsageReservation, UsageResult } from "../database/team/usage-store.ts";
import { DeletedMeanwhileError, GoneError } from "../errors.ts";
import { attemptCreate } from "../link/attempt.ts";
import { answeredHere, expectOutcome, waitForOutcome, waitForQueue } from "../link/await-outcome.ts";
import { leaseMs } from "../link/outcome.ts";
import { type MissingKey, missingKeyOf, waitForKey } from "../link/pause-queue.ts";
import { randomId } from "../random-id.ts";
import type { TavusKey } from "../tenants/keys.ts";
import { contentOf, digestOf, type PersonaDraft } from "./content/draft.ts";
import { noteAgreed } from "./content/standing.ts";
import type { Account, Records, Versions } from "./deps.ts";
import { type Changers, changedSinceBy } from "./history/changed-by.ts";
import { type Persona, personaFrom } from "./persona.ts";

export type CreateRequest = {
  tenantId: string;
  userId: string;
  channelId: string;
  /** One form makes one persona, however often it is delivered. */
  formId: string;
  draft: PersonaDraft;
  /** What the form itself held, by which it is known again; absent: the draft. */
  typed?: PersonaDraft;
  /** What the log says of who made it, written in the transaction that saves it. */
  audited?(persona: { id: string; name: string }): AuditEntry;
  /** What it takes of a daily limit, in the same; absent where nothing is limited. */
  allowance?: {
    reservation: UsageReservation;
    /** Returns what the person should know of their limit; throws UserError when nothing was taken. */
    judge(usage: UsageResult): string | undefined;
  };
};

export type CreateResult = {
  persona: Persona;
  /** The form was delivered for the first time. */
  isNew: boolean;
  /** Other values arrived for a form that had made a persona already, so that persona was edited. */
  isEdit: boolean;
  limitNote: string | undefined;
  /** The form was sent more than once, and each time somebody waits for an answer. */
  isShared: boolean;
  /** Other values arrived, but the persona was changed since the form made it: nothing was overwritten. By whom. */
  overtakenBy?: Changers | undefined;
};

/**
 * Writes the persona and then creates it in Tavus. `saved` is called once the row is committed and before Tavus is;
 * from then on nothing that happens there can lose what was typed. A failure at Tavus is part of the result.
 */
export async function createPersona(
  deps: Records & Versions & Pick<Account, "keys">,
  request: CreateRequest,
  saved: () => Promise<void>,
): Promise<CreateResult> {
  const { linking, store } = deps;
  const { tenantId, formId, userId } = request;
  const key = (await deps.keys.keyFor(tenantId)) ?? (await missingKeyOf(deps, tenantId));
  const openedAtMs = performance.now();
  const birth = birthOf(request, key, { nowMs: linking.now(), watchedBy: linking.watchers.instance });
  const { isNew, limitNote } = await insert(deps, request, birth);
  if (!isNew) return { ...(await repeat(deps, request, saved)), isNew, limitNote, isShared: true };
  await saved();
  const record = newRecord(birth);
  const link =
    typeof key === "string"
      ? await waitForKey(linking, tenantId, { cause: key, answered: userId, personaId: record.id })
      : await attemptCreate(linking, { subject: record, key, openedAtMs, isAnswered: true });
  const stored = link ? { ...record, link } : await store.findByForm(tenantId, formId);
  const made = stored ?? record;
  if (made.link.isGone) throw new DeletedMeanwhileError();
  const isShared = linking.watchers.isWatched(made.link);
  return { persona: personaFrom(made), isNew, isEdit: false, limitNote, isShared };
}

async function insert(
  { store }: Pick<Records, "store">,
  { allowance }: CreateRequest,
  persona: NewPersona,
): Promise<Pick<CreateResult, "isNew" | "limitNote">> {
  if (!allowance) return { isNew: await store.insert(persona), limitNote: undefined };
  const { isNew, usage } = await store.insertReserving(persona, allowance.reservation);
  return { isNew, limitNote: allowance.judge(usage) };
}

/**
 * The form has made a persona already: the same values get the same answer, others are an edit, as long as nothing but this form
 * has changed it.
 */
async function repeat(
  deps: Records & Versions,
  request: CreateRequest,
  saved: () => Promise<void>,
): Promise<Pick<CreateResult, "persona" | "isEdit" | "overtakenBy">> {
  const { store, linking } = deps;
  const { tenantId, formId } = request;
  // An edit goes by what was read of what it changes.
  await linking.told.flush();
  const existing = await store.findByForm(tenantId, formId);
  if (!existing || existing.deletedMs !== undefined) {
    throw new GoneError("What this form made has been deleted. Run the command again to make a new one.");
  }
  const nowMs = linking.now();
  const isEdit = await editOnce(store, existing, request);
  const current = isEdit ? existing : ((await store.find(tenantId, existing.id)) ?? existing);
  if (!isEdit && !isOfForm(current, request)) {
    const overtakenBy = await changedSinceBy(deps, current, firstRevision);
    return { persona: personaFrom(current), isEdit, overtakenBy };
  }
  const expected = expectOutcome(linking, existing.link);
  await saved();
  const sinceMs = isEdit ? nowMs : (existing.link.attemptStartedMs ?? existing.createdMs);
  const wait = isEdit ? waitForQueue : waitForOutcome;
  if (!isEdit) await answeredHere(linking, existing.link);
  const record = await wait(linking, existing, sinceMs, expected);
  return { persona: personaFrom(record), isEdit };
}

/** False: it says so already, or something else has changed it. */
async function editOnce(
  store: Records["store"],
  existing: PersonaRecord,
  request: CreateRequest,
): Promise<boolean> {
  const { tenantId, id, link } = existing;
  const isOnlyOfForms = link.revision === firstRevision || existing.formDigest?.startsWith(sentAgain);
  if (isOfForm(existing, request) || !isOnlyOfForms) return false;
  return store.edit(tenantId, id, {
    content: contentOf(request.draft),
    digest: sentAgain + formDigestOf(request),
    baseRevision: link.revision,
    askedBy: request.userId,
    noteAgreed,
  });
}

/** What a persona has that nobody has changed since it was made. */
const firstRevision = 1;
/** Tells what the form that made it has changed from what any other did. */
const sentAgain = "again.";

/** It is as this form has it. */
function isOfForm({ formDigest }: PersonaRecord, request: CreateRequest): boolean {
  const digest = formDigestOf(request);
  return formDigest === digest || formDigest === sentAgain + digest;
}

/**
 * The same form is the same, whatever the team has set meanwhile to be added to it. It is told from an edit that says just
 * what was typed.
 */
function formDigestOf({ draft, typed = draft }: CreateRequest): string {
  return isDeepStrictEqual(typed, draft) ? digestOf(draft) : `typed.${digestOf(typed)}`;
}

function birthOf(
  request: CreateRequest,
  key: TavusKey | MissingKey,
  { nowMs, watchedBy }: { nowMs: number; watchedBy: string | undefined },
): NewPersona {
  const { tenantId, userId, channelId, formId, draft, allowance } = request;
  const id = `per_${randomId(10)}`;
  const content = contentOf(draft);
  return {
    tenantId,
    id,
    userId,
    channelId,
    formId,
    formDigest: formDigestOf(request),
    content,
    nowMs,
    ...(request.audited && { audited: request.audited({ id, name: content.name }) }),
    ...(watchedBy !== undefined && { watchedBy }),
    ...(allowance && { allowance: allowance.reservation.id }),
    start:
      typeof key === "string" ? { kind: "noKey", cause: key } : { kind: "attempt", keyTag: key.tag, leaseMs },
  };
}
