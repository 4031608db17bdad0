import type { Logger } from "pino";
import type { Outcome } from "../command.ts";
import type { Answering } from "../interaction.ts";
import type { Member } from "../member.ts";
import type { DispatchDeps } from "./dispatch-deps.ts";

type AnswerDeps<Services> = Pick<DispatchDeps<Services>, "owedNews" | "log">;

/** Answers with what `work` comes to, and again when the outcome changes later. */
export async function answerWith<Services>(
  deps: AnswerDeps<Services>,
  { member, answering, work }: { member: Member; answering: Answering; work: Promise<Outcome> },
): Promise<void> {
  // Asked for afterwards: the work itself may be what the news is about.
  const withNews = work.then(async (done) => ({ outcome: done, news: await newsFor(deps, member) }));
  const { outcome, news } = await withNews;
  const { delivered, undelivered, later, ...reply } = outcome;
  const notes = [...(reply.notes ?? []), ...(news?.lines ?? [])];
  let isDelivered = false;
  try {
    isDelivered = await answering.answer(notes.length > 0 ? { ...reply, notes } : reply);
  } finally {
    await noteDelivery(deps.log, isDelivered ? [delivered, news?.told] : [undelivered]);
    if (later) void amendWhenKnown(deps.log, answering, later);
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
    return undefined;
  }
}

/** The answer has gone its way: nothing that fails from here on may put an error in its place. */
async function noteDelivery(log: Logger, notes: ((() => Promise<void>) | undefined)[]): Promise<void> {
  try {
    for (const note of notes) await note?.();
  } catch (error) {
    log.error({ err: error }, "how an answer went could not be noted; the person may be told twice");
  }
}

/** Outlives the interaction: the answer is replaced when the outcome is known, minutes later perhaps. */
async function amendWhenKnown(
  log: Logger,
  answering: Answering,
  later: NonNullable<Outcome["later"]>,
): Promise<void> {
  try {
    const change = await later;
    if (!change) return;
    const { delivered, undelivered, ...reply } = change;
    if (await answering.amend(reply)) await delivered();
    else await undelivered();
  } catch (error) {
    log.error({ err: error }, "a later answer could not be delivered");
  }
}
