import type { types } from "@slack/bolt";
import type { Choice } from "../../chat/form/field.ts";
import type { Answering } from "../../chat/interaction.ts";
import { cutText } from "../../cut-text.ts";
import type { SuggestionPayload } from "../read/payload.ts";
import { blockLimits } from "../render/block-limits.ts";
import { plain } from "../render/text.ts";
import type { Acknowledgement } from "./acknowledgement.ts";
import { type AnswerTools, answersNothing } from "./answer-tools.ts";

export type AnsweredOptions = { options: types.PlainTextOption[] };

/** Answers somebody who is typing into a search field. */
export function answerSuggestion(
  arrival: { body: SuggestionPayload; acknowledgement: Acknowledgement<AnsweredOptions> },
  tools: AnswerTools,
): Answering {
  const { body, acknowledgement } = arrival;
  return {
    ...answersNothing("search field", tools),
    async suggest(choices) {
      await acknowledgement.give({ options: renderSuggestions(choices, body.value) });
    },
  };
}

/**
 * What was typed is on offer too where it may be an id: Slack takes nothing but an option. First where it has a digit in
 * it, as ids have; otherwise it is probably the beginning of a name, and comes last.
 */
export function renderSuggestions(choices: readonly Choice[], typed: string): types.PlainTextOption[] {
  const id = typed.trim();
  const isOffered = choices.some((choice) => choice.value === id);
  const own = looksLikeId(id) && !isOffered ? [{ value: id, label: `Use “${id}”` }] : [];
  const known = choices.slice(0, blockLimits.suggestions - own.length);
  const all = /\d/.test(id) ? [...own, ...known] : [...known, ...own];
  const taken = all.filter((choice) => choice.value.length <= blockLimits.optionValue);
  return taken.map(({ label, value }) => ({
    text: plain(cutText(label, blockLimits.optionText)),
    value,
  }));
}

/** Of a replica, a persona, or a model, such as tavus-gemini-2.5-flash. */
function looksLikeId(text: string): boolean {
  return /^[\w.:/-]{3,}$/.test(text);
}
