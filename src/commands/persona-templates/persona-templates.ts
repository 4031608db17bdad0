import { type ButtonAction, type Context, definePlainCommand } from "../../chat/command.ts";
import { limits } from "../../chat/limits.ts";
import type { Reply } from "../../chat/reply.ts";
import { UserError } from "../../errors.ts";
import type { Template } from "../../personas/templates.ts";
import { randomId } from "../../random-id.ts";
import { shortName } from "../../short-name.ts";
import { fold } from "../../text/fold.ts";
import { withoutQuotes } from "../../text/quotes.ts";
import { fillInto } from "../persona-create/fill.ts";
import { personaForm } from "../persona-create/persona-form.ts";
import { filedTexts } from "../persona-show/show-fields.ts";
import { quoted } from "../reply/persona-reply.ts";
import type { Services } from "../services.ts";
import { editTemplateButton } from "./edit-template.ts";
import { findTemplate } from "./find-template.ts";
import { saveTemplateButton } from "./save-template.ts";
import { listTemplatesAction, saveTemplateAction, showTemplateAction } from "./template-actions.ts";
import { whyNot } from "./template-form.ts";
import { templatesReply } from "./template-list.ts";
import { askToRemoveReply, removedTemplateReply, templateReply, textAction } from "./template-reply.ts";

const options = {
  template: {
    kind: "search",
    early: true,
    label: "Template",
    hint: "Its name; without it all of your team's templates",
  },
} as const;

/** The team's own templates: looked at, changed, removed and brought back. */
export const personaTemplates = definePlainCommand<Services, typeof options>({
  name: "persona-templates",
  summary: "List, change and remove your team's own templates",
  access: "manager",
  options,
  suggest: suggestNames,
  buttons: {
    [listTemplatesAction]: {
      access: "manager",
      run: async (page, context) => ({
        kind: "reply",
        reply: await templatesReply(Number(page) || 0, context),
      }),
    },
    [saveTemplateAction]: saveTemplateButton,
    [showTemplateAction]: aboutTemplate(templateReply),
    [textAction]: { access: "manager", opensForm: true, run: openText },
    "template-edit": editTemplateButton,
    "template-use": { access: "author", opensForm: true, run: useTemplate },
    "template-remove": aboutTemplate((template) => askToRemoveReply(template)),
    "template-remove-yes": aboutTemplate(remove),
    "template-back": { access: "manager", run: bringBack },
  },

  async run({ template }, context) {
    const { services, member } = context;
    const name = withoutQuotes(template);
    if (name === "") return templatesReply(0, context);
    const found = await services.templates.findByName(member.tenantId, name);
    if (found) return templateReply(found, context);
    const list = await templatesReply(0, context);
    return { ...list, title: `Your team has no template called ${quoted(name)}` };
  },
});

async function suggestNames(_field: string, typed: string, { services, member }: Context<Services>) {
  const { templates } = await services.settings.of(member.tenantId);
  const wanted = fold(typed);
  const found = templates.filter((name) => fold(name).includes(wanted));
  return found.map((name) => ({ value: name, label: shortName(name, limits.option) }));
}

/** A button about one that is in use; of one that was removed it says so. */
function aboutTemplate(
  answer: (template: Template, context: Context<Services>) => Reply | Promise<Reply>,
): ButtonAction<Services> {
  return {
    access: "manager",
    async run(id, context) {
      const template = await findTemplate(id, context);
      const reply = template.isRemoved ? removedTemplateReply(template) : await answer(template, context);
      return { kind: "reply", reply };
    },
  };
}

async function remove(template: Template, context: Context<Services>): Promise<Reply> {
  const { services, member } = context;
  if (await services.templates.remove(member.tenantId, template.id)) {
    const details = `template ${quoted(template.content.name)} removed`;
    services.audit.record(context, { action: "setup", details });
  }
  return removedTemplateReply(template);
}

async function bringBack(id: string, context: Context<Services>) {
  const { services, member } = context;
  const removed = await findTemplate(id, context);
  const why = await services.templates.bringBack(member.tenantId, removed);
  if (why === "nameTaken" || why === "full") throw new UserError(`It was not brought back. ${whyNot[why]}`);
  if (why === undefined) {
    const details = `template ${quoted(removed.content.name)} brought back`;
    services.audit.record(context, { action: "setup", details });
  }
  const text = "It is offered again to whoever makes a persona.";
  const head = { tone: "success", title: `${quoted(removed.content.name)} is here again`, text } as const;
  return { kind: "reply", reply: await templateReply(removed, context, head) } as const;
}

/** The form of a new persona, filled in from it. */
async function useTemplate(id: string, context: Context<Services>) {
  const template = await findTemplate(id, context);
  if (template.isRemoved) return { kind: "reply", reply: removedTemplateReply(template) } as const;
  const { values, notice } = await fillInto(personaForm.fields)(
    { template: template.content.name },
    context,
    true,
  );
  const form = { command: "persona-create", formId: randomId(16), values, ...(notice && { notice }) };
  return { kind: "form", ...form } as const;
}

/** A text that is too long for the message. */
async function openText(state: string, context: Context<Services>) {
  const [id = "", key] = state.split(".");
  const { content } = await findTemplate(id, context);
  const found = filedTexts.find((text) => text.key === key);
  if (!found) throw new UserError("This text is not here any more. /persona-templates shows what is.");
  const { title, name, textOf } = found;
  return { kind: "text", title, name, text: textOf(content) } as const;
}
