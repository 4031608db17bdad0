import { DiscordAPIError, HTTPError, RESTJSONErrorCodes } from "discord.js";
import { describe, expect, test } from "vitest";
import type { Reply } from "../../src/chat/reply.ts";
import { meaningFor, meaningOf } from "../../src/discord/discord-codes.ts";
import { judgeFailure, toOutsideError } from "../../src/discord/discord-error.ts";
import { aBot, aStartedBot } from "./started-bot.ts";

const hello: Reply = { tone: "neutral", title: "Hello" };

/** The calls the bot makes, as method and path. */
const calls = [
  ["POST", "/interactions/1/t/callback"],
  ["PATCH", "/webhooks/1/t/messages/@original"],
  ["POST", "/webhooks/1/t"],
  ["POST", "/users/@me/channels"],
  ["POST", "/channels/1/messages"],
  ["PATCH", "/channels/1/messages/1"],
  ["GET", "/channels/1"],
  ["GET", "/users/@me"],
  ["GET", "/guilds/1"],
  ["GET", "/guilds/1/members/1"],
  ["GET", "/guilds/1/roles"],
  ["GET", "/applications/1/commands"],
  ["PUT", "/applications/1/commands"],
  ["GET", "/gateway/bot"],
] as const;

/** https://discord.com/developers/docs/topics/opcodes-and-status-codes#json: what passes when one waits. */
const passing = [
  20016, 20022, 20028, 20029, 30034, 30040, 40003, 40004, 40006, 40062, 40333, 110000, 110001, 130000,
];

const documented = [
  ...new Set(Object.values(RESTJSONErrorCodes).filter((code) => typeof code === "number" && code !== 0)),
  20026,
] as number[];

function answered(code: number, { status = 400, call = calls[0] as readonly [string, string] } = {}) {
  const [method, path] = call;
  const body = { code, message: "It is so" };
  return new DiscordAPIError(body, code, status, method, `http://discord${path}`, { files: [], body: {} });
}

describe("every code that Discord documents", () => {
  test.each(calls)("at %s %s is final unless it is known to pass, with cause and remedy", (...call) => {
    for (const code of documented) {
      const verdict = judgeFailure(answered(code, { call }));
      expect([code, verdict.kind]).toEqual([code, passing.includes(code) ? "passes" : "refused"]);
      const { cause, remedy } = meaningFor({ status: 400, code, words: "It is so" });
      expect([code, cause.length > 5, remedy.length > 5]).toEqual([code, true, true]);
    }
  });

  test("that a message, a person or a channel can meet has words of its own", () => {
    const met = [
      10003, 10004, 10007, 10008, 10013, 10015, 10062, 20009, 20016, 20026, 20028, 20029, 30032, 30034,
    ];
    met.push(
      30046,
      40001,
      40002,
      40003,
      40004,
      40005,
      40006,
      40007,
      40041,
      40058,
      40060,
      40062,
      40067,
      40094,
    );
    met.push(
      40333,
      50001,
      50005,
      50006,
      50007,
      50008,
      50009,
      50013,
      50014,
      50021,
      50024,
      50025,
      50027,
      50033,
    );
    met.push(
      50035,
      50045,
      50046,
      50055,
      50068,
      50083,
      50095,
      50109,
      50110,
      50123,
      50146,
      50178,
      50240,
      50278,
    );
    met.push(60003, 110000, 110001, 130000, 160005, 160006, 160007, 200000, 200001, 220001, 240000, 400001);

    expect(met.filter((code) => meaningOf(code) === undefined)).toEqual([]);
  });
});

test.each([
  400, 401, 403, 404, 405, 413,
])("an unknown code with %i is final and keeps Discord's own words", (status) => {
  const failure = toOutsideError("a message", answered(987_654, { status }));

  expect(failure).toMatchObject({ isFinal: true });
  expect(failure.message).toMatch(/code 987654.*It is so/);
});

