import type { Account, PersonaRow } from "./account.ts";
import type { ListRules } from "./lists.ts";
import { type LiveBehaviour, usualLife } from "./live.ts";
import type { Storing } from "./storing.ts";

/** How the stand-in behaves where Tavus's documentation leaves it open. */
export type Behaviour = ListRules &
  LiveBehaviour & {
    /** Get persona documents `envelope`, `{data: [row]}`; Tavus's own sample reads a `bare` row. */
    getReply: "envelope" | "bare";
    masksKeys: boolean;
    /** What a list, or the reading of one, shows of an account's personas, where it lags behind what was written. Undefined: what it holds. */
    shown: ((account: Account, by: "list" | "get") => readonly PersonaRow[]) | undefined;
    /** What becomes of a document that is stored. */
    storing: Storing;
    /** `mixed`: rows of one answer come in either vocabulary, and their dates in every format that Tavus uses. */
    dialect: "asked" | "mixed";
  };

export const usualBehaviour: Behaviour = {
  order: "newestFirst",
  seed: 1,
  pageMaximum: Number.POSITIVE_INFINITY,
  limitMaximum: Number.POSITIVE_INFINITY,
  total: "right",
  beyondEnd: "empty",
  brokenRows: [],
  getReply: "envelope",
  masksKeys: false,
  shown: undefined,
  storing: {},
  dialect: "asked",
  ...usualLife,
};
