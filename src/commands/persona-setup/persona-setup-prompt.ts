import { type ButtonAction, type Context, defineCommand } from "../../chat/command.ts";
import { defineForm } from "../../chat/form/form.ts";
import type { Reply } from "../../chat/reply.ts";
import { changedTeamPrompt } from "../../personas/team-prompt/text.ts";
import { overNotice } from "../persona-edit/edit-conflict.ts";
import type { Services } from "../services.ts";
import { changeButton, savedReply, teamPromptAsked } from "./persona-setup-reply.ts";
import { formIdOver, mergeStale, withOvertaken } from "./stale-form.ts";
import { storeSetup } from "./store-setup.ts";
import { offerFor } from "./team-prompt-all.ts";

/** It comes on top of what a prompt's own box takes. */
const mostCharacters = 1000;

const formName = "persona-team-prompt";

const promptForm = defineForm({
  title: "Team prompt",
  submit: "Save",
  fields: {
    text: {
      kind: "paragraph",
      label: "At the end of every new persona's prompt",
      hint: "What all are to keep to, such as a language or a tone. Empty: nothing is added.",
      maxLength: mostCharacters,
    },
  },
});

/** The form behind "Team prompt"; not a command of its own. */
export const personaTeamPrompt = defineCommand<Services, typeof promptForm.fields>({
  name: formName,
  summary: "Set what comes at the end of every new persona's prompt",
  access: "admin",
  isListed: false,
  form: promptForm,

  async run(typed, context) {
    const { services, member, formId } = context;
    const { fields } = promptForm;
    const { teamPrompt } = await services.settings.latest(member.tenantId);
    const now = valuesOf(teamPrompt);
    const { values, overtaken, isSaved } = mergeStale({ formId, fields }, typed, now);
    const change = { teamPrompt: changedTeamPrompt(teamPrompt, values.text) };
    // Too long a text for the line that says what was left out.
    const again =
      overtaken.length > 0 ? [await context.keepTyped({ ...formOver(now), notice: overNotice })] : [];
    await storeSetup({ isSaved, change, details: "team prompt" }, context);
    const reply = withOvertaken(await newStateReply(context), { fields, typed, overtaken, isSaved });
    return { ...reply, buttons: [...again, ...(reply.buttons ?? [])] };
  },
});

/** What is set, and first of all the way to those that it does not hold for yet. */
async function newStateReply(context: Context<Services>): Promise<Reply> {
  const offer = await offerFor(context);
  const reply = await savedReply(context, offer?.text);
  return offer ? { ...reply, buttons: [offer.button, teamPromptAsked, changeButton] } : reply;
}

export const teamPromptButton: ButtonAction<Services> = {
  access: "admin",
  opensForm: true,
  async run(_state, { services, member }) {
    const { teamPrompt } = await services.settings.latest(member.tenantId);
    const values = valuesOf(teamPrompt);
    return { kind: "form", ...formOver(values), values };
  },
};

function formOver(values: { text?: string }): { command: string; formId: string } {
  return { command: formName, formId: formIdOver(values, promptForm.fields) };
}

function valuesOf({ text }: { text: string }): { text?: string } {
  return text === "" ? {} : { text };
}