test.each([
  [401, "refused"],
  [403, "refused"],
  [404, "refused"],
  [405, "refused"],
  [408, "passes"],
  [413, "refused"],
  [418, "refused"],
])("an answer with %i and no code %s", (status, kind) => {
  expect(judgeFailure(answered(0, { status }))).toMatchObject({ kind });
});

test("what is no answer of Discord's passes", () => {
  const body = { files: [], body: {} };
  const failures = [
    new HTTPError(503, "Service Unavailable", "GET", "http://discord/gateway", body),
    new TypeError("fetch failed"),
    new DOMException("This operation was aborted", "AbortError"),
  ];

  expect(failures.map((failure) => judgeFailure(failure).kind)).toEqual(["passes", "passes", "passes"]);
});

/** What is final for a person is told at their next command, and the log says what it means and what to do. */
test.each([
  [403, 20026, /quarantined.*appeal/],
  [404, 10062, /another process/],
  [400, 50035, /mistake of this program/],
  [400, 240000, /blocks a link/],
  [400, 99_999, /code 99999.*It is so/],
])("a direct message answered with %i and code %i is refused for good", async (status, code, sentence) => {
  const { bot, ada, standIn, reports } = await aStartedBot(async () => undefined);
  standIn.fault({ match: /^POST \/users/, answer: { status, body: { code, message: "It is so" } } });
  const remedies: string[] = [];

  expect(await bot.sendDirect(ada.userId, hello, (remedy) => remedies.push(remedy))).toBe(false);

  expect(reports.lines.join("")).toMatch(sentence);
  expect(remedies).toHaveLength(1);
});

test.each([
  50007, 50278, 10013, 50033, 20009,
])("code %i is the person's own affair, and nobody else hears of it", async (code) => {
  const { bot, ada, standIn } = await aStartedBot(async () => undefined);
  standIn.fault({ match: /^POST \/channels/, answer: { status: 403, body: { code, message: "No" } } });
  const remedies: string[] = [];

  expect(await bot.sendDirect(ada.userId, hello, (remedy) => remedies.push(remedy))).toBe(false);

  expect(remedies).toEqual([]);
});

test.each([
  [400, 40003, /too many conversations.*tried again/],
  [403, 40333, /Cloudflare/],
  [400, 130000, /overloaded/],
])("a direct message answered with %i and code %i may be taken later", async (status, code, sentence) => {
  const { bot, ada, standIn } = await aStartedBot(async () => undefined);
  standIn.fault({ match: /^POST \/users/, answer: { status, body: { code, message: "It is so" } } });

  await expect(bot.sendDirect(ada.userId, hello)).rejects.toThrow(sentence);
});

describe("a page with 403 in place of Discord's JSON", () => {
  const answer = {
    status: 403,
    body: "<!DOCTYPE html><title>Access denied | discord.com used Cloudflare to restrict access</title>",
    headers: { "content-type": "text/html; charset=UTF-8" },
  };
  const blocked = {
    isFinal: false,
    waitMs: 15 * 60_000,
    message: expect.stringMatching(/Cloudflare blocks/),
  };

  test("keeps a direct message for later", async () => {
    const { bot, ada, standIn } = await aStartedBot(async () => undefined);
    standIn.fault({ match: /^POST \/users/, answer });

    await expect(bot.sendDirect(ada.userId, hello)).rejects.toMatchObject(blocked);
  });

  test("keeps a message to a channel for later", async () => {
    const { bot, guild, channelId, standIn } = await aStartedBot(async () => undefined);
    standIn.fault({ match: /^POST \/channels/, answer });

    await expect(bot.channelsOf(guild.id).post(channelId, hello, "w1")).rejects.toMatchObject(blocked);
  });

  test("lets the bot wait until it is over before it starts", async () => {
    const { bot, standIn } = await aBot();
    standIn.fault({ match: /gateway\/bot/, answer });

    await expect(bot.start()).rejects.toMatchObject(blocked);
  });
});
