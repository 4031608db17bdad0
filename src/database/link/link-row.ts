export type LinkState = "pending" | "linked" | "failed" | "missing";

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
  /** First 12 hex digits of the SHA-256 of the key the attempt used, or in whose account its object was found. */
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
  /** Where the answer to whoever asked for it stands, sealed; null: nowhere, or they have been told. */
  answer_sealed: string | null;
  /** The process in which somebody waits to hear how it ends, and until when: it tells the person. */
  watched_by: string | null;
  watched_until: string | null;

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
