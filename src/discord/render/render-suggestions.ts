import type { APIApplicationCommandOptionChoice } from "discord.js";
import type { Choice } from "../../chat/form/field.ts";
import { limits } from "../../chat/limits.ts";
import { cutText } from "../../cut-text.ts";

/** https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-option-choice-structure */
const longestChoice = 100;

/** A value is never cut: it would be another one. */
export function renderSuggestions(choices: readonly Choice[]): APIApplicationCommandOptionChoice<string>[] {
  const fitting = choices.filter(({ value }) => value.length <= longestChoice);
  return fitting.slice(0, limits.options).map(({ label, value }) => ({
    name: cutText(label, longestChoice),
    value,
  }));
}
