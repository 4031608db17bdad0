import { UserError } from "../../errors.ts";
import { randomId } from "../../random-id.ts";
import type { FormCommand, Outcome } from "../command.ts";
import { fetchUploads } from "../form/fetch-uploads.ts";
import { type FieldErrors, type Fields, type FormValues, isSecret } from "../form/field.ts";
import { isEarly } from "../form/form.ts";
import { FormRefused } from "../form/form-refused.ts";
import { readForm } from "../form/read-form.ts";
import { withChoices } from "../form/with-choices.ts";
import type { Answering, FillInteraction, FormInteraction } from "../interaction.ts";
import { answerWith } from "./answer-with.ts";
import { createContext } from "./create-context.ts";
import { type Addressee, deliver } from "./deliver.ts";
import type { DispatchDeps, Draft } from "./dispatch-deps.ts";
import type { Ending } from "./ending.ts";
import { formRefusalReply, unknownCommandReply } from "./fixed-replies.ts";

type Submission<Services> = {
  command: FormCommand<Services>;
  interaction: FormInteraction;
  answering: Answering;
  /** Everything of the form: the early values kept for it and those just sent. Undefined until it has been read. */
  draft: Draft | undefined;
  /** The values are committed: from here on the form is closed, and a failure is answered like any other. */
  isSaved: boolean;
};

/** A form was sent: its mistakes go back into it, or its command runs. */
export async function submitForm<Services>(
  deps: DispatchDeps<Services>,
  interaction: FormInteraction,
  answering: Answering,
): Promise<Ending> {
  const command = findFormCommand(deps, interaction.command);
  if (!command) return sayUnknown(deps, { interaction, answering });
  const submission = { command, interaction, answering, draft: undefined, isSaved: false };
  const errors = await carryOut(deps, submission).catch((error: unknown) => {
    if (error instanceof FormRefused) return error.errors;
    if (submission.isSaved) throw error;
    return notSaved(deps, command.name, error);
  });
  return errors ? refuse(deps, submission, errors) : "answered";
}

/** A field that others follow was changed inside an open form: fills in the rest. */
export async function fillForm<Services>(
  deps: DispatchDeps<Services>,
  interaction: FillInteraction,
  answering: Answering,
): Promise<Ending> {
  const command = findFormCommand(deps, interaction.command);
  if (!command?.form.fill) return "unknown";
  const values = { ...interaction.values, ...command.form.fill(interaction.values) };
  const { formId } = interaction;
  const open = { form: command.form, command: command.name, formId, values };
  await answering.updateForm(await withChoices(deps, { command, interaction, answering }, open));
  return "form opened";
}

/** Runs the command and answers; returns what is wrong with the form instead when it cannot be taken. */
async function carryOut<Services>(
  deps: DispatchDeps<Services>,
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

/** Values kept for somebody else's opening of the form count as forgotten. */
async function readDraft<Services>(
  deps: DispatchDeps<Services>,
  { command, interaction }: Submission<Services>,
): Promise<{ draft: Draft; isForgotten: boolean }> {
  const { formId, member, values } = interaction;
  const found = await deps.drafts.find(member.tenantId, formId);
  const kept = found?.userId === member.userId ? earlyValues(command, found.values) : undefined;
  const draft = { formId, userId: member.userId, command: command.name, values: { ...kept, ...values } };
  return { draft, isForgotten: !kept && !hasEarlyValues(command, values) };
}

/** What was asked early is all that holds of a draft: a late field that comes back empty was emptied. */
function earlyValues<Services>(command: FormCommand<Services>, values: FormValues): FormValues {
  const { fields } = command.form;
  return Object.fromEntries(Object.entries(values).filter(([key]) => fields[key] && isEarly(fields[key])));
}

async function run<Services>(
  deps: DispatchDeps<Services>,
  submission: Submission<Services>,
  values: Parameters<FormCommand<Services>["run"]>[0],
): Promise<void> {
  const { command, interaction, answering } = submission;
  const saved = async () => {
    if (submission.isSaved) return;
    submission.isSaved = true;
    await answering.acceptForm();
  };
  const { formId } = interaction;
  const context = { ...createContext(deps, interaction, answering), formId, saved };
  const work = command.run(values, context).then(async (outcome): Promise<Outcome> => {
    await saved();
    return outcome;
  });
  await answerWith(deps, { interaction, answering, work });
}

/** The values did not reach the database: the form stays open, or opens again, with everything in it. */
function notSaved<Services>({ log }: DispatchDeps<Services>, command: string, error: unknown): FieldErrors {
  if (error instanceof UserError) return { [wholeForm]: error.message };
  const incident = randomId(8);
  log.error({ incident, command, err: error }, "a form could not be saved");
  const sentence = `Not saved. Your text is still here: submit it again in a moment. (${incident})`;
  return { [wholeForm]: sentence };
}

async function refuse<Services>(
  deps: DispatchDeps<Services>,
  submission: Submission<Services>,
  errors: FieldErrors,
): Promise<Ending> {
  const { command, interaction, answering } = submission;
  try {
    const draft = submission.draft ?? (await readDraft(deps, submission)).draft;
    const values = withoutSecrets(command.form.fields, withoutBadFiles(draft, errors));
    await deps.drafts.save(interaction.member.tenantId, { ...draft, values });
  } catch (error) {
    // The form itself must still go back to the person; Slack keeps the text in it.
    deps.log.error({ err: error }, "a refused form could not be kept");
  }
  await answering.refuseForm(
    onFields(command, errors),
    formRefusalReply(command.form.fields, errors, interaction.formId),
  );
  return "form refused";
}

/** A refused early file cannot be replaced in a form opened again, so it must not stand in the way there. */
function withoutBadFiles(draft: Draft, errors: FieldErrors): FormValues {
  return Object.fromEntries(
    Object.entries(draft.values).filter(([key, value]) => !(errors[key] && typeof value === "object")),
  );
}

function withoutSecrets(fields: Fields, values: FormValues): FormValues {
  return Object.fromEntries(
    Object.entries(values).filter(([key]) => {
      const field = fields[key];
      return !(field && isSecret(field));
    }),
  );
}

/** The key of a mistake that no field is to blame for. */
const wholeForm = "";

const forgottenSentence =
  "This form was opened more than a day ago, and the options chosen then are gone. Open it again, check it and send it, or run the command again to choose them anew.";

/** Early values come with the form on Slack and from the draft on Discord; without either they would silently be defaults. */
function hasEarlyValues<Services>(command: FormCommand<Services>, values: FormValues): boolean {
  const early = Object.entries(command.form.fields).filter(([, field]) => isEarly(field));
  return early.length === 0 || early.some(([key]) => key in values);
}

function findFormCommand<Services>(
  deps: DispatchDeps<Services>,
  name: string,
): FormCommand<Services> | undefined {
  const command = deps.commands.find((candidate) => candidate.name === name);
  return command?.form ? command : undefined;
}

/** Mistakes of the whole form are marked on the first field that people type into. */
function onFields<Services>(command: FormCommand<Services>, errors: FieldErrors): FieldErrors {
  const { [wholeForm]: whole, ...others } = errors;
  if (whole === undefined) return errors;
  const first = Object.entries(command.form.fields).find(([, field]) => !isEarly(field))?.[0] ?? wholeForm;
  return { ...others, [first]: [others[first], whole].filter(Boolean).join(" ") };
}

async function sayUnknown<Services>(deps: DispatchDeps<Services>, addressee: Addressee): Promise<Ending> {
  await deliver(deps, addressee, unknownCommandReply());
  return "unknown";
}
