import { randomId } from "../random-id.ts";
import type { FormCommand } from "./command.ts";
import type { Ending } from "./dispatch.ts";
import type { DispatchDeps } from "./dispatch-deps.ts";
import { runPlain } from "./dispatch-plain.ts";
import { type FormValues, isFileReference, type TextFile } from "./field.ts";
import { refusalReply, sentenceReply, unknownCommandReply } from "./fixed-replies.ts";
import type { Answering, CommandInteraction } from "./interaction.ts";
import { mistakeIn } from "./read-form.ts";
import { valuesFromText } from "./values-from-text.ts";

/** A slash command arrived: opens its form, or runs it. */
export async function openCommand<Services>(
  deps: DispatchDeps<Services>,
  interaction: CommandInteraction,
  answering: Answering,
): Promise<Ending> {
  const command = deps.commands.find((candidate) => candidate.name === interaction.command);
  if (!command) {
    await answering.answer(unknownCommandReply());
    return "unknown";
  }
  const refusal = await deps.refusal(interaction.member, command.access);
  if (refusal) {
    await answering.answer(refusalReply(refusal));
    return "not allowed";
  }
  if (command.form) return openForm(deps, { command, interaction, answering });
  return runPlain(deps, { command, interaction, answering });
}

type Opening<Services> = {
  command: FormCommand<Services>;
  interaction: CommandInteraction;
  answering: Answering;
};

async function openForm<Services>(
  deps: DispatchDeps<Services>,
  { command, interaction, answering }: Opening<Services>,
): Promise<Ending> {
  const { form } = command;
  const asked = { ...interaction.values, ...valuesFromText(form.fields, interaction.text, ["line"]) };
  const mistakes = mistakesIn(command, asked);
  if (mistakes.length > 0) {
    await answering.answer(sentenceReply(`${mistakes.join("\n")}\nThen run /${command.name} again.`));
    return "form refused";
  }
  const values = { ...asked, ...form.fill?.(asked) };
  const draft = {
    formId: randomId(16),
    userId: interaction.member.userId,
    command: command.name,
    values,
  };
  await deps.drafts.save(interaction.member.tenantId, draft);
  await answering.openForm({ form, command: command.name, formId: draft.formId, values });
  await fetchFiles(deps, { command, interaction, answering }, draft);
  return "form opened";
}

/** Also in text from behind the command: a platform refuses a whole form that is filled with too long a text. */
function mistakesIn<Services>({ form }: FormCommand<Services>, values: FormValues): string[] {
  return Object.entries(form.fields).flatMap(([key, field]) => {
    const mistake = values[key] === undefined ? undefined : mistakeIn(field, values[key]);
    return mistake ? [mistake] : [];
  });
}

/**
 * Fetches early files while the person is typing: their address may have expired by the time the form comes. A file
 * that cannot be fetched stays a reference; the form's submission tries again and says what is wrong.
 */
async function fetchFiles<Services>(
  deps: DispatchDeps<Services>,
  { command, interaction, answering }: Opening<Services>,
  draft: { formId: string; userId: string; command: string; values: FormValues },
): Promise<void> {
  for (const [key, field] of Object.entries(command.form.fields)) {
    const value = draft.values[key];
    if (field.kind !== "file" || !isFileReference(value)) continue;
    try {
      const text = await answering.fetchText(value, field.maxBytes);
      await keepFile(
        deps,
        { tenantId: interaction.member.tenantId, formId: draft.formId },
        { key, name: value.name, text },
      );
    } catch (error) {
      deps.log.warn({ command: command.name, err: error }, "an early file could not be fetched yet");
    }
  }
}

/** Into the draft as it is by now: the form may have been sent and refused meanwhile, and be kept with what was typed. */
async function keepFile<Services>(
  { drafts }: DispatchDeps<Services>,
  { tenantId, formId }: { tenantId: string; formId: string },
  { key, ...file }: TextFile & { key: string },
): Promise<void> {
  const kept = await drafts.find(tenantId, formId);
  if (!kept || !isFileReference(kept.values[key])) return;
  await drafts.save(tenantId, { ...kept, values: { ...kept.values, [key]: file } });
}
