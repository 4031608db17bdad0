import { type ButtonAction, type Context, defineCommand } from "../../chat/command.ts";
import { FormRefused } from "../../chat/form/form-refused.ts";
import { readForm } from "../../chat/form/read-form.ts";
import type { Reply } from "../../chat/reply.ts";
import { cutText } from "../../cut-text.ts";
import { GoneError } from "../../errors.ts";
import { contentOf } from "../../personas/content/draft.ts";
import type { Persona } from "../../personas/persona.ts";
import type { Template } from "../../personas/templates.ts";
import { randomId } from "../../random-id.ts";
import { copyOf } from "../persona-create/copy.ts";
import { draftOf, personaForm } from "../persona-create/persona-form.ts";
import { findOrReply } from "../reply/find-or-reply.ts";
import { quoted } from "../reply/persona-reply.ts";
import type { Services } from "../services.ts";
import {
  errorsFor,
  longestTemplateName,
  mistakesInName,
  saveTemplateForm,
  tidyName,
} from "./template-form.ts";
import { removedTemplateReply, templateReply } from "./template-reply.ts";

const formName = "persona-template-save";

/** Asks for nothing but a name. */
export const saveTemplateButton: ButtonAction<Services> = {
  access: "manager",
  opensForm: true,
  async run(id, context) {
    const found = await findOrReply(id, context);
    if ("reply" in found) return { kind: "reply", reply: found.reply };
    return {
      kind: "form",
      command: formName,
      formId: `${id}.${randomId(10)}`,
      values: { name: cutText(tidyName(found.persona.name), longestTemplateName) },
    };
  },
};

/** The form behind "Save as template": the template holds what the persona is when the form is sent. */
export const personaTemplateSave = defineCommand<Services, typeof saveTemplateForm.fields>({
  name: formName,
  summary: "Save a persona as a template of the team",
  access: "manager",
  isListed: false,
  form: saveTemplateForm,
  check: mistakesInName,

  async run({ name }, context) {
    const { services, member, formId, saved } = context;
    const [id = ""] = formId.split(".");
    const persona = await services.personas.find(member.tenantId, id);
    if (!persona) throw new GoneError("This persona was deleted while the form was open. Nothing was saved.");
    const { content, lost } = await contentFrom(persona, tidyName(name), context);
    const made = await services.templates.insert(member.tenantId, { formId, content, by: member.userId });
    if (made === "nameTaken" || made === "full") throw new FormRefused(errorsFor(made));
    if (made === "changed") throw new Error("A new template has no earlier revision.");
    await saved();
    const { template, isNew } = made;
    if (isNew) {
      services.audit.record(context, {
        action: "setup",
        details: `template ${quoted(template.content.name)} saved`,
      });
    }
    return template.isRemoved
      ? removedTemplateReply(template)
      : savedReply({ template, persona, lost }, context);
  },
});

/** What the form of a new persona would hold of it. The team's default replica is left out: later on another may be that. */
async function contentFrom(persona: Persona, name: string, { services, member }: Context<Services>) {
  const { values, lost } = copyOf(persona);
  const { defaultReplicaId } = await services.settings.of(member.tenantId);
  const replica = persona.replicaId === defaultReplicaId ? "" : values.replica;
  const read = readForm(personaForm, { ...values, replica, template: "blank", name });
  if ("errors" in read) throw new FormRefused({ name: Object.values(read.errors).join(" ") });
  return { content: contentOf(draftOf(read.values)), lost };
}

function savedReply(
  { template, persona, lost }: { template: Template; persona: Persona; lost: readonly string[] },
  context: Context<Services>,
): Promise<Reply> {
  const text = [
    `It holds what ${quoted(persona.name)} is now; later changes of that do not change it. Whoever makes a persona is offered it.`,
    ...lost.map((one) => `• ${one}`),
  ].join("\n");
  const title = `${quoted(template.content.name)} is a template of your team`;
  return templateReply(template, context, { tone: "success", title, text });
}
