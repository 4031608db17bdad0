import { expect, test } from "vitest";
import { aStartedBot } from "./started-bot.ts";

/** What Discord answers, and what whoever reads the log can do. */
test.each([
  [403, 20026, /quarantined.*appeal/],
  [400, 30034, /created within a day.*every hour/],
  [400, 40003, /too many conversations.*tried again/],
  [403, 40333, /Cloudflare/],
  [404, 10062, /another process/],
  [400, 50035, /mistake of this program/],
  [400, 99_999, /code 99999, It is so$/],
])("a refusal with %i and code %i says in the log what it means and what to do", async (status, code, sentence) => {
  const { bot, ada, standIn } = await aStartedBot(async () => undefined);
  standIn.fault({ match: /^POST \/users/, answer: { status, body: { code, message: "It is so" } } });

  await expect(bot.sendDirect(ada.userId, { tone: "neutral", title: "Hello" })).rejects.toThrow(sentence);
});
