import { createHash } from "node:crypto";
import { decodeButton } from "../button-code.ts";
import type { ButtonResult } from "../command.ts";
import { openForm } from "../fit/open-form.ts";
import { withChoices } from "../form/with-choices.ts";
import type { Answering, ButtonInteraction } from "../interaction.ts";
import type { OwnAnswering } from "../own-answering.ts";
import { inTeamsWords, type Meaning, Refused } from "../refusal.ts";
import type { Reply } from "../reply.ts";
import { hasHappened, noteAsOver } from "../reservations.ts";
import { answerWith } from "./answer-with.ts";
import { createContext } from "./create-context.ts";
import { deliver, deliverFailure } from "./deliver.ts";
import type { Dispatching } from "./dispatch-deps.ts";
import type { Ending } from "./ending.ts";
import { findAction } from "./find-action.ts";
import { openAgainAction, outdatedButtonReply, refusalReply, sentenceReply } from "./fixed-replies.ts";
import { openResultForm } from "./open-result-form.ts";
import { promiseAnswer, promiseBeforeEffect } from "./promise-answer.ts";

/** A button was pressed: ours is carried out, any other is answered with what to do instead. */
export async function runButton<Services>(
  deps: Dispatching<Services>,
  interaction: ButtonInteraction,
  answering: OwnAnswering,
): Promise<Ending> {
  const button = decodeButton(interaction.code);
  if (button?.action === openAgainAction) return openAgain(deps, { interaction, answering }, button.state);
  const action = button && findAction(deps, button.action);
  if (!action) {
    await deliverFailure(deps, { interaction, answering }, outdatedButtonReply(), { mayHelp: false });
    return "unknown";
  }
  const refusal = await deps.refusal(interaction.member, action.access);
  if (refusal) {
    await deliverFailure(deps, { interaction, answering }, refusalReply(refusal));
    return "not allowed";
  }
  await answering.begin();
  await promiseBeforeEffect(deps, { interaction, answering });
  const result = await action.run(button.state, createContext(deps, interaction, answering));
  return answerResult(deps, { interaction, answering }, result);
}

type Press = { interaction: ButtonInteraction; answering: OwnAnswering };

async function answerResult<Services>(
  deps: Dispatching<Services>,
  press: Press,
  result: ButtonResult,
): Promise<Ending> {
  switch (result.kind) {
    case "reply":
      await answerWith(deps, { ...press, work: Promise.resolve(result.reply) });
      return "answered";
    case "form":
      return openResultForm(deps, press, result);
    case "share":
      return share(deps, press, result);
    case "text":
      await press.answering.showText(result.title, result.name, result.text);
      return "answered";
  }
}

/** A second press that was meant as the first comes within this. */
const doublePressMs = 30_000;

/**
 * The post is an effect outside the process, so a second delivery of the same press, or a second press, only gets the answer: that of
 * the first one, which may be under way still.
 */
async function share<Services>(
  deps: Dispatching<Services>,
  { interaction, answering }: Press,
  result: ButtonResult & { kind: "share" },
): Promise<Ending> {
  const { reservations, log } = deps;
  const { tenantId } = interaction.member;
  const { key, forMs } = result.once ?? { key: pressOf(interaction), forMs: doublePressMs };
  const effect = `share ${createHash("sha256").update(key).digest("hex")}`;
  const isNew = await reservations.reserve(tenantId, interaction.id);
  // An earlier delivery of this press may not have come to its post yet.
  if (!isNew) await hasHappened(reservations, tenantId, interaction.id);
  // A post comes after a first word on Discord, too.
  await promiseAnswer(deps, { interaction, answering });
  const isFirst = isNew && (await reservations.reserve(tenantId, effect, forMs));
  const posted = isFirst
    ? await tryPost(deps, answering, { ...result.post, visibility: "public" })
    : (await hasHappened(reservations, tenantId, effect)) && "posted";
  if (isFirst && posted !== "posted") await reservations.release(tenantId, effect);
  const over = isFirst && posted === "posted" ? [effect, interaction.id] : [interaction.id];
  await noteAsOver(reservations, log, { tenantId, ids: over });
  const said = posted === "posted" ? result.afterwards : result.otherwise;
  const notes = typeof posted === "object" ? [...(said.notes ?? []), inTeamsWords(posted)] : said.notes;
  await deliver(deps, { interaction, answering }, notes ? { ...said, notes } : said);
  return isFirst ? "answered" : "repeated";
}

/** What somebody pressed where. */
function pressOf({ member, channelId, message, code }: ButtonInteraction): string {
  return [member.userId, channelId, message?.messageId ?? "", code].join(" ");
}

/** Resolves to why it was refused, where the platform said so. */
async function tryPost<Services>(
  { log }: Dispatching<Services>,
  answering: Answering,
  reply: Reply,
): Promise<"posted" | false | Meaning> {
  try {
    return (await answering.post(reply)) && "posted";
  } catch (error) {
    log.warn({ err: error }, "a message could not be shared");
    return error instanceof Refused ? error.meaning : false;
  }
}

async function openAgain<Services>(
  deps: Dispatching<Services>,
  { interaction, answering }: Press,
  formId: string,
): Promise<Ending> {
  const { tenantId, userId } = interaction.member;
  const draft = await deps.drafts.find(tenantId, formId);
  const command = deps.commands.find((candidate) => candidate.name === draft?.command);
  if (!draft || draft.userId !== userId || !command?.form) {
    const sentence =
      "This form is no longer kept: it was somebody else's, is more than a day old, or everything of this team was deleted since. Run the command again.";
    const reply = sentenceReply(sentence, "Opening the form again did not work");
    await deliverFailure(deps, { interaction, answering }, reply, { mayHelp: false });
    return "unknown";
  }
  const refusal = await deps.refusal(interaction.member, command.access);
  if (refusal) {
    await deliverFailure(deps, { interaction, answering }, refusalReply(refusal));
    return "not allowed";
  }
  const { values, notice } = draft;
  const open = { form: command.form, command: command.name, formId, values, ...(notice && { notice }) };
  await openForm(answering, await withChoices(deps, { command, interaction, answering }, open));
  return "form opened";
}
