import type { LinkRow } from "../../../src/database/tables.ts";
import { randomId } from "../../../src/random-id.ts";
import { tenant, userId } from "./persona-builders.ts";

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
    base: null,
    differs: null,
    written_at: null,
    gone_at: null,
    remove_remote: 0,
    created_at: epoch,
    updated_at: epoch,
    ...members,
  };
}
