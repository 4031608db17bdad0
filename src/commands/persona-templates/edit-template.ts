import { type ButtonAction, type Context, defineCommand } from "../../chat/command.ts";
import type { ValuesOf } from "../../chat/form/field.ts";
import { FormRefused } from "../../chat/form/form-refused.ts";
import type { Reply } from "../../chat/reply.ts";
import { contentOf, digestOf, type PersonaDraft } from "../../personas/content/draft.ts";
import type { Template } from "../../personas/templates.ts";
import { randomId } from "../../random-id.ts";
import { namesForForm, suggestForForm } from "../persona-create/persona-create.ts";
import { asText } from "../persona-edit/edit-conflict.ts";
import { draftFrom, valuesOf } from "../persona-edit/edit-form.ts";
import { longTextNotices } from "../persona-edit/long-texts.ts";
import { quoted } from "../reply/persona-reply.ts";
import type { Services } from "../services.ts";
import { findTemplate } from "./find-template.ts";
import { allTemplates } from "./template-actions.ts";
import { editTemplateForm, errorsFor, mistakesInName, tidyName } from "./template-form.ts";
import { removedTemplateReply, templateReply } from "./template-reply.ts";

const formName = "persona-template-edit";

export const editTemplateButton: ButtonAction<Services> = {
  access: "manager",
  opensForm: true,
  async run(id, context) {
    const template = await findTemplate(id, context);
    if (template.isRemoved) return { kind: "reply", reply: removedTemplateReply(template) };
    const { content, revision } = template;
    const { template: _, ...values } = valuesOf(content);
    const notice = [...longTextNotices(content, {}), ...hiddenNotices(context)].join(" ");
    return {
      kind: "form",
      command: formName,
      formId: `${id}.${revision}.${randomId(6)}`,
      values,
      ...(notice && { notice }),
    };
  },
};

/** Discord's form has a place for texts and traits alone. */
function hiddenNotices({ member }: Context<Services>): string[] {
  return member.platform === "discord"
    ? ["What is not shown stays: its kind, replica, model and voice."]
    : [];
}

/** The form behind "Edit" under a template. */
export const personaTemplateEdit = defineCommand<Services, typeof editTemplateForm.fields>({
  name: formName,
  summary: "Change a template of the team",
  access: "manager",
  isListed: false,
  form: editTemplateForm,
  suggest: suggestForForm,
  choices: namesForForm,
  check: (values) => ({
    ...mistakesInName(values),
    ...(values.prompt.trim() === "" && !values.prompt_file && { prompt: noPrompt }),
  }),

  async run(values, context) {
    const { services, member, formId, saved } = context;
    const [id = "", revision = ""] = formId.split(".");
    const before = await findTemplate(id, context);
    const draft = draftOver(before, values);
    if (before.isRemoved) return withTyped(removedTemplateReply(before), draft);
    if (digestOf(draft) !== digestOf(before.content)) {
      const change = { id, revision: Number(revision), content: contentOf(draft), by: member.userId };
      const why = await services.templates.change(member.tenantId, change);
      if (why === "changed") return changedReply(await findTemplate(id, context), draft);
      if (why) throw new FormRefused(errorsFor(why));
      services.audit.record(context, { action: "setup", details: `template ${quoted(draft.name)} changed` });
    }
    await saved();
    const text = "New personas begin with it as it is now. Those that were made from it stay as they are.";
    return templateReply(await findTemplate(id, context), context, { tone: "success", title: "Saved", text });
  },
});

const noPrompt = "A template needs a prompt: type one, or add a prompt file.";

function draftOver({ content }: Template, values: ValuesOf<typeof editTemplateForm.fields>): PersonaDraft {
  const draft = draftFrom({ ...values, template: content.template }, content);
  return { ...draft, name: tidyName(values.name) };
}

/** Somebody else was faster: theirs stands, and what was typed comes back as a file. */
function changedReply(template: Template, draft: PersonaDraft): Reply {
  if (template.isRemoved) return withTyped(removedTemplateReply(template), draft);
  return withTyped(
    {
      tone: "warning",
      title: `The template ${quoted(template.content.name)} was changed by somebody else meanwhile`,
      text: "Their version stays. Yours was not saved and is in the file: press Edit to put it in again.",
      buttons: [
        { label: "Edit", action: "template-edit", state: template.id, style: "primary" },
        allTemplates,
      ],
    },
    draft,
  );
}

function withTyped(reply: Reply, draft: PersonaDraft): Reply {
  return { ...reply, files: [{ name: "your-version.md", text: asText(draft) }] };
}
