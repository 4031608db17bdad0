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
  if (text === "" || new RegExp(patternOf(text)).test(own)) return own;
  return `${own.trimEnd()}\n\n${text}`;
}

/** Where this text begins that ends the prompt, with a blank line or what has become of one before it. */
function lastParagraph(prompt: string, text: string): { text: string; at: number } | undefined {
  const at = prompt.trimEnd().search(new RegExp(`${patternOf(text)}$`));
  const before = prompt.substring(0, Math.max(at, 0));
  return /\s\s$/.test(before) && before.trim() !== "" ? { text, at } : undefined;
}

/** Another text in its place; the one before is remembered. */
export function changedTeamPrompt({ text: before, earlier }: TeamPrompt, text: string): TeamPrompt {
  const known = [...new Set([before, ...earlier])].filter((one) => one !== "" && one !== text);
  return { text, earlier: known.slice(0, mostEarlier) };
}

function patternOf(text: string): string {
  return text.split(/\s+/).filter(Boolean).map(escaped).join(String.raw`\s+`);
}

function escaped(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}
