import { mostEarlier } from "../../database/team/team-prompt.ts";
import type { TeamPrompt } from "../../tenants/settings.ts";

/**
 * The prompt with the team's text as its last paragraph, in place of what the team had there before. Where the text stands
 * in it already, wherever that is, it is not added. Blanks and line breaks count as one another: Tavus may change them.
 */
export function withTeamPrompt(prompt: string, { text, earlier }: TeamPrompt): string {
  const [longest] = [text, ...earlier]
    .filter((one) => one !== "")
    .flatMap((one) => lastParagraph(prompt, one) ?? [])
    .sort((one, other) => one.at - other.at);
  if (longest?.text === text) return prompt;
  const own = longest ? prompt.substring(0, longest.at).trimEnd() : prompt;
  if (text === "" || inOneLine(own).includes(inOneLine(text).trim())) return own;
  return `${own.trimEnd()}\n\n${text}`;
}

/** Where this text begins that ends the prompt, with a blank line or what has become of one before it. */
function lastParagraph(prompt: string, text: string): { text: string; at: number } | undefined {
  const at = startOfEnding(prompt, text) ?? 0;
  const before = prompt.substring(0, at);
  return /\s\s$/.test(before.slice(-2)) && before.trim() !== "" ? { text, at } : undefined;
}

/**
 * Where the words begin that end the prompt, whatever blanks stand between them; undefined where they do not end it. Word by word from
 * behind: a pattern of a thousand words is tried anew from each place of a prompt that is like it.
 */
function startOfEnding(prompt: string, text: string): number | undefined {
  let rest = prompt.trimEnd();
  for (const [index, word] of wordsOf(text).toReversed().entries()) {
    const end = rest.trimEnd();
    if (!end.endsWith(word) || (index > 0 && end.length === rest.length)) return undefined;
    rest = end.substring(0, end.length - word.length);
  }
  return rest.length;
}

/** Another text in its place; the one before is remembered. */
export function changedTeamPrompt({ text: before, earlier }: TeamPrompt, text: string): TeamPrompt {
  const known = [...new Set([before, ...earlier])].filter((one) => one !== "" && one !== text);
  return { text, earlier: known.slice(0, mostEarlier) };
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}

function inOneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}
