import type { PersonaContent } from "../../database/persona/content-columns.ts";
import { contentOfVersion, type PersonaVersion } from "../../database/persona/version-store.ts";
import { initialContent } from "./draft.ts";
import { contentKeys, contentOfEach, fieldOf } from "./each-field.ts";

const exportedKeys = contentKeys.filter((key) => fieldOf(key).isExported);

/** What a team takes with it of a version; what came later than it is as a new persona has it. */
export function exportedVersion({ content }: Pick<PersonaVersion, "content">): Partial<PersonaContent> {
  return exportedContent(contentOfVersion(content, initialContent));
}

/** What a team takes with it of what it said about a persona. */
export function exportedContent(persona: PersonaContent): Partial<PersonaContent> {
  return contentOfEach((_, key) => persona[key] ?? null, exportedKeys);
}
