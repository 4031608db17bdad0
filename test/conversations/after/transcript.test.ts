import { expect, test } from "vitest";
import { readTranscript, writeTranscript } from "../../../src/conversations/after/transcript.ts";
import { shutdownReason, whyEnded } from "../../../src/conversations/after/why-ended.ts";
import { readTimestamp } from "../../../src/conversations/timestamp.ts";

const beganMs = Date.UTC(2026, 10, 28, 12);

type Row = { [name: string]: unknown };

function ready(...transcript: unknown[]) {
  return { type: "application.transcription_ready", timestamp: undefined, properties: { transcript } };
}

function linesOf(...rows: Row[]): string[] {
  const lines = readTranscript([ready(...rows)], beganMs) ?? [];
  const text = writeTranscript(lines, { personaName: "Ada", head: "Head" });
  return text.trim().split("\n").slice(2);
}

test.each([
  ["replica", "Ada"],
  ["pal", "Ada"],
  ["assistant", "Ada"],
  ["PAL", "Ada"],
  ["user", "Caller"],
  ["participant", "Caller"],
  ["moderator", "moderator"],
  [undefined, "Somebody"],
])("what %s says stands under the name %s", (role, name) => {
  expect(linesOf({ role, content: "Hello" })).toEqual([`${name}: Hello`]);
});

test.each(["system", "tool", "developer", "Function"])("what nobody said is left out: %s", (role) => {
  expect(linesOf({ role, content: "You are Ada, and the password is…" })).toEqual(["Nothing was said."]);
});

test.each<[content: unknown, said: string]>([
  [
    [{ type: "text", text: "Look at" }, { type: "image_url", image_url: { url: "data:x" } }, "this"],
    "Look at this",
  ],
  [[{ type: "text", text: { value: "ignored" } }], ""],
  [[], ""],
  [{ text: "Hi" }, ""],
  [null, ""],
])("of %j is said: %j", (content, said) => {
  const [line] = linesOf({ role: "user", content });

  expect(line).toBe(said === "" ? "Nothing was said." : `Caller: ${said}`);
});

test.each([
  ["seconds from the start", { seconds_from_start: 65.2, timestamp: 1 }],
  ["Unix seconds", { timestamp: beganMs / 1000 + 65 }],
  ["Unix seconds with a part", { timestamp: beganMs / 1000 + 65.75 }],
  ["Unix seconds as text", { timestamp: String(beganMs / 1000 + 65) }],
  ["Unix milliseconds", { timestamp: beganMs + 65_000 }],
  ["ISO text", { timestamp: "2026-11-28T12:01:05Z" }],
  ["ISO text with microseconds", { timestamp: "2026-11-28T12:01:05.123456Z" }],
  ["ISO text without a zone", { timestamp: "2026-11-28 12:01:05" }],
])("a line's time is read from %s", (_what, time) => {
  expect(linesOf({ role: "user", content: "Hi", ...time })).toEqual(["[01:05] Caller: Hi"]);
});

test.each([
  ["no time", {}],
  ["words", { timestamp: "a while ago" }],
  ["nothing", { timestamp: null }],
  ["a negative number", { timestamp: -5 }],
  ["no number", { timestamp: Number.NaN }],
])("a line with %s stands without one", (_what, time) => {
  expect(linesOf({ role: "user", content: "Hi", ...time })).toEqual(["Caller: Hi"]);
});

test("what came before the call began, as a wrong clock says, is at its beginning", () => {
  const early = { role: "user", content: "Hi", timestamp: beganMs / 1000 - 3 };
  expect(linesOf(early)).toEqual(["[00:00] Caller: Hi"]);
});

test("rows that say nothing are left out, and never break the rest", () => {
  const transcript = [
    null,
    "text",
    5,
    {},
    { role: "user" },
    { role: "user", content: 7 },
    { role: "user", content: " " },
  ];
  const lines = readTranscript([ready(...transcript, { role: "pal", content: "Hello" })], beganMs);

  expect(lines).toMatchObject([{ speaker: { kind: "persona" }, text: "Hello" }]);
});

test("an event that comes again, fuller or not, is one transcript: the fullest, of two alike the later", () => {
  const [one, two] = [
    { role: "user", content: "1" },
    { role: "user", content: "2" },
  ];
  const read = (...events: ReturnType<typeof ready>[]) =>
    readTranscript(events, beganMs)?.map(({ text }) => text);

  expect(read(ready(one, two), ready(one))).toEqual(["1", "2"]);
  expect(read(ready(one), ready(one, two))).toEqual(["1", "2"]);
  expect(read(ready(one), ready(two))).toEqual(["2"]);
  expect(read(ready())).toEqual([]);
});

test("no such event, or one without a list, is no transcript yet", () => {
  const other = { type: "application.perception_unavailable", timestamp: undefined, properties: {} };
  const broken = { ...ready(), properties: { transcript: "soon" } };

  expect(readTranscript([], beganMs)).toBeUndefined();
  expect(readTranscript([other, broken], beganMs)).toBeUndefined();
});

test("a transcript too long for a file is cut, and says so", () => {
  const line = { speaker: { kind: "person" }, text: "x".repeat(100_000), atSeconds: 0 } as const;
  const text = writeTranscript(Array(6).fill(line), { personaName: "Ada", head: "Head" });

  expect(text.length).toBeLessThan(500_000);
  expect(text).toContain("It is longer; the rest is in Tavus alone.");
});

const said = (properties: Row) => [{ type: "system.shutdown", timestamp: undefined, properties }];

test.each([
  ["max_call_duration reached", "Its time was up."],
  ["max_call_duration", "Its time was up."],
  ["participant_left_timeout reached", "Everybody had left."],
  ["participant_absent_timeout", "Tavus saw nobody in it for two minutes."],
  ["bot_could_not_join_meeting_it_was_probably_ended", "The persona could not come in."],
  ["daily_room_has_been_deleted", "The room was deleted."],
  ["exception_encountered_during_conversation_startup", "Tavus could not start the persona."],
  ["end_conversation_endpoint_hit", "It was ended by hand."],
  ["internal error occurred at step 7", "Something went wrong inside Tavus."],
  ["Internal error occurred at step x", "Something went wrong inside Tavus."],
  ["the key tvsk_1234567890 is no good", "Tavus says: “the key (key) is no good”"],
  ["gremlins_found in the wires", "Tavus says: “gremlins_found in the wires”"],
])("Tavus's reason “%s” is said as “%s”, under either name", (reason, words) => {
  const both = [said({ shutdown_reason: reason }), said({ reason })];

  for (const events of both) expect(whyEnded("endedInTavus", shutdownReason(events))).toBe(words);
});

test("who ended it here is known better than Tavus says it, and no reason is said to be none", () => {
  expect(whyEnded("person", "end_conversation_endpoint_hit")).toBe("You ended it.");
  expect(whyEnded("endedInTavus", undefined)).toBe("Tavus does not say why.");
  expect(whyEnded("assumed", undefined)).toBe("Its time was up; Tavus could not be asked how it ended.");
  expect(shutdownReason(said({ reason: 7 }))).toBeUndefined();
  expect(shutdownReason([])).toBeUndefined();
});

test("a timestamp of any other kind is none", () => {
  for (const value of [undefined, null, {}, [], "", true]) expect(readTimestamp(value)).toBeUndefined();
});
