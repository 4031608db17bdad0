import { GoneError, TeamForgottenError, UserError } from "../../errors.ts";
import { randomId } from "../../random-id.ts";
import type { FormCommand, Outcome } from "../command.ts";
import { fetchUploads } from "../form/fetch-uploads.ts";
import type { FieldErrors, FormValues } from "../form/field.ts";
import { FormRefused } from "../form/form-refused.ts";
import { fileOfForm } from "../form/form-text.ts";
import { keepTypedOf } from "../form/keep-typed.ts";
import { readForm } from "../form/read-form.ts";
import { refuseForm, wholeForm } from "../form/refuse-form.ts";
import { forgottenSentence, readDraft, type Submission } from "../form/submission.ts";
import { withChoices } from "../form/with-choices.ts";
import type { Answering, FillInteraction, FormInteraction } from "../interaction.ts";
import { AnsweredElsewhere, type OwnAnswering } from "../own-answering.ts";
import { answerWith, reasonOf, saveDraft } from "./answer-with.ts";
import { createContext } from "./create-context.ts";
import { type Addressee, deliver } from "./deliver.ts";
import type { DispatchDeps, Dispatching } from "./dispatch-deps.ts";
import type { Ending } from "./ending.ts";
import { unknownCommandReply } from "./fixed-replies.ts";
import { promiseBeforeEffect, promiseOutcome } from "./promise-answer.ts";

/** A form was sent: its mistakes go back into it, or its command runs. */
export async function submitForm<Services>(
  deps: Dispatching<Services>,
  interaction: FormInteraction,
  answering: OwnAnswering,
): Promise<Ending> {
  const command = findFormCommand(deps, interaction.command);
  if (!command) return sayUnknown(deps, { interaction, answering });
  const submission: Submission<Services> = {
    command,
    interaction,
    answering,
    draft: undefined,
    isSaved: false,
  };
  const refused = await carryOut(deps, submission).then(
    (errors) => errors && { errors, isTroubled: false },
    async (failure: unknown) => {
      if (failure instanceof FormRefused) return { errors: failure.errors, isTroubled: false };
      if (submission.isSaved || failure instanceof AnsweredElsewhere) throw failure;
      const error = await reasonOf(deps, interaction.member, failure);
      return {
        errors: notSaved(deps, command.name, error),
        isTroubled: !(error instanceof UserError),
        mayBeSaved: deps.isAnswerLost(error),
        isForgotten: error instanceof TeamForgottenError,
        isGone: error instanceof GoneError,
      };
    },
  );
  return refused ? refuseForm(deps, submission, refused) : "answered";
}

/** A field that others follow was changed inside an open form: fills in the rest. */
export async function fillForm<Services>(
  deps: Dispatching<Services>,
  interaction: FillInteraction,
  answering: Answering,
): Promise<Ending> {
  const command = findFormCommand(deps, interaction.command);
  if (!command?.fill) return "unknown";
  if (await deps.refusal(interaction.member, command.access)) return "not allowed";
  const { formId, member } = interaction;
  const kept = await deps.drafts.find(member.tenantId, formId);
  const before = kept?.userId === member.userId ? kept.values : {};
  const standing = { ...filesIn(command, before), ...interaction.values };
  const filled = await command.fill(standing, createContext(deps, interaction, answering), false);
  const values = { ...standing, ...filled.values };
  const { notice } = filled;
  const said = notice ? { notice } : {};
  if (Object.keys(filesIn(command, filled.values)).length > 0) {
    const opened = { formId, userId: member.userId, command: command.name };
    await saveDraft(deps, member, { ...opened, values: { ...before, ...values }, ...said });
  }
  const open = { form: command.form, command: command.name, formId, values, ...said };
  await answering.updateForm(await withChoices(deps, { command, interaction, answering }, open));
  return "form opened";
}

/** A file that was there before the form is not among what stands in it, and is sent with it all the same. */
function filesIn<Services>({ form: { fields } }: FormCommand<Services>, values: FormValues): FormValues {
  return Object.fromEntries(Object.entries(values).filter(([key]) => fields[key]?.kind === "file"));
}

/** Runs the command and answers; returns what is wrong with the form instead when it cannot be taken. */
async function carryOut<Services>(
  deps: Dispatching<Services>,
  submission: Submission<Services>,
): Promise<FieldErrors | undefined> {
  const { command, interaction, answering } = submission;
  const refusal = await deps.refusal(interaction.member, command.access);
  if (refusal) return { [wholeForm]: refusal.sentence };
  const { draft, isForgotten } = await readDraft(deps, submission);
  submission.draft = draft;
  const files = await fetchUploads(command.form.fields, draft.values, answering);
  draft.values = files.values;
  const read = readForm(command.form, draft.values);
  const errors = {
    ...("errors" in read && read.errors),
    ...files.errors,
    ...(isForgotten && { [wholeForm]: forgottenSentence }),
  };
  if ("errors" in read || Object.keys(errors).length > 0) return errors;
  const mistakes = command.check?.(read.values) ?? {};
  if (Object.keys(mistakes).length > 0) return mistakes;
  await run(deps, submission, read.values);
  return undefined;
}

async function run<Services>(
  deps: Dispatching<Services>,
  submission: Submission<Services>,
  values: Parameters<FormCommand<Services>["run"]>[0],
): Promise<void> {
  const { command, interaction, answering } = submission;
  await answering.begin();
  const close = async (promise: () => Promise<void>) => {
    if (submission.isSaved) return;
    submission.isSaved = true;
    // What is told later may wait a quarter of an hour for Tavus, and with it what was typed.
    submission.draft = undefined;
    await promise();
    await answering.acceptForm();
  };
  const saved = () => close(() => promiseBeforeEffect(deps, { interaction, answering }));
  const { formId } = interaction;
  const keepTyped = keepTypedOf(deps, submission);
  const context = { ...createContext(deps, interaction, answering), formId, saved, keepTyped };
  const work = command.run(values, context).then(async (outcome): Promise<Outcome> => {
    // Nothing was stored, so no queue tells anything: what was typed is in this answer, and nowhere else once the form is closed.
    await close(() => promiseOutcome(deps, { interaction, answering }, outcome));
    return outcome;
  });
  await answerWith(deps, { interaction, answering, work });
}

/** The values did not reach the database: the form stays open, or opens again, with everything in it. */
function notSaved<Services>(
  { log, isAnswerLost }: DispatchDeps<Services>,
  command: string,
  error: unknown,
): FieldErrors {
  if (error instanceof UserError) return { [wholeForm]: error.message };
  const incident = randomId(8);
  log.error({ incident, command, err: error }, "a form could not be saved");
  const sentence = isAnswerLost(error)
    ? "Whether this is saved is not known: the database was cut off. Your text is still here: submit it again in a moment, and it is saved once."
    : "Not saved. Your text is still here: submit it again in a moment.";
  return { [wholeForm]: `${sentence} (${incident})` };
}

function findFormCommand<Services>(
  deps: DispatchDeps<Services>,
  name: string,
): FormCommand<Services> | undefined {
  const command = deps.commands.find((candidate) => candidate.name === name);
  return command?.form ? command : undefined;
}

async function sayUnknown<Services>(
  deps: DispatchDeps<Services>,
  addressee: Addressee & { interaction: FormInteraction },
): Promise<Ending> {
  await deliver(deps, addressee, unknownCommandReply(fileOfForm({}, addressee.interaction.values)));
  return "unknown";
}
