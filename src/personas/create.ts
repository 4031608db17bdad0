import { createHash } from "node:crypto";
import type { PersonaContent } from "../database/persona/persona-store.ts";
import type { PersonaRow } from "../database/tables.ts";
import type { UsageReservation, UsageResult } from "../database/team/usage-store.ts";
import { isoTime } from "../database/times.ts";
import { UserError } from "../errors.ts";
import { attemptCreate } from "../link/attempt.ts";
import { waitForOutcome } from "../link/await-outcome.ts";
import { type MissingKey, missingKeyOf, waitForKey } from "../link/missing-key.ts";
import { leaseMs } from "../link/outcome.ts";
import { randomId } from "../random-id.ts";
import type { TavusKey } from "../tenants/keys.ts";
import type { PersonaDeps } from "./deps.ts";
import { type Persona, type PersonaDraft, personaFromRow } from "./persona.ts";

export type CreateRequest = {
  tenantId: string;
  userId: string;
  channelId: string;
  /** One form makes one persona, however often it is delivered. */
  formId: string;
  draft: PersonaDraft;
  /** What it takes of a daily limit, in the transaction that saves it; absent where nothing is limited. */
  allowance?: {
    reservation: UsageReservation;
    /** Returns what the person should know of their limit; throws UserError when nothing was taken. */
    judge(usage: UsageResult): string | undefined;
  };
};

export type CreateResult = {
  persona: Persona;
  /** This delivery of the form was the first. */
  isNew: boolean;
  /** Other values arrived for a form that had made a persona already, so that persona was edited. */
  isEdit: boolean;
  limitNote: string | undefined;
};

/** The first answer of a form that was sent twice may still be under way when the second arrives. */
const repeatPatienceMs = 12_000;

/**
 * Writes the persona and then creates it in Tavus. `saved` is called once the row is committed and before Tavus is;
 * from then on nothing that happens there can lose what was typed. A failure at Tavus is part of the result.
 */
export async function createPersona(
  deps: PersonaDeps,
  request: CreateRequest,
  saved: () => Promise<void>,
): Promise<CreateResult> {
  const { tenantId, formId } = request;
  const key = (await deps.keys.keyFor(tenantId)) ?? (await missingKeyOf(deps, tenantId));
  const openedAtMs = performance.now();
  const row = newRow(deps, request, key);
  const { isNew, limitNote } = await insert(deps, request, row);
  if (!isNew) return { ...(await repeat(deps, request, saved)), isNew, limitNote };
  await saved();
  const linked =
    typeof key === "string"
      ? await waitForKey(deps, tenantId, { cause: key, answered: request.userId })
      : await attemptCreate(deps, { row, key, openedAtMs, isAnswered: true });
  const stored = linked ?? (await deps.store.findByForm(tenantId, formId));
  return { persona: personaFromRow(stored ?? row), isNew, isEdit: false, limitNote };
}

async function insert(
  { store }: PersonaDeps,
  { tenantId, allowance }: CreateRequest,
  row: PersonaRow,
): Promise<Pick<CreateResult, "isNew" | "limitNote">> {
  if (!allowance) return { isNew: await store.insert(tenantId, row), limitNote: undefined };
  const { isNew, usage } = await store.insertReserving(tenantId, row, allowance.reservation);
  return { isNew, limitNote: allowance.judge(usage) };
}

/** The form has made a persona already: the same values get the same answer, others are an edit. */
async function repeat(
  deps: PersonaDeps,
  { tenantId, formId, draft }: CreateRequest,
  saved: () => Promise<void>,
): Promise<Pick<CreateResult, "persona" | "isEdit">> {
  const existing = await deps.store.findByForm(tenantId, formId);
  if (!existing || existing.deleted_at !== null) {
    throw new UserError("What this form made has been deleted. Run the command again to make a new one.");
  }
  const sinceMs = deps.now();
  const isEdit = await deps.store.edit(tenantId, existing.id, {
    content: contentOf(draft),
    digest: digestOf(draft),
  });
  await saved();
  if (isEdit) {
    await deps.tenants.resumeQueue(tenantId);
    deps.wakeQueue();
  }
  const persona = await waitForOutcome(deps, existing, {
    sinceMs: isEdit ? sinceMs : Date.parse(existing.attempt_started_at ?? existing.created_at),
    patienceMs: repeatPatienceMs,
  });
  return { persona, isEdit };
}

/** A new row whose first attempt is open already, so that one statement commits both. */
function newRow(deps: PersonaDeps, request: CreateRequest, key: TavusKey | MissingKey): PersonaRow {
  const nowMs = deps.now();
  const now = isoTime(nowMs);
  return {
    ...contentOf(request.draft),
    ...(typeof key === "string" ? withoutKey(now, key) : openAttempt(nowMs, key)),
    tenant_id: request.tenantId,
    id: `per_${randomId(10)}`,
    form_id: request.formId,
    form_digest: digestOf(request.draft),
    revision: 1,
    pushed_revision: 0,
    link: "pending",
    tavus_persona_id: null,
    tries: 0,
    unsettled_since: now,
    unknown_attempts: "[]",
    surplus_check_at: null,
    left_behind: 0,
    failure_words: null,
    failure_incident: null,
    created_by: request.userId,
    channel_id: request.channelId,
    told_at: null,
    tell_lease_until: null,
    imported_at: null,
    base: null,
    differs: null,
    written_at: null,
    deleted_at: null,
    delete_in_tavus: 0,
    created_at: now,
    updated_at: now,
  };
}

function openAttempt(nowMs: number, key: TavusKey) {
  const leaseUntil = isoTime(nowMs + leaseMs);
  return {
    attempt: 1,
    attempt_started_at: isoTime(nowMs),
    sent_revision: 1,
    key_tag: key.tag,
    lease_until: leaseUntil,
    must_look: 1,
    next_attempt_at: leaseUntil,
    failure_kind: null,
    failed_at: null,
  };
}

function withoutKey(now: string, cause: MissingKey) {
  return {
    attempt: 0,
    attempt_started_at: null,
    sent_revision: null,
    key_tag: null,
    lease_until: null,
    must_look: 0,
    next_attempt_at: now,
    failure_kind: cause,
    failed_at: now,
  };
}

export function contentOf(draft: PersonaDraft): PersonaContent {
  return {
    kind: draft.kind,
    template: draft.template,
    name: draft.name,
    description: draft.description,
    traits: JSON.stringify(draft.traits),
    prompt: draft.prompt,
    prompt_is_whole: 0,
    context: draft.context,
    replica_id: draft.replicaId ?? null,
    model: draft.model,
    voice_speed: draft.voiceSpeed,
    voice_emotion: draft.voiceEmotion,
  };
}

/** Tells one version of a persona's content from another. */
export function digestOf(draft: PersonaDraft): string {
  return createHash("sha256")
    .update(JSON.stringify(contentOf(draft)))
    .digest("hex");
}
