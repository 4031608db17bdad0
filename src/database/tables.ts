import type { AfterCallRow } from "./conversation/after-call-row.ts";
import type { ConversationRow } from "./conversation/conversation-row.ts";
import type { RehearsalLineRow } from "./conversation/rehearsal-row.ts";
import type { ContentRow } from "./persona/content-columns.ts";
import type { CallSettingsRow } from "./team/call-settings.ts";
import type { VideoRow } from "./video/video-row.ts";

/**
 * The rows as they lie in the database, the same on SQLite and PostgreSQL. Times are UTC ISO-8601 text with
 * milliseconds, so they sort as text; flags are 0 or 1; lists are JSON text. Every row carries its tenant.
 */
export type Tables = {
  personas: PersonaRow;
  name_blocks: NameBlockRow;
  links: LinkRow;
  owners: OwnerRow;
  tenants: TenantRow;
  drafts: DraftRow;
  deliveries: DeliveryRow;
  owed: OwedRow;
  platform_state: PlatformStateRow;
  sync_runs: SyncRunRow;
  tenant_settings: TenantSettingsRow;
  warnings: WarningRow;
  audit: AuditRow;
  after_calls: AfterCallRow;
  rehearsal_lines: RehearsalLineRow;
  usage: UsageRow;
  forgotten: ForgottenRow;
  leftovers: LeftoverRow;
  conversations: ConversationRow;
  videos: VideoRow;
};

export type LinkState = "pending" | "linked" | "failed" | "missing";

/** The local record of a persona: what people say about it, and who said it. Its link to Tavus is in `links`. */
export type PersonaRow = ContentRow & {
  tenant_id: string;
  /** `per_` + 10 characters. */
  id: string;
  /** The form this persona was typed into; unique within the tenant, so one form makes one persona. */
  form_id: string | null;
  /** SHA-256 of the submitted values: tells a second delivery from an edit. */
  form_digest: string | null;
  /** Who typed it and where. */
  created_by: string;
  channel_id: string | null;
  /** When a sync found it in Tavus; null: somebody typed it here. */
  imported_at: string | null;
  /** A hidden tombstone keeps the form id, and its link the Tavus id, of a deleted persona. */
  deleted_at: string | null;
  created_at: string;
  /** The name as it is found: folded. Null where it has no block. */
  name_folded: string | null;
  /** Where its name lies among its team's; null: it was deleted, or written by a version that knew no blocks. */
  search_block: number | null;
};

/** Folded names that lie together, so that all of a team's are read through at once. */
export type NameBlockRow = {
  tenant_id: string;
  block: number;
  size: number;
  /** Each as `"\n ada lovelace \n"`. */
  names: string;
};

/**
 * The link of one record here to one object in Tavus, with everything the protocol needs to make that object once. Rows
 * are small: the queue reads these and no texts.
 */
export type LinkRow = {
  tenant_id: string;
  /** What kind of object: `persona`. */
  subject_kind: string;
  /** The record's id. */
  subject_id: string;
  state: LinkState;
  /** The object's id in Tavus. */
  remote_id: string | null;

  /** Raised by every local edit; `pushed_revision` is the newest one Tavus holds. */
  revision: number;
  pushed_revision: number;
  sent_revision: number | null;

  /** How many requests to create or change it in Tavus were opened. */
  attempt: number;
  attempt_started_at: string | null;
  /** First 12 hex digits of the SHA-256 of the key the attempt used. */
  key_tag: string | null;
  /** The lease: while it lies ahead nobody else calls Tavus for this record. */
  lease_until: string | null;
  /** 1: an attempt's outcome is not known, so Tavus must be searched before the next one. */
  outcome_unknown: number;
  /** Failed attempts since it was last due for the first time; picks the next delay. */
  tries: number;
  /** When the queue acts on it next; null: nothing to do. */
  next_attempt_at: string | null;
  /** Start of the present run of attempts; after 24 h of failures it becomes `failed`. */
  unsettled_since: string | null;
  /** JSON array: start times of attempts whose outcome was never learned. */
  unknown_attempts: string;
  /** The row of `usage` that the making of its object is taken from; null: none yet, and then nothing is made. */
  allowance: string | null;
  /** Who asked for the making that is not taken from a limit yet; null: whoever typed it. */
  asked_by: string | null;
  /** When to look for further objects in Tavus that carry this record's mark. */
  surplus_check_at: string | null;
  /** 1: an unknown attempt used another key, so an object may remain in that account. */
  left_behind: number;

  failure_kind: string | null;
  /** Tavus's own words, shortened. */
  failure_words: string | null;
  /** The topic of the warning that tells it; null: its kind. */
  failure_topic: string | null;
  failure_incident: string | null;
  failed_at: string | null;

  /** Who is to be told how it ends. */
  user_id: string;
  /** When that person was told that it is linked or has failed for good; null: still owed. */
  told_at: string | null;
  tell_lease_until: string | null;

  /** JSON object, field to hashes, of what both sides last agreed on; `personas/content/agreed.ts` reads it. */
  base: string | null;
  /** What stands otherwise in Tavus, field by field; null: nothing that was seen. `personas/content/differing.ts` reads it. */
  differs: string | null;
  /** JSON object, field to text, of what Tavus made of our last write; null: it keeps what was sent. */
  kept: string | null;
  /** When our own last write to Tavus was answered: an older reading says nothing about it. */
  written_at: string | null;

  /** When the record was deleted here. The link stays, so that nothing brings it back. */
  gone_at: string | null;
  /** 1 on one that is gone: what a request under way may still make in Tavus is to be deleted there too. */
  remove_remote: number;
  created_at: string;
  updated_at: string;
};

