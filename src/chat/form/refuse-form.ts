import type { FormCommand } from "../command.ts";
import { deliverHere, oweTo } from "../dispatch/deliver.ts";
import type { Dispatching, Draft } from "../dispatch/dispatch-deps.ts";
import type { Ending } from "../dispatch/ending.ts";
import { forgottenFormReply, formRefusalReply, type WayOn } from "../dispatch/fixed-replies.ts";
import type { ReplyFile } from "../reply.ts";
import { type Field, type FieldErrors, type FormValues, withoutSecrets } from "./field.ts";
import { isEarly } from "./form.ts";
import { fileOfForm } from "./form-text.ts";
import { readDraft, type Submission } from "./submission.ts";

/**
 * `isTroubled`: for no reason of the form's own; the database fails, most likely. `mayBeSaved`: nobody knows, for the
 * database's answer was lost. `isForgotten`: with everything of the team, so that nothing of the form may be kept here either.
 * `isGone`: what it was about.
 */
export type Refused = {
  errors: FieldErrors;
  isTroubled: boolean;
  mayBeSaved?: boolean;
  isForgotten?: boolean;
  isGone?: boolean;
};

/** The key of a mistake that no field is to blame for. */
export const wholeForm = "";

/** The form goes back to the person, with everything that stood in it. */
export async function refuseForm<Services>(
  deps: Dispatching<Services>,
  submission: Submission<Services>,
  refused: Refused,
): Promise<Ending> {
  const { errors, isTroubled, mayBeSaved = false, isForgotten = false } = refused;
  const { command, interaction, answering } = submission;
  if (isForgotten) return giveBack(deps, submission, errors);
  const { fields } = command.form;
  const { tenantId } = interaction.member;
  // Where the database fails, people hear of it before it is asked again.
  const draft = await draftToKeep(deps, submission, isTroubled);
  const values = withoutSecrets(fields, withoutBadFiles(draft, errors));
  const kept = { ...draft, values };
  if (isTroubled) deps.drafts.keep(tenantId, kept, { isPartial: submission.draft === undefined });
  const isStored = !isTroubled && (await deps.drafts.saveOrKeep(tenantId, kept));
  const way = wayOn(submission, refused);
  const refusalWith = (text: ReplyFile | undefined) =>
    formRefusalReply(fields, { errors, formId: interaction.formId, way, text, mayBeSaved });
  const text = fileOfForm(fields, values);
  // Where the form cannot be opened again, or need not be, the text itself is what is left.
  const reply = refusalWith(isStored && way === "change" ? undefined : text);
  const addressee = { interaction, answering };
  const marked = onFields(command, errors);
  if (!(await deliverHere(deps, addressee, reply, () => answering.refuseForm(marked, reply)))) {
    // No button of it can be pressed elsewhere, so the text itself goes with it.
    await oweTo(deps, addressee, refusalWith(text));
  }
  if (isTroubled) await storeAfterwards(deps, submission, kept);
  return "form refused";
}

function wayOn<Services>(
  { command, interaction }: Submission<Services>,
  { errors, isTroubled, isGone = false }: Refused,
): WayOn {
  if (isTroubled) return "sendAgain";
  if (isGone) return "none";
  const { fields } = command.form;
  const blamed = Object.keys(errors).flatMap((key) => fields[key] ?? []);
  if (blamed.length === 0) return "look";
  // Discord's modals hold no option of the command; a file that was refused there is left out the next time.
  const isShown = (field: Field) =>
    interaction.member.platform === "slack" || !isEarly(field) || field.kind === "file";
  return blamed.some(isShown) ? "change" : "runAgain";
}

/** The form goes back as a text that the person keeps, since nothing here does. */
async function giveBack<Services>(
  deps: Dispatching<Services>,
  { command, interaction, answering, draft }: Submission<Services>,
  errors: FieldErrors,
): Promise<Ending> {
  const { fields } = command.form;
  const text = fileOfForm(fields, withoutSecrets(fields, draft?.values ?? interaction.values));
  const reply = forgottenFormReply(errors[wholeForm] ?? "", text);
  const addressee = { interaction, answering };
  const marked = onFields(command, errors);
  if (!(await deliverHere(deps, addressee, reply, () => answering.refuseForm(marked, reply)))) {
    await oweTo(deps, addressee, reply);
  }
  return "form refused";
}

/** Nothing waits for this any more; what was stored for the form before must not get lost by it. */
async function storeAfterwards<Services>(
  deps: Dispatching<Services>,
  submission: Submission<Services>,
  kept: Draft,
): Promise<void> {
  if (submission.draft)
    return void (await deps.drafts.saveOrKeep(submission.interaction.member.tenantId, kept));
  try {
    const { draft } = await readDraft(deps, submission);
    const values = withoutSecrets(submission.command.form.fields, draft.values);
    await deps.drafts.save(submission.interaction.member.tenantId, { ...draft, values });
  } catch (error) {
    deps.log.warn({ err: error }, "a refused form is kept in memory until the database takes it");
  }
}

/** Everything of the form as far as it is known; what was sent, at least. */
async function draftToKeep<Services>(
  deps: Dispatching<Services>,
  submission: Submission<Services>,
  isTroubled: boolean,
): Promise<Draft> {
  const { command, interaction } = submission;
  const { formId, member, values } = interaction;
  const sent = { formId, userId: member.userId, command: command.name, values };
  if (submission.draft || isTroubled) return submission.draft ?? sent;
  try {
    return (await readDraft(deps, submission)).draft;
  } catch (error) {
    deps.log.error({ err: error }, "what was kept of a refused form could not be read");
    return sent;
  }
}

/** A refused early file cannot be replaced in a form opened again, so it must not stand in the way there. */
function withoutBadFiles(draft: Draft, errors: FieldErrors): FormValues {
  return Object.fromEntries(
    Object.entries(draft.values).filter(([key, value]) => !(errors[key] && typeof value === "object")),
  );
}

/** Mistakes of the whole form are marked on the first field that people type into. */
function onFields<Services>(command: FormCommand<Services>, errors: FieldErrors): FieldErrors {
  const { [wholeForm]: whole, ...others } = errors;
  if (whole === undefined) return errors;
  const first = Object.entries(command.form.fields).find(([, field]) => !isEarly(field))?.[0] ?? wholeForm;
  return { ...others, [first]: [others[first], whole].filter(Boolean).join(" ") };
}
