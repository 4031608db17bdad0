import type { LinkRow } from "../../../src/database/link/link-row.ts";
import { readContent, writeContent } from "../../../src/database/persona/content-columns.ts";
import type { PersonaRecord } from "../../../src/database/persona/persona-record.ts";
import type { NewPersona } from "../../../src/database/persona/persona-store.ts";
import { initialContent, type PersonaDraft } from "../../../src/personas/content/draft.ts";
import type { CreateRequest } from "../../../src/personas/create.ts";
import type { Persona } from "../../../src/personas/persona.ts";
import { randomId } from "../../../src/random-id.ts";
import { type FlatRow, recordOf } from "./persona-rows.ts";

export const tenant = "discord:1";
export const otherTenant = "slack:T1";
export const userId = "u1";

export function aDraft(members: Partial<PersonaDraft> = {}): PersonaDraft {
  const { promptIsWhole: _, ...initial } = initialContent;
  return {
    ...initial,
    kind: "historical",
    name: "Ada",
    description: "A mathematician",
    traits: ["calm", "curious"],
    prompt: "You are Ada.",
    context: "It is 1843.",
    ...members,
  };
}

/** A form of its own each time. */
export function aRequest(members: Partial<CreateRequest> = {}): CreateRequest {
  return { tenantId: tenant, userId, channelId: "c1", formId: randomId(12), draft: aDraft(), ...members };
}

/** A link as it lies in the database: waiting, due since 1970, never sent. */
export function aLinkRow(members: Partial<LinkRow> = {}): LinkRow {
  const epoch = "1970-01-01T00:00:00.000Z";
  return {
    tenant_id: tenant,
    subject_kind: "persona",
    subject_id: `per_${randomId(10)}`,
    state: "pending",
    remote_id: null,
    revision: 1,
    pushed_revision: 0,
    sent_revision: null,
    attempt: 0,
    attempt_started_at: null,
    key_tag: null,
    lease_until: null,
    outcome_unknown: 0,
    tries: 0,
    next_attempt_at: epoch,
    unsettled_since: epoch,
    unknown_attempts: "[]",
    allowance: "taken",
    asked_by: null,
    surplus_check_at: null,
    left_behind: 0,
    failure_kind: null,
    failure_words: null,
    failure_topic: null,
    failure_incident: null,
    failed_at: null,
    user_id: userId,
    told_at: null,
    tell_lease_until: null,
    answer_sealed: null,
    watched_by: null,
    watched_until: null,
    base: null,
    differs: null,
    kept: null,
    written_at: null,
    gone_at: null,
    remove_remote: 0,
    created_at: epoch,
    updated_at: epoch,
    ...members,
  };
}

/** A row: waiting, due since 1970, never sent. */
export function aStoredPersona(members: Partial<FlatRow> = {}): FlatRow {
  const {
    subject_kind: _kind,
    subject_id: id,
    state,
    remote_id,
    user_id,
    gone_at,
    remove_remote,
    ...link
  } = aLinkRow();
  return {
    ...link,
    id,
    form_id: randomId(12),
    form_digest: "digest",
    ...writeContent({ ...initialContent, kind: "historical", name: "Ada", prompt: "You are Ada." }),
    link: state,
    tavus_persona_id: remote_id,
    created_by: user_id,
    channel_id: "c1",
    imported_at: null,
    delete_in_tavus: remove_remote,
    deleted_at: gone_at,
    ...members,
  };
}

/** The same as the stores return it. */
export function aRecord(members: Partial<FlatRow> = {}): PersonaRecord {
  return recordOf(aStoredPersona(members));
}

/** What the store is given of a form that was sent, with the first attempt open. */
export function aNewPersona(members: Partial<NewPersona> = {}): NewPersona {
  return {
    tenantId: tenant,
    id: `per_${randomId(10)}`,
    userId,
    channelId: "c1",
    formId: randomId(12),
    formDigest: "digest",
    content: readContent(aStoredPersona()),
    nowMs: Date.UTC(2026, 0, 1),
    start: { kind: "attempt", keyTag: "0123456789ab", leaseMs: 20_000 },
    ...members,
  };
}

/** A persona as the verbs give it out, not stored anywhere. */
export function aPersona(members: Partial<Persona> = {}): Persona {
  return {
    tenantId: "slack:T1",
    id: "per_2345678abc",
    formId: "form-1",
    revision: 1,
    createdAt: "2026-11-22T10:00:00.000Z",
    isImported: false,
    differs: [],
    heldBack: [],
    kept: [],
    ...initialContent,
    name: "Ada",
    prompt: "Hi",
    link: "pending",
    tavusPersonaId: undefined,
    isBehind: false,
    isFound: false,
    failure: undefined,
    nextAttemptMs: undefined,
    outcomeUnknown: false,
    leftBehind: false,
    createdBy: "U1",
    channelId: "C1",
    ...members,
  };
}
