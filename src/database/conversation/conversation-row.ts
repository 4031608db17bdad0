/** A room in which one person talks with a persona: one row for each press of Join. Its link is in `links`. */
export type ConversationRow = {
  tenant_id: string;
  /** `con_` + 10 characters. */
  id: string;
  persona_id: string;
  /** As they were when the room was made. */
  persona_name: string;
  tavus_persona_id: string;
  /** Whose room it is. */
  user_id: string;
  /** The delivery that asked for it; unique within the tenant, so one press makes one room. */
  press_id: string;
  /** The card that was pressed, where the platform said which; of one in writing the message in its thread that holds the buttons. */
  channel_id: string | null;
  message_id: string | null;
  /** Of one in writing its thread, as the platform calls it; null: it is shown to its person alone. */
  thread_id: string | null;
  /** `video`; `chat`: in writing; or `test`: nobody comes, and it costs nothing. */
  mode: string;
  /** Taken from the day's limits before it was made: its longest. */
  minutes: number;
  /** What it came to; null: it has not ended. */
  minutes_used: number | null;
  opened_at: string;
  /** When it is to be over, whatever happens. */
  ends_at: string;
  /** When Tavus has made it and this process knew its link; null: not, or nobody knows its link. */
  made_at: string | null;
  /** When somebody was first known to be in it. */
  joined_at: string | null;
  /** When it was over, or it was certain that it is not there. */
  ended_at: string | null;
  /** When something was last said in writing. */
  said_at: string | null;
  end_reason: string | null;
  /** Why it is to be ended; null: nobody wants that yet. */
  end_wanted: string | null;
  /** The way in, encrypted by `secrets.ts`; goes when it ends. */
  link_sealed: string | null;
  /** SHA-256 of the token in its callback address. */
  callback_hash: string | null;
  /** Failed tries to look, or to end it; picks the next pause. */
  look_tries: number;
  /** The cause of which the team was last warned while it could not be looked after; null: of none, or all was well since. */
  warned_of: string | null;
  /** When somebody looks after it next, and a lease: whoever does puts it off first. Null: all is done. */
  look_at: string | null;
  /** What its card says of it. */
  card_shows: string | null;
};
