import { type Context, defineCommand, definePlainCommand } from "../../chat/command.ts";
import type { FormValues } from "../../chat/form/field.ts";
import type { Reply } from "../../chat/reply.ts";
import { resolvePersona, suggestPersonas } from "../ask/persona-option.ts";
import { fillInto } from "../persona-create/fill.ts";
import { namesForForm, suggestForForm } from "../persona-create/persona-create.ts";
import { noPromptIn } from "../persona-create/persona-form.ts";
import { withUndo } from "../persona-history/with-undo.ts";
import { outcomeOrChoice } from "../persona-show/outcome-or-choice.ts";
import { changesLine, withNote } from "../reply/changes.ts";
import { findOwn, note, noteDeleted } from "../reply/persona-buttons.ts";
import type { Services } from "../services.ts";
import { conflictReply, overNotice } from "./edit-conflict.ts";
import { draftFrom, editForm, editFormFor, editFormId, editFormName, type FormNames } from "./edit-form.ts";
import { chosenIn, editOptions } from "./edit-options.ts";

/** The form, filled in; what is saved goes to Tavus too. */
export const personaEdit = definePlainCommand<Services, typeof editOptions>({
  name: "persona-edit",
  summary: "Change a persona here and in Tavus",
  access: "author",
  opensForm: true,
  options: editOptions,
  suggest: (field, typed, context) =>
    field === "persona" ? suggestPersonas(typed, context) : suggestForForm(field, typed, context),
  buttons: {
    edit: {
      access: "author",
      opensForm: true,
      run: async (id, context) => editFormFor(await findOwn(id, context)),
    },
  },

  async run(values, context) {
    const chosen = chosenIn(values);
    const found = await resolvePersona(values.persona, "edit", context);
    if ("ask" in found) return Object.keys(chosen).length > 0 ? withoutOptions(found.ask) : found.ask;
    const names = await namesOfChosen(chosen, context);
    return editFormFor(await findOwn(found.persona.id, context), chosen, names);
  },
});

/** By what the chosen replica and voice are called, as far as that is in memory: the form must open at once. */
async function namesOfChosen(chosen: FormValues, context: Context<Services>): Promise<FormNames> {
  const offered = Object.entries(await namesForForm(context));
  const named = offered.flatMap(([key, choices]) => {
    const found = choices.find(({ value }) => value === chosen[key]);
    return found ? [[key, found.label] as const] : [];
  });
  return Object.fromEntries(named);
}

/** The menu leads to the form, but not the options with it. */
function withoutOptions(ask: Reply): Reply {
  const note = "Your other options are not kept: run the command again with the ID of the one you mean.";
  return ask.menu ? { ...ask, notes: [...(ask.notes ?? []), note] } : ask;
}

/** The form that `/persona-edit` and the Edit button open. */
export const personaEditForm = defineCommand<Services, typeof editForm.fields>({
  name: editFormName,
  summary: "Change a persona",
  access: "author",
  isListed: false,
  isToldByQueue: true,
  form: editForm,
  suggest: suggestForForm,
  choices: namesForForm,
  fill: fillInto(editForm.fields),
  check: (values) => noPromptIn(values, "A persona needs a prompt: type one, or add a prompt file."),

  async run(values, context) {
    const [id = "", baseRevision = ""] = context.formId.split(".");
    const persona = await findOwn(id, context);
    const draft = draftFrom(values, persona);
    const by = context.member.userId;
    const request = { tenantId: persona.tenantId, id, draft, baseRevision: Number(baseRevision), by };
    const editing = context.services.personas.edit(request, context.saved);
    const result = await noteDeleted(context, { action: "edit", persona }, editing);
    if (result.kind === "conflict") {
      const form = { command: editFormName, formId: editFormId(result.persona), notice: overNotice };
      const again = await context.keepTyped(form);
      return conflictReply(result.persona, draft, { userId: by, changers: result.changers, again });
    }
    note(context, "edit", result.persona);
    // Somebody else may have changed it once more since.
    const line = changesLine(persona, draft);
    const told = withNote(await outcomeOrChoice(result.persona, context), line);
    return line === undefined ? told : withUndo(told, { id, of: ["edit"], context });
  },
});
