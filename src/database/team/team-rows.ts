import type { CallSettingsRow } from "./call-settings.ts";

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
  /** Since when the bot is known to be in the team; null: only its commands are, as far as is known, or it was removed. */
  member_since: string | null;
};

export type DraftRow = {
  tenant_id: string;
  form_id: string;
  user_id: string;
  command: string;
  /** JSON object: field key to value. */
  values_json: string;
  /** What stood above its fields; '' for nothing. */
  notice: string;
  created_at: string;
};

export type DeliveryRow = {
  tenant_id: string;
  /** The interaction whose effect was reserved. */
  delivery_id: string;
  created_at: string;
  /** The process that answers it, where there may be several. */
  held_by?: string | null;
  /** When that was done. */
  ended_at?: string | null;
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
  /** Sealed: where an announcement stands that is to become what they are told. */
  standing_sealed: string | null;
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
  /** JSON object: the interaction that began it, so that whoever goes on with it can tell how it ended; null: nobody asked. */
  asked_json?: string | null;
  /** Where the answer to whoever asked stands, sealed; null: nowhere, or it has ended. */
  answer_sealed?: string | null;
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
  /** JSON object, see `team-prompt.ts`; null: never set. */
  team_prompt_json: string | null;
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
  /** The personas that its failures were about, in their order, with spaces between; null: none, or nobody knows. */
  persona_ids: string | null;
  /** How far the thread below its message is; null: there is no message yet. */
  thread_state: ThreadState | null;
  /** When it is to be written, or looked after by another process; null: never again. */
  thread_due_at: string | null;
  /** When the message in it was first sent. */
  thread_began_at: string | null;
  /** Why it could not be written, for the team. */
  thread_words: string | null;
};

/**
 * `none`: there is nothing to be written. `posting` is written before its message is sent. `unknown`: that may stand there, and
 * is not sent again.
 */
export type ThreadState = "due" | "posting" | "posted" | "refused" | "unknown" | "none";

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
  /** What was used of the limit when it was taken, with it; null: a version took it that did not keep this. */
  team_used: number | null;
  member_used: number | null;
};
