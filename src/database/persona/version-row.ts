import type { LinkState } from "../link/link-row.ts";

/** What a persona was just before somebody changed it, and what that change was. */
export type PersonaVersionRow = {
  tenant_id: string;
  /** `ver_` + 10 characters. */
  id: string;
  persona_id: string;
  /** Counts the changes of one persona from 1. */
  number: number;
  /** When it was changed. */
  at: string;
  /** Who changed it; null: nobody knows. */
  user_id: string | null;
  /** What was done, in the word that the team's log has for it. */
  action: string;
  /** JSON object, column to value: what people said about it until then. */
  content_json: string;
  /** JSON object, column to value: what was overwritten in Tavus; null: nothing was. */
  theirs_json: string | null;
  /** Of its link until then: what both sides had agreed on, how it stood, and with what in Tavus. */
  base: string | null;
  link_state: LinkState;
  remote_id: string | null;
  /** Which version an undoing has brought back. */
  undoes: string | null;
};
