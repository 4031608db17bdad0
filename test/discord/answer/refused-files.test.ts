import { expect, test } from "vitest";
import type { Answering } from "../../../src/chat/interaction.ts";
import type { Reply } from "../../../src/chat/reply.ts";
import { aStartedBot, dispatchOf } from "../started-bot.ts";

const typed = "My careful hour of typing.";
const reply: Reply = {
  tone: "warning",
  title: "Not saved",
  files: [
    { name: "your-text.txt", text: typed, isTyped: true },
    { name: "other.txt", text: "Not typed." },
  ],
};
const beside: Reply = { tone: "neutral", title: "Beside" };

const refusals = [
  ["nobody may attach files there", { status: 403, body: { code: 50013, message: "Missing Permissions" } }],
  ["nobody may upload in that server", { status: 403, body: { code: 400001, message: "No uploads" } }],
  ["the file is not taken", { status: 400, body: { code: 50045, message: "File exceeds maximum size" } }],
  ["all is too large", { status: 413, body: { code: 40005, message: "Request entity too large" } }],
  ["a status says so", { status: 403, body: {} }],
] as const;

const answers: [string, RegExp, (answering: Answering) => Promise<unknown>][] = [
  ["an answer", /^POST \/interactions/, (answering) => answering.answer(reply)],
  [
    "what is kept of a form",
    /^POST \/interactions/,
    (answering) => answering.keepForm({ notice: "", values: {}, reply }),
  ],
  [
    "an answer after a deferral",
    /^PATCH \/webhooks/,
    async (answering) => {
      await answering.defer(beside);
      await answering.answer(reply);
    },
  ],
  [
    "a further message",
    /^POST \/webhooks/,
    async (answering) => {
      await answering.answer(beside);
      await answering.post(reply);
    },
  ],
];

for (const [what, match, answer] of answers) {
  test.each(
    refusals,
  )(`${what} comes without its files where %s, with what was typed`, async (_why, refusal) => {
    const done = Promise.withResolvers<void>();
    const { standIn, ada, channelId } = await aStartedBot(
      dispatchOf({ command: (_interaction, answering) => answer(answering).then(() => done.resolve()) }),
    );
    // Once as it is; nothing of it leads outside, so that it cannot become plainer.
    standIn.fault({ match, answer: refusal, times: 1 });

    await ada.command(channelId, "persona-list");
    await done.promise;

    const [message] = ada.messages(channelId).slice(-1);
    expect(message?.embeds[0]).toMatchObject({ title: "Not saved", footer: { text: expect.any(String) } });
    expect(message?.embeds[0]?.description).toContain(typed);
    expect(message?.embeds[0]?.description).not.toContain("Not typed");
    expect(message?.embeds[0]?.footer?.text).toContain("“other.txt” could not be attached");
    expect(message?.attachments).toEqual([]);
    expect(standIn.problems).toEqual([]);
  });
}
