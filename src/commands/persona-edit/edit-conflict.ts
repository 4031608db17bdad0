import type { Reply } from "../../chat/reply.ts";
import type { PersonaDraft } from "../../personas/content/draft.ts";
import { fieldOf, typedKeys } from "../../personas/content/each-field.ts";
import { labelled } from "../../personas/content/labelled.ts";
import type { Persona } from "../../personas/persona.ts";
import { quoted } from "../reply/persona-reply.ts";

/** Both versions, so that nothing typed is lost: theirs stands, this person's comes back as a file. */
export function conflictReply(persona: Persona, draft: PersonaDraft): Reply {
  return {
    tone: "warning",
    title: `${quoted(persona.name)} was changed by somebody else meanwhile`,
    text: "Their version stays. Yours was not saved; both are in the files. Press Edit to start from their version and put yours in again.",
    facts: [{ label: "ID here", value: persona.id, code: true }],
    files: [
      { name: "your-version.md", text: asText(draft) },
      { name: "their-version.md", text: asText(persona) },
    ],
    buttons: [
      { label: "Edit", action: "edit", state: persona.id, style: "primary" },
      { label: "Show", action: "show", state: persona.id },
    ],
  };
}

/** One version, to be read as a file. */
export function asText(version: PersonaDraft): string {
  const standing = (as: Standing) =>
    labelled(
      version,
      typedKeys.filter((key) => fieldOf(key).inVersion === as),
    );
  return [
    ...standing("title").map(({ words }) => `# ${words}`),
    standing("line")
      .map(({ label, words }) => `${label}: ${words}`)
      .join("\n"),
    ...standing("section").map(({ label, words }) => `## ${label}\n${words}`),
  ].join("\n\n");
}

type Standing = ReturnType<typeof fieldOf>["inVersion"];
