import { cutText } from "../../cut-text.ts";
import { limits } from "../limits.ts";
import type { Choice } from "./field.ts";

/**
 * The options of a select that stands for a `pick` field: what is chosen now is always among them, first where it would
 * not be otherwise. Undefined where a select cannot hold it all, or there is nothing to choose from: then people type.
 */
export function offeredChoices(choices: readonly Choice[], chosen: string): Choice[] | undefined {
  const offered = [...new Map(choices.filter(fits).map((choice) => [choice.value, choice])).values()];
  if (offered.length === 0 || chosen.length > limits.option) return undefined;
  const shown = offered.slice(0, limits.options);
  if (chosen === "" || shown.some(({ value }) => value === chosen)) return shown.map(withLabel);
  const current = offered.find(({ value }) => value === chosen) ?? { value: chosen, label: chosen };
  return [current, ...shown].slice(0, limits.options).map(withLabel);
}

/** One value that a platform refuses would take the whole form with it. */
function fits({ value }: Choice): boolean {
  return value !== "" && value.length <= limits.option;
}

/** An empty label would be refused, and so would one that is too long. */
function withLabel({ value, label }: Choice): Choice {
  const text = label.trim() || value;
  return { value, label: cutText(text, limits.option) };
}
