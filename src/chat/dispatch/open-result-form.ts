import type { FormResult } from "../command.ts";
import { openForm } from "../fit/open-form.ts";
import { fetchEarlyFiles } from "../form/fetch-early-files.ts";
import { openedFormId } from "../form/form-id.ts";
import { withChoices } from "../form/with-choices.ts";
import type { Answering, Interaction } from "../interaction.ts";
import { saveDraft } from "./answer-with.ts";
import { deliverFailure } from "./deliver.ts";
import type { Dispatching } from "./dispatch-deps.ts";
import type { Ending } from "./ending.ts";
import { outdatedButtonReply } from "./fixed-replies.ts";

/** Opens the form that a command or button ended in, keeps what it was filled in with, and then fetches its files. */
export async function openResultForm<Services>(
  deps: Dispatching<Services>,
  { interaction, answering }: { interaction: Interaction; answering: Answering },
  { command, formId: given, values, notice }: FormResult,
): Promise<Ending> {
  const found = deps.commands.find((candidate) => candidate.name === command);
  if (!found?.form) {
    await deliverFailure(deps, { interaction, answering }, outdatedButtonReply(), { mayHelp: false });
    return "unknown";
  }
  const { userId } = interaction.member;
  const formId = openedFormId(found, given, values);
  const said = notice ? { notice } : {};
  const draft = { formId, userId, command, values, ...said };
  await saveDraft(deps, interaction.member, draft);
  const open = { form: found.form, command, formId, values, ...said };
  await openForm(answering, await withChoices(deps, { command: found, interaction, answering }, open));
  await fetchEarlyFiles(deps, { fields: found.form.fields, interaction, answering, draft });
  return "form opened";
}
