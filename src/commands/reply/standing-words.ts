import type { Overview } from "../../personas/overview.ts";

/** How a persona stands to Tavus: `behind`, a linked one whose last change Tavus does not have; `leaving`, deleted here and not there yet. */
export type Standing = keyof Overview["counts"];

/** The one word for each, wherever it is said: in the list, the status, the help and the sync. */
export const standingWords: { [standing in Standing]: string } = {
  linked: "linked",
  behind: "linked, last change not in Tavus yet",
  pending: "waiting for Tavus",
  failed: "not linked",
  missing: "gone in Tavus",
  unlinked: "unlinked by hand",
  leaving: "deleted here, not in Tavus yet",
};
