import { type ButtonAction, defineCommand, type FormContext } from "../../chat/command.ts";
import type { ValuesOf } from "../../chat/form/field.ts";
import { FormRefused } from "../../chat/form/form-refused.ts";
import type { Reply, ReplyFile } from "../../chat/reply.ts";
import { contentOf, digestOf, type PersonaDraft } from "../../personas/content/draft.ts";
import { type Changers, changersFrom } from "../../personas/history/changed-by.ts";
import type { Template } from "../../personas/templates.ts";
import { randomId } from "../../random-id.ts";
import { namesForForm, suggestForForm } from "../persona-create/persona-create.ts";
import { noPromptIn } from "../persona-create/persona-form.ts";
import { asText, overNotice, whatHappened } from "../persona-edit/edit-conflict.ts";
import { draftFrom, valuesOf } from "../persona-edit/edit-form.ts";
import { longTextNotices } from "../persona-edit/long-texts.ts";
import { quoted } from "../reply/persona-reply.ts";
import type { Services } from "../services.ts";
import { findTemplate } from "./find-template.ts";
import { allTemplates } from "./template-actions.ts";
import { editTemplateForm, errorsFor, mistakesInName, tidyName } from "./template-form.ts";
import { removedTemplateReply, templateReply } from "./template-reply.ts";

const formName = "persona-template-edit";
const createFormName = "persona-create";

export const editTemplateButton: ButtonAction<Services> = {
  access: "manager",
  opensForm: true,
  async run(id, context) {
    const template = await findTemplate(id, context);
    if (template.isRemoved) return { kind: "reply", reply: removedTemplateReply(template) };
    const { content } = template;
    const { template: _, ...values } = valuesOf(content);
    const notice = longTextNotices(content, {}).join(" ");
    return {
      kind: "form",
      command: formName,
      formId: formIdOf(template),
      values,
      ...(notice && { notice }),
    };
  },
};

function formIdOf({ id, revision }: Template): string {
  return `${id}.${revision}.${randomId(6)}`;
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
    ...noPromptIn(values, noPrompt),
  }),

  async run(values, context) {
    const { services, member, formId, saved } = context;
    const [id = "", revision = ""] = formId.split(".");
    const before = await findTemplate(id, context);
    const draft = draftOver(before, values);
    if (before.isRemoved) return removedMeanwhileReply(before, draft, context);
    if (digestOf(draft) !== digestOf(before.content)) {
      const change = { id, revision: Number(revision), content: contentOf(draft), by: member.userId };
      const why = await services.templates.change(member.tenantId, change);
      if (why === "changed") return changedReply(await findTemplate(id, context), draft, context);
      if (why) throw new FormRefused(errorsFor(why));
      services.audit.record(context, { action: "setup", details: `template ${quoted(draft.name)} changed` });
    }
    await saved();
    const text = "New personas begin with it as it is now. Those that were made from it stay as they are.";
    return templateReply(await findTemplate(id, context), context, { tone: "success", title: "Saved", text });
  },
});

const noPrompt = "A template needs a prompt: type one here.";

function draftOver({ content }: Template, values: ValuesOf<typeof editTemplateForm.fields>): PersonaDraft {
  const draft = draftFrom({ ...values, template: content.template }, content);
  return { ...draft, name: tidyName(values.name) };
}

type Sending = FormContext<Services>;

/** Another form was faster: what it says stands, and what was typed stays behind its button. */
async function changedReply(template: Template, draft: PersonaDraft, context: Sending): Promise<Reply> {
  if (template.isRemoved) return removedMeanwhileReply(template, draft, context);
  const { member, formId, keepTyped } = context;
  const again = await keepTyped({ command: formName, formId: formIdOf(template), notice: overNotice });
  const what = `the template ${quoted(template.content.name)}`;
  const late = { userId: member.userId, changers: changersOf(template, formId), again };
  const { title, text, fact } = whatHappened(what, late);
  return {
    tone: "warning",
    title,
    text,
    facts: [fact],
    files: fileOf(draft),
    buttons: [again, { label: "Edit", action: "template-edit", state: template.id }, allTemplates],
  };
}

/** Only who changed it last is known. */
function changersOf({ revision, updatedBy }: Template, formId: string): Changers {
  const opened = Number(formId.split(".")[1]);
  return changersFrom(revision - opened === 1 ? [updatedBy] : [updatedBy, undefined]);
}

/** Nothing takes it any more but a persona. */
async function removedMeanwhileReply(
  template: Template,
  draft: PersonaDraft,
  { keepTyped }: Sending,
): Promise<Reply> {
  const again = await keepTyped({ command: createFormName, formId: randomId(16) });
  const { text, buttons = [], ...reply } = removedTemplateReply(template);
  return {
    ...reply,
    text: `${text}\n${again.label} has what you typed: it becomes a persona there.`,
    files: fileOf(draft),
    buttons: [again, ...buttons.map((button) => ({ ...button, style: "secondary" as const }))],
  };
}

function fileOf(draft: PersonaDraft): ReplyFile[] {
  return [{ name: "your-version.md", text: asText(draft), isTyped: true }];
}
