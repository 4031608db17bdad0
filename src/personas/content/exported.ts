import type { PersonaContent } from "../../database/persona/content-columns.ts";
import { contentKeys, contentOfEach, fieldOf } from "./each-field.ts";

const exportedKeys = contentKeys.filter((key) => fieldOf(key).isExported);

/** What a team takes with it of what it said about a persona. */
export function exportedContent(persona: PersonaContent): Partial<PersonaContent> {
  return contentOfEach((_, key) => persona[key] ?? null, exportedKeys);
}
