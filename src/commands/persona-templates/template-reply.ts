import type { Context } from "../../chat/command.ts";
import type { Reply, ReplyFile } from "../../chat/reply.ts";
import { timeMark } from "../../chat/time-mark.ts";
import type { PersonaDraft } from "../../personas/content/draft.ts";
import type { Template } from "../../personas/templates.ts";
import { replicaNamed } from "../ask/replica-choices.ts";
import { voiceNamed } from "../ask/voice-choices.ts";
import { fieldFacts, fieldFiles, fieldTexts } from "../persona-show/show-fields.ts";
import { quoted } from "../reply/persona-reply.ts";
import type { Services } from "../services.ts";
import { allTemplates, showTemplateAction } from "./template-actions.ts";

type Asking = Pick<Context<Services>, "services" | "member">;

/** Everything that a template puts into a form, and what can be done with it. */
export async function templateReply(
  template: Template,
  { services, member }: Asking,
  head: Partial<Pick<Reply, "tone" | "title" | "text">> = {},
): Promise<Reply> {
  const { id, updatedBy, updatedMs } = template;
  const shown = shownOf(template);
  const [replicaId, voiceId] = await Promise.all([
    shown.replicaId && replicaNamed(member.tenantId, shown.replicaId, services),
    shown.voiceId && voiceNamed(member.tenantId, shown.voiceId, services),
  ]);
  const files = filesOf(template);
  return {
    tone: "neutral",
    title: `Template ${quoted(shown.name)}`,
    ...head,
    text: [...(head.text ? [head.text, ""] : []), ...fieldTexts(shown)].join("\n"),
    facts: [
      ...fieldFacts(shown, { replicaId: replicaId || "Your team's default", ...(voiceId && { voiceId }) }),
      {
        label: "Saved",
        value: `${timeMark(updatedMs)} by`,
        mentions: [{ kind: "person", id: updatedBy }],
      },
    ],
    ...(files.length > 0 && { files }),
    buttons: [
      { label: "New persona from it", action: "template-use", state: id, style: "primary" },
      { label: "Edit", action: "template-edit", state: id },
      { label: "Remove", action: "template-remove", state: id, style: "danger" },
      allTemplates,
    ],
  };
}

/** What it is without a name of a template of its own. */
function shownOf({ content }: Template): PersonaDraft {
  return { ...content, template: "" };
}

export const textAction = "template-text";

/** On Slack a button opens them. */
function filesOf(template: Template): ReplyFile[] {
  return fieldFiles({ ...shownOf(template), id: template.id }).map(({ open, ...file }) => ({
    ...file,
    ...(open && { open: { action: textAction, state: `${template.id}.${open.action}` } }),
  }));
}

/** It was removed, by this press or before. */
export function removedTemplateReply({ id, content }: Template): Reply {
  return {
    tone: "neutral",
    title: `The template ${quoted(content.name)} was removed`,
    text: "Personas that were made from it stay as they are. For a day it can be brought back.",
    buttons: [{ label: "Bring back", action: "template-back", state: id, style: "primary" }, allTemplates],
  };
}

export function askToRemoveReply({ id, content }: Template): Reply {
  return {
    tone: "warning",
    title: `Remove the template ${quoted(content.name)}?`,
    text: "Nobody is offered it any more. Personas that were made from it stay as they are.",
    buttons: [
      { label: "Keep it", action: showTemplateAction, state: id, style: "primary" },
      { label: "Remove it", action: "template-remove-yes", state: id, style: "danger" },
    ],
  };
}
