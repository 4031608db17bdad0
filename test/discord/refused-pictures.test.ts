import { expect, test } from "vitest";
import type { Reply } from "../../src/chat/reply.ts";
import { aStartedBot, dispatchOf } from "./started-bot.ts";
import { answerRefused, waysToAnswer } from "./ways-to-answer.ts";

const reply: Reply = {
  tone: "success",
  title: "Anna",
  image: { url: "https://cdn.test/anna.png", alt: "Anna" },
  links: [{ label: "Watch", url: "https://cdn.test/anna.mp4" }],
};
const beside: Reply = { tone: "neutral", title: "Beside" };

/** What is shown of a message that was refused so often: the picture goes first, then the link becomes text, then goes. */
function expectPlainer(
  message: { embeds: unknown; components: unknown } | undefined,
  refusals: number,
): void {
  // Text is escaped, so that an address in it is no link.
  const shown = JSON.stringify([message?.embeds, message?.components]).replaceAll("\\\\", "");
  expect({
    title: shown.includes("Anna"),
    image: shown.includes("https://cdn.test/anna.png"),
    link: shown.includes('"url":"https://cdn.test/anna.mp4"'),
    address: shown.includes("https://cdn.test/anna.mp4"),
  }).toEqual({ title: true, image: refusals === 0, link: refusals < 2, address: refusals < 3 });
}

const refusals = [0, 1, 2, 3];
const invalid = { status: 400, body: { code: 50035, message: "Invalid Form Body" } };
/** A link of the message is on Discord's list of harmful ones. */
const harmful = { status: 400, body: { code: 240000, message: "Message blocked by harmful links filter" } };

for (const way of waysToAnswer(reply)) {
  test.each(refusals)(`${way.name} that is refused %i times comes so much plainer`, async (times) => {
    const { message, standIn } = await answerRefused(way, times % 2 ? invalid : harmful, times);

    expectPlainer(message, times);
    expect(standIn.problems).toEqual([]);
  });
}

test.each(
  refusals,
)("a message to a channel that is refused %i times comes so much plainer", async (times) => {
  const { standIn, bot, guild, channelId } = await aStartedBot(dispatchOf({}));
  if (times > 0) standIn.fault({ match: /^POST \/channels/, answer: invalid, times });

  expect(await bot.channelsOf(guild.id).post(channelId, reply, "n1")).toMatchObject({ kind: "posted" });

  expect(standIn.messages(channelId)).toHaveLength(1);
  expectPlainer(standIn.messages(channelId)[0], times);
});

test.each(refusals)("an edit that is refused %i times comes so much plainer", async (times) => {
  const { standIn, bot, guild, channelId } = await aStartedBot(dispatchOf({}));
  const posted = await bot.channelsOf(guild.id).post(channelId, beside, "n1");
  const messageId = posted.kind === "posted" ? posted.messageId : "";
  if (times > 0) standIn.fault({ match: /^PATCH \/channels/, answer: harmful, times });

  await bot.channelsOf(guild.id).edit({ channelId, messageId }, reply);

  expectPlainer(standIn.messages(channelId)[0], times);
});

test.each(refusals)("a direct message that is refused %i times comes so much plainer", async (times) => {
  const { standIn, bot, ada } = await aStartedBot(dispatchOf({}));
  if (times > 0) standIn.fault({ match: /^POST \/channels/, answer: invalid, times });

  expect(await bot.sendDirect(ada.userId, reply)).toBe(true);

  expectPlainer(ada.directMessages.at(-1), times);
});
