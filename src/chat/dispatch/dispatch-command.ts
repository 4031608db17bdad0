import { randomId } from "../../random-id.ts";
import type { FormCommand } from "../command.ts";
import { asksForHelp, explainReply, unknownWordsReply } from "../explain-command.ts";
import { openForm } from "../fit/open-form.ts";
import { fetchEarlyFiles } from "../form/fetch-early-files.ts";
import type { FormValues } from "../form/field.ts";
import { openedFormId } from "../form/form-id.ts";
import { typedBack } from "../form/form-text.ts";
import { mistakeIn } from "../form/read-form.ts";
import { readSuggested } from "../form/suggested-values.ts";
import { readGivenMessage } from "../form/values-from-message.ts";
import { readText } from "../form/values-from-text.ts";
import { withChoices } from "../form/with-choices.ts";
import type { CommandInteraction } from "../interaction.ts";
import type { OwnAnswering } from "../own-answering.ts";
import { saveDraft } from "./answer-with.ts";
import { createContext } from "./create-context.ts";
import { deliver } from "./deliver.ts";
import type { Dispatching } from "./dispatch-deps.ts";
import { runPlain } from "./dispatch-plain.ts";
import type { Ending } from "./ending.ts";
import { refusalReply, sentenceReply, unknownCommandReply } from "./fixed-replies.ts";

/** A slash command arrived: opens its form, or runs it. */
export async function openCommand<Services>(
  deps: Dispatching<Services>,
  interaction: CommandInteraction,
  answering: OwnAnswering,
): Promise<Ending> {
  const command = deps.commands.find((candidate) => candidate.name === interaction.command);
  if (!command) return sayUnknown(deps, { interaction, answering });
  if (asksForHelp(interaction.text)) {
    await deliver(deps, { interaction, answering }, explainReply(command, interaction.member));
    return "answered";
  }
  const refusal = await deps.refusal(interaction.member, command.access);
  if (refusal) {
    await deliver(deps, { interaction, answering }, refusalReply(refusal));
    return "not allowed";
  }
  const { leftover } = readText(command, interaction.text);
  if (leftover) {
    await deliver(deps, { interaction, answering }, unknownWordsReply(command, leftover));
    return "not understood";
  }
  if (command.form) return openFormOf(deps, { command, interaction, answering });
  if (interaction.given) return sayUnknown(deps, { interaction, answering });
  return runPlain(deps, { command, interaction, answering });
}

type Opening<Services> = {
  command: FormCommand<Services>;
  interaction: CommandInteraction;
  answering: OwnAnswering;
};

async function openFormOf<Services>(
  deps: Dispatching<Services>,
  { command, interaction, answering }: Opening<Services>,
): Promise<Ending> {
  const { form, fromMessage } = command;
  const { given } = interaction;
  if (given && !fromMessage) return sayUnknown(deps, { interaction, answering });
  const begun = given && fromMessage && readGivenMessage(command, fromMessage, given);
  const context = createContext(deps, interaction, answering);
  const chosen = { ...interaction.values, ...readText(command, interaction.text).values };
  const asked = { ...(await readSuggested(command, chosen, context)), ...begun?.values };
  const mistakes = mistakesIn(command, asked);
  if (mistakes.length > 0) {
    const again = begun ? `Then choose “${fromMessage?.label}” again.` : `Then run /${command.name} again.`;
    const typed = begun ? {} : typedBack(form.fields, asked);
    await deliver(
      deps,
      { interaction, answering },
      { ...sentenceReply([...mistakes, again].join("\n"), deps.failedTitle(command.name)), ...typed },
    );
    return "form refused";
  }
  const filled = await command.fill?.(asked, context, true);
  const values = { ...asked, ...filled?.values };
  const notice = [begun?.notice, filled?.notice].filter(Boolean).join(" ");
  const draft = {
    formId: openedFormId(command, randomId(16), values),
    userId: interaction.member.userId,
    command: command.name,
    values,
    ...(notice && { notice }),
  };
  await answering.begin();
  await saveDraft(deps, interaction.member, draft);
  const open = { form, command: command.name, formId: draft.formId, values, ...(notice && { notice }) };
  await openForm(answering, await withChoices(deps, { command, interaction, answering }, open));
  await fetchEarlyFiles(deps, { fields: form.fields, interaction, answering, draft });
  return "form opened";
}

async function sayUnknown<Services>(
  deps: Dispatching<Services>,
  addressee: { interaction: CommandInteraction; answering: OwnAnswering },
): Promise<Ending> {
  await deliver(deps, addressee, unknownCommandReply());
  return "unknown";
}

/** Mistakes in what fills the form, text behind the command too: for one text too long a platform refuses the whole form. */
function mistakesIn<Services>({ form }: FormCommand<Services>, values: FormValues): string[] {
  return Object.entries(form.fields).flatMap(([key, field]) => {
    const mistake = values[key] === undefined ? undefined : mistakeIn(field, values[key]);
    return mistake ? [mistake] : [];
  });
}
