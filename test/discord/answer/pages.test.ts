import { expect, test } from "vitest";
import type { Reply } from "../../../src/chat/reply.ts";
import { aStartedBot, dispatchOf } from "../started-bot.ts";
import { waysToAnswer } from "../ways-to-answer.ts";

const reply: Reply = { tone: "success", title: "Done" };
const page = {
  status: 200,
  body: "<!DOCTYPE html><title>Please log in to this network</title>",
  headers: { "content-type": "text/html" },
};

test.each(
  waysToAnswer(reply).filter(({ name }) => name !== "a further message"),
)("a page in place of Discord's word about $name is none, and it is said again", async ({
  match,
  answer,
}) => {
  const done = Promise.withResolvers<unknown>();
  const { standIn, ada, channelId } = await aStartedBot(
    dispatchOf({ command: (_interaction, answering) => answer(answering).then(done.resolve, done.reject) }),
  );
  standIn.fault({ match, answer: page });

  await ada.command(channelId, "persona-list");
  await done.promise;

  expect(ada.messages(channelId).at(-1)).toMatchObject({ embeds: [{ title: "Done" }] });
  expect(standIn.problems).toEqual([]);
});

test("a page in place of Discord's word about a direct message is none: it is told later", async () => {
  const { bot, ada, standIn } = await aStartedBot(async () => undefined);
  standIn.fault({ match: /^POST \/channels/, answer: page, times: 9 });

  await expect(bot.sendDirect(ada.userId, reply)).rejects.toMatchObject({ isFinal: false });

  expect(standIn.directMessages(ada.userId)).toEqual([]);
});
