/**
 * What is still to be said of a call that is over, and what was said in it, for as long as the team keeps that. One row for each
 * call that was there; none is left where nothing is kept.
 */
export type AfterCallRow = {
  tenant_id: string;
  /** The conversation's. It may be gone here before its transcript is. */
  id: string;
  /** Who called, and is told. */
  user_id: string;
  persona_id: string;
  persona_name: string;
  /** The conversation in Tavus, and the tag of the key that made it. */
  remote_id: string;
  key_tag: string | null;
  began_at: string;
  ended_at: string;
  /** Ours: `conversations/end-reason.ts`. */
  end_reason: string;
  /** Why it ended, in words, as of when the transcript was found or the telling began; null: what there is to tell is not known yet. */
  why: string | null;
  /** The text of the file; null: it has not come yet. */
  transcript: string | null;
  found_at: string | null;
  /** Looks, or tries to tell it, in vain; picks the next pause. */
  look_tries: number;
  /** When somebody looks, or tells it, next, and a lease: whoever does puts it off first. Null: it was told. */
  look_at: string | null;
};
