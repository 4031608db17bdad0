import { expect, test } from "vitest";
import type { Answering } from "../../../src/chat/interaction.ts";
import type { Reply } from "../../../src/chat/reply.ts";
import { aStartedBot, dispatchOf } from "../started-bot.ts";

const working: Reply = { tone: "working", title: "Working" };
const done: Reply = { tone: "success", title: "Done" };
const tryAgain = { label: "Try again", action: "next", state: "1" };

/** Somebody presses a private message and dismisses it before the bot has said this. */
async function pressedAndDismissed(say: (answering: Answering) => Promise<unknown>) {
  const dismissed = Promise.withResolvers<void>();
  const outcome = Promise.withResolvers<unknown>();
  const { ada, channelId, standIn } = await aStartedBot(
    dispatchOf({
      command: (_interaction, answering) =>
        answering.answer({ tone: "neutral", title: "Press", buttons: [tryAgain] }),
      async button(_interaction, answering) {
        await dismissed.promise;
        await say(answering).then(outcome.resolve, outcome.reject);
      },
    }),
  );
  const listed = await (await ada.command(channelId, "persona-list")).message();
  const press = await ada.press(listed, tryAgain.label);
  return {
    press,
    standIn,
    async answered() {
      standIn.deleteMessage(listed.id);
      dismissed.resolve();
      return outcome.promise;
    },
  };
}

test.each<[what: string, say: (answering: Answering) => Promise<unknown>]>([
  ["an answer", (answering) => answering.answer(done)],
  ["why a form was refused", (answering) => answering.refuseForm({}, done)],
  [
    "an answer that was announced",
    async (answering) => {
      await answering.defer(working);
      return answering.answer(done);
    },
  ],
  [
    "an answer after what was typed",
    async (answering) => {
      await answering.keepForm({ notice: "Kept", values: {}, reply: working });
      return answering.answer(done);
    },
  ],
  [
    "an answer after a state in between",
    async (answering) => {
      await answering.defer(working);
      await answering.progress({ ...working, title: "Half" });
      return answering.answer(done);
    },
  ],
  [
    "an answer for everybody",
    async (answering) => {
      await answering.defer(working);
      return answering.answer({ ...done, visibility: "public" });
    },
  ],
])("%s to a message that was dismissed meanwhile is one of its own", async (_what, say) => {
  const { answered, press, standIn } = await pressedAndDismissed(say);

  expect(await answered()).toBe(true);

  expect(await press.settled(({ embeds }) => embeds[0]?.title === done.title)).toBeDefined();
  expect(standIn.problems).toEqual([]);
});

test("a press that comes to nothing has its button below where its message was dismissed", async () => {
  const { answered, press } = await pressedAndDismissed(async (answering) => {
    await answering.defer(working);
    return answering.answerBeside(done, { ...done, buttons: [tryAgain] });
  });

  expect(await answered()).toBe(true);

  expect(press.original).toMatchObject({ components: [{ components: [{ label: tryAgain.label }] }] });
});

test("where Discord counts the lost word as the first, the answer is a further message", async () => {
  const { answered, press, standIn } = await pressedAndDismissed((answering) => answering.answer(done));
  const refuse = (status: number, code: number) =>
    standIn.fault({ match: /^POST \/interactions/, answer: { status, body: { code, message: "No" } } });
  refuse(404, 10008);
  refuse(400, 40060);
  // The press then has a first answer, of which nothing is known here.
  standIn.fault({
    match: /^PATCH \/webhooks/,
    answer: { status: 404, body: { code: 10008, message: "No" } },
  });
  standIn.fault({ match: /^POST \/webhooks/, answer: { status: 200, body: { id: "1" } } });

  expect(await answered()).toBe(true);

  expect(press.answer).toBeUndefined();
});
