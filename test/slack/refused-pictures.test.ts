import { expect, test } from "vitest";
import type { Answering } from "../../src/chat/interaction.ts";
import type { Reply } from "../../src/chat/reply.ts";
import { channel, startSlack } from "./setup.ts";

const reply: Reply = {
  tone: "success",
  title: "Anna",
  image: { url: "https://cdn.test/anna.png", alt: "Anna" },
  links: [{ label: "Watch", url: "https://cdn.test/anna.mp4" }],
};
const beside: Reply = { tone: "neutral", title: "Beside" };

/** What is shown of a message that was refused so often: the picture goes first, then the link becomes text, then goes. */
function expectPlainer(blocks: unknown, refusals: number): void {
  const shown = JSON.stringify(blocks);
  expect({
    image: shown.includes('"type":"image"'),
    link: shown.includes('"url":"https://cdn.test/anna.mp4"'),
    address: shown.includes("https://cdn.test/anna.mp4"),
  }).toEqual({ image: refusals === 0, link: refusals < 2, address: refusals < 3 });
}

const refusals = [0, 1, 2, 3];

type Answer = (answering: Answering) => Promise<unknown>;
const answers: [string, Answer][] = [
  ["a command's answer", (answering) => answering.answer(reply)],
  [
    "an answer after a deferral",
    async (answering) => {
      await answering.defer({ tone: "working", title: "Working" });
      await answering.answer(reply);
    },
  ],
  [
    "a further message",
    async (answering) => {
      await answering.answer(beside);
      await answering.post(reply);
    },
  ],
  [
    "a changed answer",
    async (answering) => {
      await answering.answer(beside);
      await answering.amend(reply);
    },
  ],
];

for (const [name, answer] of answers) {
  test.each(refusals)(`${name} that is refused %i times comes so much plainer`, async (times) => {
    const slack = await startSlack({ command: (_interaction, answering) => answer(answering) });
    if (times > 0)
      slack.standIn.fail("response_url", { body: { ok: false, error: "invalid_blocks" }, times });

    await slack.standIn.person("U0MIA").command(channel, "/persona-show");

    const shown = await slack.standIn.until(() =>
      slack.standIn.ephemerals(channel, "U0MIA").find(({ text }) => text.startsWith("Anna")),
    );
    expectPlainer(shown.blocks, times);
    expect(slack.standIn.problems).toEqual([]);
  });
}

test.each(
  refusals,
)("a message to a channel that is refused %i times comes so much plainer", async (times) => {
  const { standIn, bot } = await startSlack({});
  const channels = bot.channelsOf("T0SANDBOX");
  if (times > 0) standIn.fail("chat.postMessage", { error: "invalid_blocks", times });

  expect(await channels.post(channel, reply, "nonce")).toMatchObject({ kind: "posted" });

  expect(standIn.messages(channel)).toHaveLength(1);
  expectPlainer(standIn.messages(channel)[0]?.blocks, times);
});

test.each(refusals)("an edit that is refused %i times comes so much plainer", async (times) => {
  const { standIn, bot } = await startSlack({});
  const channels = bot.channelsOf("T0SANDBOX");
  const posted = await channels.post(channel, beside, "nonce");
  const messageId = posted.kind === "posted" ? posted.messageId : "";
  if (times > 0) standIn.fail("chat.update", { error: "invalid_blocks", times });

  expect(await channels.edit({ channelId: channel, messageId }, reply)).toMatchObject({ kind: "posted" });

  expectPlainer(standIn.messages(channel)[0]?.blocks, times);
});

test.each(refusals)("a direct message that is refused %i times comes so much plainer", async (times) => {
  const { standIn, bot } = await startSlack({});
  if (times > 0) standIn.fail("chat.postMessage", { error: "invalid_blocks", times });

  expect(await bot.sendDirectFor("T0SANDBOX")("U0MIA", reply)).toBe(true);

  expectPlainer(standIn.directMessages("U0MIA")[0]?.blocks, times);
});

test("a refusal that has nothing to do with the text is not tried with another", async () => {
  const { standIn, bot } = await startSlack({});
  const channels = bot.channelsOf("T0SANDBOX");
  standIn.fail("chat.postMessage", { error: "is_archived" });

  expect(await channels.post(channel, reply, "nonce")).toMatchObject({ kind: "closed" });

  expect(standIn.messages(channel)).toEqual([]);
});
