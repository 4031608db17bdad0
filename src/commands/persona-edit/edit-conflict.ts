import type { Reply } from "../../chat/reply.ts";
import type { Persona, PersonaDraft } from "../../personas/persona.ts";
import { quoted } from "../reply/persona-reply.ts";

/** Both versions, so that nothing typed is lost: theirs stands, this person's comes back as a file. */
export function conflictReply(persona: Persona, draft: PersonaDraft): Reply {
  return {
    tone: "warning",
    title: `${quoted(persona.name)} was changed by somebody else meanwhile`,
    text: "Their version stands. Yours was not saved; both are in the files. Press Edit to start from their version and put yours in again.",
    facts: [{ label: "Record here", value: persona.id, code: true }],
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

function asText(version: PersonaDraft | Persona): string {
  const { name, kind, replicaId, model: itsModel, description, traits, prompt, context } = version;
  const { voiceSpeed, voiceEmotion } = version;
  return [
    `# ${name}`,
    `Kind: ${kind}\nReplica: ${replicaId ?? "Tavus's default"}\nModel: ${itsModel || "Tavus's default"}\nVoice: ${voiceSpeed}, emotion ${voiceEmotion}`,
    `## Description\n${description}`,
    `## Traits\n${traits.join(", ")}`,
    `## System prompt\n${prompt}`,
    `## Context\n${context}`,
  ].join("\n\n");
}
