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
  /** Which key its link noted. */
  key_tag: string | null;
  /** The team's own as it was forgotten: the attempts may have used it, or one before it of the same account. */
  key_sealed: string | null;
  /** When Tavus is searched next. */
  due_at: string;
};
