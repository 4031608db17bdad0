import type { PersonaContent } from "../../database/persona/content-columns.ts";

export type Prompted = { id: string } & Pick<
  PersonaContent,
  "prompt" | "promptIsWhole" | "description" | "traits" | "context"
>;

/**
 * The text sent to Tavus as `system_prompt`. Context belongs in it since Tavus deprecated its own field for that
 * (February 2026). Always the same text for the same persona, always ending with its record line.
 */
export function composePrompt(persona: Prompted): string {
  return withRecordLine(bodyOf(persona).join("\n\n"), persona.id);
}

function bodyOf(persona: Prompted): string[] {
  if (persona.promptIsWhole) return [persona.prompt];
  const { traits } = persona;
  return [
    persona.prompt,
    ...(persona.description.trim() ? [`Who you are: ${persona.description}`] : []),
    ...(traits.length > 0 ? [`Your manner: ${traits.join(", ")}.`] : []),
    ...(persona.context.trim() ? [`What you know:\n${persona.context}`] : []),
  ];
}

/** By it alone a lost create is recognised. Tavus may have made blanks of the line breaks around it. */
const marks = /\[record (per_[a-z0-9]{10})\]/g;
const markAtEnd = /\[record per_[a-z0-9]{10}\]\s*$/;

/** With the line breaks that we put before it, or the blanks that have become of them. */
const markInText = /(?:(?:\r?\n){1,2}|[ \t]{1,2})?\[record per_[a-z0-9]{10}\]/g;

/** A line of its own that was a record line before somebody typed into it. */
const damagedLine = /(?:^|(?:\r?\n){1,2})[ \t]*\[?record per_[a-z0-9]{1,10}\]?[ \t]*(?=\r?\n|$)/gi;

/** What people append in Tavus, after the record line, may be as many lines as this. */
const lastLines = 100;

/** The id in the last record line among the last lines of a prompt; undefined when there is none. */
export function recordIn(prompt: string): string | undefined {
  const [, tail] = splitTail(prompt);
  return [...tail.matchAll(marks)].at(-1)?.[1];
}

/** The prompt without its record lines, for people and comparisons. */
export function withoutRecordLine(prompt: string): string {
  // Most prompts can have none, and a sync reads thousands.
  if (!prompt.includes("_")) return prompt;
  const [head, tail] = splitTail(prompt);
  if (!/record per_/i.test(tail)) return prompt;
  const left = tail.replace(markInText, "").replace(damagedLine, "");
  // Behind the mark Tavus may have left blanks; those before it are people's own.
  return head + (markAtEnd.test(tail) ? left.substring(0, left.length - trailingBlanksOf(tail)) : left);
}

/**
 * The same text with this record's line at its end and no other; undefined where there is nothing to tidy: it is so, or
 * there is no text or no such line.
 */
export function tidyRecordLine(prompt: unknown, id: string): string | undefined {
  if (typeof prompt !== "string") return undefined;
  const body = withoutRecordLine(prompt);
  const line = prompt.startsWith(body) ? prompt.slice(body.length).trim() : "";
  return body === prompt || line === `[record ${id}]` ? undefined : withRecordLine(body, id);
}

function withRecordLine(text: string, id: string): string {
  return `${withoutRecordLine(text)}\n\n[record ${id}]`;
}

function trailingBlanksOf(text: string): number {
  return text.length - text.trimEnd().length;
}

/** Other people's prompts are searched too, so all but the last lines of a long one is passed over at once. */
function splitTail(text: string): [head: string, tail: string] {
  let start = text.length;
  for (let lines = 0; lines < lastLines && start > 0; lines += 1) start = text.lastIndexOf("\n", start - 1);
  const at = Math.max(start, 0);
  return [text.substring(0, at), text.slice(at)];
}
