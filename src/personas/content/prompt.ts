import type { PersonaContent } from "../../database/persona/content-columns.ts";

/**
 * The last line of a prompt we sent, with the empty one before it: by it alone a lost create is recognised. Other
 * people's prompts are searched too, so it takes no longer on a text made of blank lines.
 */
const recordLine = /(?:^|\n{1,2})\[record (per_[a-z0-9]{10})\]\s*$/;

export type Prompted = { id: string } & Pick<
  PersonaContent,
  "prompt" | "promptIsWhole" | "description" | "traits" | "context"
>;

/**
 * The text sent to Tavus as `system_prompt`. Context belongs in it since Tavus deprecated its own field for that
 * (February 2026). Always the same text for the same persona, always ending with its record line.
 */
export function composePrompt(persona: Prompted): string {
  return [...bodyOf(persona), `[record ${persona.id}]`].join("\n\n");
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

/** The id in the record line at the very end of a prompt; undefined when there is none. */
export function recordIn(prompt: string): string | undefined {
  return recordLine.exec(prompt)?.[1];
}

/** The prompt without its record line, for people and comparisons. */
export function withoutRecordLine(prompt: string): string {
  return prompt.replace(recordLine, "");
}
