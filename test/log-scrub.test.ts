import { expect, test } from "vitest";
import { createScrubber, scrub } from "../src/log-scrub.ts";

// Put together here so that no scanner takes them for real ones.
const botToken = ["MTE5ODYyMjQ4MzQ3MTkyNTI0OA", "Cl2FMQ", "ZnCjm1XVW7vRze4b7Cq4se7kKWsgh8Kx1cNNLR"].join(".");
const slackToken = ["xoxb", "123456789012", "abcDEF"].join("-");

test.each([
  ["POST /interactions/12/aW50ZXI6abc/callback", "POST /interactions/12/[redacted]/callback"],
  ["PATCH /webhooks/12/aW50ZXI6abc/messages/@original", "PATCH /webhooks/12/[redacted]/messages/@original"],
  [`logged in with ${botToken}!`, "logged in with [redacted]!"],
  [`bad ${slackToken}, sorry`, "bad xoxb-[redacted], sorry"],
  [`bad ${["xoxe", slackToken].join(".")}`, "bad xoxe-[redacted]"],
  [`bad ${["xapp", "1", "A1", "ff"].join("-")}`, "bad xapp-[redacted]"],
  ["to https://hooks.slack.com/actions/T1/2/x3y", "to https://hooks.slack.com/[redacted]"],
  ["to http://127.0.0.1:9/commands/T1/2/x3y?a=b", "to http://127.0.0.1:9/commands/T1/[redacted]"],
  ["Authorization: Bearer abc.def", "Authorization: Bearer [redacted]"],
  ["postgres://bot:pa55@db/bot", "postgres://bot:[redacted]@db/bot"],
])("%s loses its secret", (text, scrubbed) => {
  expect(scrub(text)).toBe(scrubbed);
});

test.each([
  "persona per_ABCDEFGHJK of discord:123456789012345678 was linked to p1234567890ab in 12 ms",
  "at createPersona (file:///app/src/personas/create-persona-with-a-long-name.ts:12:34)",
  "GET https://tavusapi.com/v2/personas?limit=100 answered 503",
  '{"time":"2026-01-01T00:00:00.000Z","url":"http://127.0.0.1:8080/api","at":"a@b"}',
])("%s stays as it is", (text) => {
  expect(scrub(text)).toBe(text);
});

test.each([
  ["x", "texts"],
  ["bot", "the bot is ready"],
  ["", "nothing"],
])("the secret %o is too short to be blotted out of %o", (secret, text) => {
  expect(createScrubber([secret])(text)).toBe(text);
});

test("an exact secret is blotted out as it is, inside JSON and inside an address", () => {
  const line = 'pa"5 {"a":"pa\\"5"} http://host/?a=pa%225';

  expect(createScrubber(['pa"5'])(line)).toBe('[redacted] {"a":"[redacted]"} http://host/?a=[redacted]');
});

/** What JSON writes out with a letter or with letters and digits, and what else may stand before a token. */
const before = ["\n", "\t", "\r", "\b", "\u0001", "\\", "\\n", '"', "=", "_"];
const leading = [
  ["Discord's", botToken],
  ["Slack's", slackToken],
  ["an app's", ["xapp", "1", "A1", "ff"].join("-")],
  ["a bearer's", "Bearer abc.def"],
] as const;

test.each(
  leading,
)("%s token loses what is secret at the beginning of a line of a log, too", (_whose, token) => {
  const secret = token.slice(-6);
  for (const mark of before) {
    const line = scrub(JSON.stringify({ note: `first${mark}${token}${mark}` }));

    expect(line).not.toContain(secret);
    expect(JSON.parse(line).note).toContain("[redacted]");
  }
});

test.each([
  "a-",
  "a",
  "-",
  "a.",
  "://:",
  "\\n",
  "xoxb-",
  "aaaaaaaaaaaaaaaaaaaa.aaaaaa.",
])("a long line of %j holds nothing up", (part) => {
  const startedMs = performance.now();

  createScrubber(["aaaa-b"])(part.repeat(100_000 / part.length));

  // Each word of such a line once cost as much as the whole of it: half a minute.
  expect(performance.now() - startedMs).toBeLessThan(2000);
});
