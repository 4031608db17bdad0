import type { Answering } from "../../src/chat/interaction.ts";
import type { Reply } from "../../src/chat/reply.ts";
import { aStartedBot, dispatchOf } from "./started-bot.ts";

/** How a reply comes to its person, and the request that brings it. */
export type WayToAnswer = {
  name: string;
  match: RegExp;
  answer(answering: Answering): Promise<unknown>;
};

const beside: Reply = { tone: "neutral", title: "Beside" };
const working: Reply = { tone: "working", title: "Working" };

export function waysToAnswer(reply: Reply): WayToAnswer[] {
  return [
    {
      name: "a command's answer",
      match: /^POST \/interactions/,
      answer: (answering) => answering.answer(reply),
    },
    {
      name: "an answer after a deferral",
      match: /^PATCH \/webhooks/,
      async answer(answering) {
        await answering.defer(working);
        await answering.answer(reply);
      },
    },
    {
      name: "a further message",
      match: /^POST \/webhooks/,
      async answer(answering) {
        await answering.answer(beside);
        await answering.post(reply);
      },
    },
    {
      name: "a changed answer",
      match: /^PATCH \/webhooks/,
      async answer(answering) {
        await answering.answer(beside);
        await answering.amend(reply);
      },
    },
  ];
}

/** What somebody reads last of a command that is answered this way, while Discord refuses that so often. */
export async function answerRefused(
  { match, answer }: WayToAnswer,
  refusal: { status: number; body: object },
  times: number,
) {
  const done = Promise.withResolvers<void>();
  const { standIn, ada, channelId } = await aStartedBot(
    dispatchOf({ command: (_interaction, answering) => answer(answering).then(() => done.resolve()) }),
  );
  if (times > 0) standIn.fault({ match, answer: refusal, times });

  await ada.command(channelId, "persona-list");
  await done.promise;
  return { message: ada.messages(channelId).at(-1), standIn };
}
