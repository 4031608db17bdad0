import type { ThreadState, WarningRow } from "../team-rows.ts";

/** A failure told to the team, one for each topic while it is open. Times are Unix ms. */
export type StoredWarning = {
  tenantId: string;
  id: string;
  /** What makes two failures the same warning: the cause, for `rejected` with a digest of what Tavus's words come to. */
  topic: string;
  cause: string;
  words: string | null;
  incident: string | null;
  count: number;
  firstMs: number;
  lastMs: number;
  fixedMs: number | null;
  /** Who acted when it was raised: told in person where no channel is set. */
  userId: string | null;
  /** Where its message stands. */
  channelId: string | null;
  messageId: string | null;
  postState: string;
  /** How often in a row its message could not be said. */
  tries: number;
  /** The personas that its failures were about, the first first. */
  personaIds: readonly string[];
  threadState: ThreadState | null;
  /** Why the thread below its message could not be written. */
  threadWords: string | null;
};

export function warningFrom(row: WarningRow): StoredWarning {
  return {
    tenantId: row.tenant_id,
    id: row.id,
    topic: row.topic,
    cause: row.cause,
    words: row.words,
    incident: row.incident,
    count: row.count,
    firstMs: Date.parse(row.first_at),
    lastMs: Date.parse(row.last_at),
    fixedMs: row.fixed_at === null ? null : Date.parse(row.fixed_at),
    userId: row.user_id,
    channelId: row.channel_id,
    messageId: row.message_id,
    postState: row.post_state,
    tries: row.tries,
    personaIds: row.persona_ids ? row.persona_ids.split(" ") : [],
    threadState: row.thread_state ?? null,
    threadWords: row.thread_words ?? null,
  };
}
