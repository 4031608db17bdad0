/** One thing that somebody said to a persona in writing, and what it answered. */
export type RehearsalLineRow = {
  tenant_id: string;
  /** The form it was typed into, so that one form is said once. */
  form_id: string;
  conversation_id: string;
  text: string;
  /** Null: none has come. */
  answer: string | null;
  /** `sending`: it may be under way; `heard`: Tavus has it; `unsent`: it certainly has not; `unknown`: nobody can say. */
  state: string;
  said_at: string;
  /** The message in its thread that shows it; `-`: somebody was about to, and nobody knows more; null: none does. */
  message_id: string | null;
};
