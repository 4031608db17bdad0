import { setTimeout as sleep } from "node:timers/promises";
import type { FormCommand } from "../command.ts";
import type { DispatchDeps, Draft } from "../dispatch/dispatch-deps.ts";
import type { FormInteraction } from "../interaction.ts";
import type { OwnAnswering } from "../own-answering.ts";
import type { FormValues } from "./field.ts";
import { isEarly } from "./form.ts";
import { hasNothingChosen } from "./form-id.ts";

export type Submission<Services> = {
  command: FormCommand<Services>;
  interaction: FormInteraction;
  answering: OwnAnswering;
  /** Everything of the form: the early values kept for it and those just sent. Undefined until it has been read. */
  draft: Draft | undefined;
  /** The values are committed: from here on the form is closed, and a failure is answered like any other. */
  isSaved: boolean;
};

/** Values kept for somebody else's opening of the form count as forgotten. */
export async function readDraft<Services>(
  deps: DispatchDeps<Services>,
  { command, interaction }: Submission<Services>,
): Promise<{ draft: Draft; isForgotten: boolean }> {
  const { formId, member, values } = interaction;
  const isWhole = hasNothingChosen(formId) || hasEarlyValues(command, values);
  const found = await findDraft(deps, interaction, isWhole ? 1 : triesAtOthers);
  const own = found?.userId === member.userId ? found : undefined;
  const kept = own && earlyValues(command, own.values);
  const opened = { formId, userId: member.userId, command: command.name };
  const draft = { ...opened, values: { ...kept, ...values }, ...(own?.notice && { notice: own.notice }) };
  return { draft, isForgotten: !kept && !isWhole };
}

/** What the process that opened a form could not store yet it stores as soon as it can. */
const triesAtOthers = 3;
const betweenTriesMs = 400;

async function findDraft<Services>(
  { drafts, others }: Pick<DispatchDeps<Services>, "drafts" | "others">,
  form: Pick<FormInteraction, "member" | "formId">,
  tries: number,
): Promise<Draft | undefined> {
  const found = await drafts.find(form.member.tenantId, form.formId);
  if (found || !others || tries <= 1) return found;
  await sleep(betweenTriesMs);
  return findDraft({ drafts, others }, form, tries - 1);
}

/** What was asked early is all that holds of a draft: a late field that comes back empty was emptied. */
function earlyValues<Services>(command: FormCommand<Services>, values: FormValues): FormValues {
  const { fields } = command.form;
  return Object.fromEntries(Object.entries(values).filter(([key]) => fields[key] && isEarly(fields[key])));
}

export const forgottenSentence =
  "This form was opened more than a day ago, and the options chosen then are gone. Open it again, check it and send it, or run the command again to choose them again.";

/** Early values come with the form on Slack and from the draft on Discord; without either they would silently be defaults. */
function hasEarlyValues<Services>(command: FormCommand<Services>, values: FormValues): boolean {
  const early = Object.entries(command.form.fields).filter(([, field]) => isEarly(field));
  return early.length === 0 || early.some(([key]) => key in values);
}
