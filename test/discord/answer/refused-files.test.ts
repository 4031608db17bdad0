import { expect, test } from "vitest";
import type { Reply } from "../../../src/chat/reply.ts";
import { answerRefused, type WayToAnswer, waysToAnswer } from "../ways-to-answer.ts";

const typed = "My careful hour of typing.";
const reply: Reply = {
  tone: "warning",
  title: "Not saved",
  files: [
    { name: "your-text.txt", text: typed, isTyped: true },
    { name: "other.txt", text: "Not typed." },
  ],
};

const refusals = [
  ["nobody may attach files there", { status: 403, body: { code: 50013, message: "Missing Permissions" } }],
  ["nobody may upload in that server", { status: 403, body: { code: 400001, message: "No uploads" } }],
  ["the file is not taken", { status: 400, body: { code: 50045, message: "File exceeds maximum size" } }],
  ["all is too large", { status: 413, body: { code: 40005, message: "Request entity too large" } }],
  ["a status says so", { status: 403, body: {} }],
] as const;

const keptForm: WayToAnswer = {
  name: "what is kept of a form",
  match: /^POST \/interactions/,
  answer: (answering) => answering.keepForm({ notice: "", values: {}, reply }),
};

for (const way of [...waysToAnswer(reply), keptForm]) {
  test.each(
    refusals,
  )(`${way.name} comes without its files where %s, with what was typed`, async (_why, refusal) => {
    // Once as it is; nothing of it leads outside, so that it cannot become plainer.
    const { message, standIn } = await answerRefused(way, refusal, 1);

    expect(message?.embeds[0]).toMatchObject({ title: "Not saved", footer: { text: expect.any(String) } });
    expect(message?.embeds[0]?.description).toContain(typed);
    expect(message?.embeds[0]?.description).not.toContain("Not typed");
    expect(message?.embeds[0]?.footer?.text).toContain("“other.txt” could not be attached");
    expect(message?.attachments).toEqual([]);
    expect(standIn.problems).toEqual([]);
  });
}
