import { capital } from "../../chat/refusal.ts";
import type { Button, Fact, Reply } from "../../chat/reply.ts";
import type { PersonaDraft } from "../../personas/content/draft.ts";
import { fieldOf, typedKeys } from "../../personas/content/each-field.ts";
import { labelled } from "../../personas/content/labelled.ts";
import type { Changers } from "../../personas/history/changed-by.ts";
import type { Persona } from "../../personas/persona.ts";
import { quoted } from "../reply/persona-reply.ts";

/** Stands above a form that opens with what came too late. */
export const overNotice = "Sent, this takes the place of what was saved meanwhile.";

/** Whose form came too late, who was faster, and the button that opens what was typed into it. */
export type Late = { userId: string; changers: Changers; again: Button };

/** What was typed stays behind its button, and both versions can be read: theirs stands. */
export function conflictReply(persona: Persona, draft: PersonaDraft, late: Late): Reply {
  const { title, text, fact } = whatHappened(quoted(persona.name), late);
  const [mine, theirs] = isOwn(late) ? ["this-version", "saved-version"] : ["your-version", "their-version"];
  return {
    tone: "warning",
    title,
    text,
    facts: [{ label: "ID here", value: persona.id, code: true }, fact],
    files: [
      { name: `${mine}.md`, text: asText(draft), isTyped: true },
      { name: `${theirs}.md`, text: asText(persona) },
    ],
    buttons: [
      late.again,
      { label: "Edit", action: "edit", state: persona.id },
      { label: "Show", action: "show", state: persona.id },
    ],
  };
}

/** `what` was changed while a form of it was open. */
export function whatHappened(what: string, late: Late): { title: string; text: string; fact: Fact } {
  const fact = changedFact(late);
  const { label } = late.again;
  if (isOwn(late)) {
    return {
      title: `You have changed ${what} since this form was opened`,
      text: `What you saved then stays, and this was not saved. ${label} has what you typed here: saved from there, it takes the place of the other. Edit starts from what stands.`,
      fact,
    };
  }
  return {
    title: capital(`${what} was changed by somebody else meanwhile`),
    text: `Their version stays, and yours was not saved. ${label} has what you typed: saved from there, it takes the place of theirs. Edit starts from theirs.`,
    fact,
  };
}

/** Nobody but the person whose form it is. */
function isOwn({ userId, changers: { userIds, isAutomatic, isUnknown } }: Late): boolean {
  return !isAutomatic && !isUnknown && userIds.every((one) => one === userId);
}

function changedFact({ userId, changers: { userIds, isAutomatic, isUnknown } }: Late): Fact {
  const others = userIds.filter((one) => one !== userId);
  const named = [
    ...(userIds.includes(userId) ? ["you"] : []),
    ...(isAutomatic ? ["an automatic sync"] : []),
    ...(isUnknown ? ["somebody"] : []),
  ];
  const words = [...named, ...(others.length > 0 ? [""] : [])].join(" and ");
  return {
    label: "Changed",
    value: `by ${words}`.trim(),
    ...(others.length > 0 && { mentions: others.map((id) => ({ kind: "person", id }) as const) }),
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
