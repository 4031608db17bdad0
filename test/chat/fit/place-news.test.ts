import { expect, test } from "vitest";
import type { News } from "../../../src/chat/dispatch/dispatch-deps.ts";
import { placeNews } from "../../../src/chat/fit/place-news.ts";
import type { Reply } from "../../../src/chat/reply.ts";
import { renderReply as renderDiscord } from "../../../src/discord/render/render-reply.ts";
import { renderReply as renderSlack } from "../../../src/slack/render/render-reply.ts";
import { expectWithinLimits } from "../../support/reply-limits.ts";

const answer: Reply = { tone: "success", title: "Saved", text: "x".repeat(3000) };
const longLink = { label: "Open", url: `https://example.com/${"t".repeat(2000)}` };

/** As many as one person is told at once: five personas, three rooms, three videos, three answers, and warnings. */
function aLot(length: number): { news: News; told: string[] } {
  const told: string[] = [];
  const lines = Array.from({ length: 18 }, (_, index) => {
    const line = `Meanwhile: ${index} ${"*".repeat(length)} ${index}.`;
    const whole = index % 6 === 5 ? { whole: { ...answer, text: line } } : {};
    return { line, told: async () => void told.push(line), ...whole };
  });
  return { news: { lines }, told };
}

const wordsOf: [platform: string, (reply: Reply) => string][] = [
  ["Discord", (reply) => JSON.stringify(renderDiscord(reply).embeds).replaceAll("\\\\*", "*")],
  ["Slack", (reply) => JSON.stringify(renderSlack(reply).blocks)],
];

const answers: [what: string, more: Partial<Reply>][] = [
  ["an answer", {}],
  ["one with notes of its own", { notes: ["x".repeat(900)] }],
  ["one with more notes than there is room for", { notes: ["x".repeat(1000), "y".repeat(1000)] }],
  ["one with a long address in its text", { links: [longLink] }],
];

for (const [platform, words] of wordsOf) {
  test.each(
    answers,
  )(`on ${platform} all that is told with %s is shown, to the last letter`, async (_, more) => {
    for (const length of [10, 60, 240, 900, 1500]) {
      const { news, told } = aLot(length);
      const reply = { ...answer, ...more };
      const { below, beside } = placeNews(news, reply);
      const messages = [
        { ...reply, notes: [...(reply.notes ?? []), ...below.map(({ line }) => line)] },
        ...beside.map((message) => message.reply),
      ];

      for (const message of [...below, ...beside]) await message.told();

      const shown = messages.map(words).join();
      expect(told.filter((line) => !shown.includes(line))).toEqual([]);
      expect(told).toHaveLength(news.lines.length);
      for (const { reply: message } of beside) expectWithinLimits(message);
    }
  });
}

test("what finds no place below shares as few messages as hold it, but what has a message of its own", () => {
  const { news } = aLot(240);

  const { below, beside } = placeNews(news, answer);

  expect(below).toHaveLength(3);
  expect(beside.map(({ reply }) => reply.title)).toEqual([
    ...Array.from({ length: 3 }, () => "Saved"),
    ...Array.from({ length: 2 }, () => "More happened meanwhile"),
  ]);
});