/** Whose an object in Tavus is: of the team that made it, or was linked to it first. It stays when the link goes. */
export type OwnerRow = {
  subject_kind: string;
  /** The object's id in Tavus; of a team that was forgotten also the ids of its records, which marks in Tavus name. */
  remote_id: string;
  /** The team, or the fingerprint of one that was forgotten. */
  tenant_id: string;
};

export type TenantRow = {
  tenant_id: string;
  /** Why the tenant's retries rest; null: they do not. */
  queue_cause: string | null;
  queue_paused_until: string | null;
  /** The key that was in force when they were paused; another one lifts the pause. */
  queue_key_tag: string | null;
  /** A lease: while it lies ahead one process is reading the tenant's Tavus account for lost creates. */
  look_until: string | null;
  created_at: string;
  /** When the bot was removed; its work rests, and 30 days later its rows go. Null: the bot is there. */
  left_at: string | null;
  left_because: string | null;
  /** When the welcome was shown. */
  welcomed_at: string | null;
};

export type DraftRow = {
  tenant_id: string;
  form_id: string;
  user_id: string;
  command: string;
  /** JSON object: field key to value. */
  values_json: string;
  created_at: string;
};

export type DeliveryRow = {
  tenant_id: string;
  /** The interaction whose effect was reserved. */
  delivery_id: string;
  created_at: string;
};

/** An answer that somebody was promised; it goes when it was delivered. */
export type OwedRow = {
  tenant_id: string;
  /** The interaction it answers. */
  delivery_id: string;
  user_id: string;
  /** JSON object: what they are told. */
  reply_json: string;
  /** When they are told in person; put off while the process that promised it lives. Far ahead: at their next command. */
  tell_at: string;
  created_at: string;
};

export type PlatformStateRow = {
  /** `app:discord:<application id>` or `app:slack:<app id>`. */
  tenant_id: string;
  name: string;
  value: string;
};

/** The latest sync of a team, running or ended: one at a time, whichever process it runs in. */
export type SyncRunRow = {
  tenant_id: string;
  /** Which run this is; a process whose run was taken over finds another one here. */
  run_id: string;
  mode: string;
  started_by: string;
  started_at: string;
  /** Renewed while the run's process lives. */
  lease_until: string;
  progress_json: string;
  cancel_requested: number;
  ended_at: string | null;
  summary_json: string | null;
};

/** What a team has set with `/persona-setup`, one row each. */
export type TenantSettingsRow = CallSettingsRow & {
  tenant_id: string;
  /** The team's own Tavus key, encrypted by `secrets.ts`. */
  key_sealed: string | null;
  /** First 12 hex digits of its SHA-256. */
  key_tag: string | null;
  key_last_four: string | null;
  key_set_by: string | null;
  key_set_at: string | null;
  /** When Tavus last took it; null: never asked. */
  key_checked_at: string | null;
  /** JSON object: how many personas and replicas of its own it saw then. */
  key_sees_json: string | null;
  channel_id: string | null;
  channel_set_by: string | null;
  /** When the channel was found gone or closed to the bot; null: it is open. */
  channel_closed_at: string | null;
  replica_id: string | null;
  /** JSON array of role ids (Discord) or user ids (Slack). */
  managers_json: string;
  /** JSON object: limit name to number. */
  limits_json: string;
  /** Hours between automatic syncs; null: off. */
  sync_hours: number | null;
  next_sync_at: string | null;
  updated_at: string;
};

/** A failure told to the team; one open row for each topic. */
export type WarningRow = {
  tenant_id: string;
  id: string;
  /** What makes two failures the same warning: the cause, for `rejected` with a digest of what Tavus's words come to. */
  topic: string;
  cause: string;
  words: string | null;
  incident: string | null;
  count: number;
  first_at: string;
  last_at: string;
  fixed_at: string | null;
  /** Who acted when it was raised: told in person where no channel is set. */
  user_id: string | null;
  /** Where its message stands. */
  channel_id: string | null;
  message_id: string | null;
  /** `posting` is written before a post, `posted` after it. */
  post_state: string;
  /** When its message is to be posted or edited; null: it is up to date. */
  due_at: string | null;
  lease_until: string | null;
  tries: number;
};

/** Who did what, one row for each command or sync. */
export type AuditRow = {
  tenant_id: string;
  id: string;
  at: string;
  user_id: string;
  channel_id: string | null;
  action: string;
  persona_id: string | null;
  details: string;
};

/** What was taken from a team's daily limits. */
export type UsageRow = {
  tenant_id: string;
  /** UTC, such as 2026-11-22. */
  day: string;
  kind: string;
  /** The form or delivery it was reserved for, so that twice is once. */
  reservation_id: string;
  user_id: string;
  amount: number;
};

/** A team that was forgotten: what began before it ended writes nothing of the team's any more. Kept for a day. */
export type ForgottenRow = {
  tenant_id: string;
  begun_at: string;
  /** Null: rows are still being deleted, and nothing new is taken. */
  ended_at: string | null;
};

/** What a request for a forgotten team may still make in Tavus, to be removed there. Holds nothing that anybody typed. */
export type LeftoverRow = {
  tenant_id: string;
  subject_kind: string;
  /** The record's id, which the object in Tavus carries as its mark. */
  subject_id: string;
  /** JSON array: start times of the attempts that may have made one. */
  attempts: string;
  /** The object that the team knew of, which stays. */
  kept_id: string | null;
  /** Which key the attempts used; with `key_sealed` it was the team's own, else the operator's. */
  key_tag: string | null;
  key_sealed: string | null;
  /** When Tavus is searched next. */
  due_at: string;
};
