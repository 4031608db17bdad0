import { inQuotes } from "../short-name.ts";
import type { WarningView } from "./details.ts";

/** Room for what tells one refusal from another, in a line of several warnings. */
const longestWords = 60;

/** As a list names them. Each reason of Tavus's to refuse is a warning of its own: where titles are the same, its words tell them apart. */
export function toldApart<View extends Pick<WarningView, "title" | "words">>(
  warnings: readonly View[],
): View[] {
  return warnings.map((warning) => {
    const { title, words } = warning;
    const isAlone = warnings.filter((other) => other.title === title).length === 1;
    return isAlone || !words ? warning : { ...warning, title: `${title}: ${inQuotes(words, longestWords)}` };
  });
}
