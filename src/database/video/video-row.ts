/** `stalled`: Tavus has not said in hours that it is finished, or could not be asked, and it is not looked at by itself any more; `gone`: Tavus has it no more. */
export type VideoPhase = "queued" | "generating" | "ready" | "error" | "stalled" | "gone";

/**
 * Whether what became of a video was said. `none`: nothing yet; `due`: to be said; `posting`: a message was sent and nobody has
 * noted how that ended; `posted`: it stands in the channel; `told`: its person was told instead.
 */
export type PostState = "none" | "due" | "posting" | "posted" | "told";

/** A video that somebody asked for. Its link to Tavus is in `links`. */
export type VideoRow = {
  tenant_id: string;
  /** `vid_` + 10 characters. */
  id: string;
  /** The form it was typed into, unique within the tenant; null: it was adopted by its Tavus id. */
  form_id: string | null;
  /** SHA-256 of what was typed. */
  form_digest: string | null;
  persona_id: string | null;
  /** Tavus's id of the face; null: adopted, and Tavus did not say. */
  replica_id: string | null;
  created_by: string;
  /** Where it was asked for, and is told of. */
  channel_id: string | null;
  name: string;
  /** "" where it speaks `audio_url`. */
  script: string;
  audio_url: string | null;
  background_url: string | null;
  is_fast: number;
  phase: VideoPhase;
  /** Percent. */
  progress: number | null;
  hosted_url: string | null;
  download_url: string | null;
  still_url: string | null;
  /** Why Tavus could not make it, in its words. */
  reason: string | null;
  /** SHA-256 of the token in the address that Tavus was told to call; null: none. */
  token_hash: string | null;
  /** When Tavus is asked next how far it is; whoever asks puts it off first. Null: nothing more comes by itself. */
  next_look_at: string | null;
  looks: number;
  /** When it was first seen to be in Tavus. */
  followed_since: string | null;
  post_state: PostState;
  /** When it is said, or tried again; whoever says it puts it off first. Null: nothing is to be said. */
  post_due_at: string | null;
  /** When the message was first sent of which nobody has noted the end. */
  post_started_at: string | null;
  post_tries: number;
  message_id: string | null;
  /** The tombstone keeps the form's id. */
  deleted_at: string | null;
  created_at: string;
};
