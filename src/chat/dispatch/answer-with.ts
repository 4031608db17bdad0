import type { Logger } from "pino";
import { ForgettingHaltedError, TeamForgottenError } from "../../errors.ts";
import type { Outcome } from "../command.ts";
import { placeNews, toldAll } from "../fit/place-news.ts";
import type { Answering } from "../interaction.ts";
import { limits } from "../limits.ts";
import type { Member } from "../member.ts";
import type { Reply } from "../reply.ts";
import { type Addressee, aboutToSay, deliverHere, oweTo } from "./deliver.ts";
import type { DispatchDeps, Dispatching, Draft, NewsLine, NewsMessage } from "./dispatch-deps.ts";

type AnswerDeps<Services> = Pick<DispatchDeps<Services>, "owedNews" | "owed" | "wasForgotten" | "log">;

/**
 * Answers with what `work` comes to, and again when the outcome changes later. Rejects as the work does, with
 * TeamForgottenError where nothing is left of it, and for no other reason: an answer that is not delivered is told elsewhere.
 */
export async function answerWith<Services>(
  deps: AnswerDeps<Services>,
  { interaction, answering, work }: Addressee & { work: Promise<Outcome> },
): Promise<void> {
  const outcome = await work;
  await aboutToSay(deps, interaction, outcome);
  // Asked for afterwards: the work itself may be what the news is about.
  const { news, wasForgotten = await isForgotten(deps, interaction.member) } = await newsFor(
    deps,
    interaction.member,
  );
  // The very last that is asked: what comes later comes after the answer.
  if (wasForgotten) throw new TeamForgottenError();
  const { delivered, undelivered, later, ...reply } = outcome;
  const addressee = { interaction, answering };
  const { below, beside } = placeNews(news ?? { lines: [] }, reply);
  const isDelivered = await deliverHere(deps, addressee, withNews(reply, below));
  if (!isDelivered && !undelivered) await oweTo(deps, addressee, reply);
  // Whoever tells it elsewhere remembers by itself that it is owed.
  if (!isDelivered && undelivered) await noteDelivery(deps.log, [() => deps.owed.settle(interaction)]);
  await noteDelivery(deps.log, isDelivered ? [delivered, toldAll(below)] : [undelivered]);
  if (later) void amendWhenKnown(deps.log, answering, { later, news: isDelivered ? below : [] });
  // Slack does not say which of several messages an answer that changes later would take the place of.
  else if (isDelivered) await tellBeside(deps.log, answering, beside);
}

/** What is not taken stays owed. */
async function tellBeside(log: Logger, answering: Answering, news: readonly NewsMessage[]): Promise<void> {
  for (const { reply, told } of news) {
    try {
      if (!(await answering.post(reply))) return;
    } catch (error) {
      log.warn({ err: error }, "owed news could not be told beside an answer; it comes with the next one");
      return;
    }
    await noteDelivery(log, [told]);
  }
}

/** What opens a form with what was typed has no other place; of a reply's own buttons the last give way to it. */
function withNews(reply: Reply, news: readonly NewsLine[]): Reply {
  if (news.length === 0) return reply;
  const { notes = [], buttons = [] } = reply;
  const owed = news.flatMap((line) => line.buttons ?? []);
  const others = owed.filter(({ state }, index) => index === owed.findIndex((one) => one.state === state));
  const all = [...buttons.slice(0, limits.buttons * limits.buttonRows - others.length), ...others];
  return {
    ...reply,
    notes: [...notes, ...news.map(({ line }) => line)],
    ...(others.length > 0 && { buttons: all }),
  };
}

/** Why something failed: whatever it says itself, where everything of the team was deleted meanwhile. */
export async function reasonOf<Services>(
  deps: Pick<DispatchDeps<Services>, "wasForgotten" | "log">,
  member: Member,
  error: unknown,
): Promise<unknown> {
  if (error instanceof ForgettingHaltedError) return error;
  return (await isForgotten(deps, member)) ? new TeamForgottenError({ cause: error }) : error;
}

/** Keeps what a form opens with. Rejects with TeamForgottenError where nothing of the team may be kept, so that none opens. */
export async function saveDraft<Services>(
  deps: Pick<Dispatching<Services>, "drafts" | "wasForgotten" | "log">,
  member: Member,
  draft: Draft,
): Promise<void> {
  const isStored = await deps.drafts.saveOrKeep(member.tenantId, draft);
  if (!isStored && (await isForgotten(deps, member))) throw new TeamForgottenError();
}

/** Where that cannot be asked, the answer tells of what was done. */
async function isForgotten<Services>(
  { wasForgotten, log }: Pick<DispatchDeps<Services>, "wasForgotten" | "log">,
  { tenantId }: Member,
): Promise<boolean> {
  try {
    return await wasForgotten(tenantId);
  } catch (error) {
    log.error({ err: error }, "whether a team was forgotten meanwhile could not be read");
    return false;
  }
}

/** Old news must not stand between a person and the answer. */
async function newsFor<Services>(
  { owedNews, log }: AnswerDeps<Services>,
  member: Member,
): ReturnType<typeof owedNews> {
  try {
    return await owedNews(member);
  } catch (error) {
    log.error({ err: error }, "owed news could not be read; it comes with the next answer");
    return {};
  }
}

/** The answer has gone its way: nothing that fails from here on may put an error in its place. */
async function noteDelivery(log: Logger, notes: ((() => Promise<void>) | undefined)[]): Promise<void> {
  for (const note of notes) {
    try {
      await note?.();
    } catch (error) {
      log.error({ err: error }, "how an answer went could not be noted; the person may be told twice");
    }
  }
}

/**
 * Outlives the interaction: the answer is replaced when the outcome is known, minutes later perhaps. The news below it is told by then,
 * and so stays there.
 */
async function amendWhenKnown(
  log: Logger,
  answering: Answering,
  { later, news }: { later: NonNullable<Outcome["later"]>; news: readonly NewsLine[] },
): Promise<void> {
  try {
    const change = await later;
    if (!change) return;
    const { delivered, undelivered, ...reply } = change;
    if (await isAmended(log, answering, withNews(reply, news))) await delivered();
    else await undelivered();
  } catch (error) {
    log.error({ err: error }, "a later answer could not be delivered");
  }
}

async function isAmended(
  log: Logger,
  answering: Answering,
  reply: Parameters<Answering["amend"]>[0],
): Promise<boolean> {
  try {
    return await answering.amend(reply);
  } catch (error) {
    log.warn({ err: error }, "a later answer could not be shown in place of the first");
    return false;
  }
}
