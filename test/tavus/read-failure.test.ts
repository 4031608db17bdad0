import { Headers } from "node-fetch";
import { expect, test } from "vitest";
import { readFailure, readRetryAfter } from "../../src/tavus/read-failure.ts";

function failure(
  status: number,
  body: unknown,
  operation = "get persona",
  headers: Record<string, string> = {},
) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return readFailure({ operation, status, body: text, headers: new Headers(headers) });
}

test.each([
  [401, { message: "Invalid access token" }, "invalidKey"],
  [403, { message: "Forbidden" }, "invalidKey"],
  [402, { message: "The user is out of conversational credits." }, "outOfCredits"],
  [402, "Payment Required", "outOfCredits"],
  [400, { error: "The user is out of conversational credits" }, "outOfCredits"],
  [403, { error: "Insufficient Tavus credits" }, "outOfCredits"],
  [429, { error: "Quota exceeded" }, "outOfCredits"],
  [400, { message: "User has reached maximum concurrent conversations" }, "tooManyConversations"],
  [429, { error: "User has reached maximum concurrent conversations" }, "tooManyConversations"],
  [429, { message: "Too many requests" }, "rateLimited"],
  [404, "not here", "notFound"],
  [400, { error: "Invalid persona_id" }, "notFound"],
  [400, { error: "Invalid pal_id" }, "notFound"],
  [408, "", "timedOut"],
  [409, { error: "draft", conflict: "maker_changes" }, "conflict"],
  [400, { error: "Unknown field" }, "rejected"],
  [413, "", "rejected"],
  [418, "", "rejected"],
  [422, { message: "Invalid JSON patch format" }, "rejected"],
  [500, { message: "insufficient credits" }, "unavailable"],
  [503, "<html>", "unavailable"],
  [301, "", "unexpectedReply"],
])("status %i with %j is %s", (status, body, kind) => {
  expect(failure(status, body)).toMatchObject({ kind, status, operation: "get persona", reached: "maybe" });
});

test.each([
  ["create persona", "Invalid replica_uuid", "rejected"],
  ["create persona", "Invalid replica_id", "rejected"],
  ["patch persona", "Invalid replica_uuid", "rejected"],
  ["patch persona", "Invalid persona_id", "notFound"],
  ["get replica", "Invalid replica_id", "notFound"],
  ["get replica", "Invalid face_id", "notFound"],
  ["end conversation", "Invalid conversation_id", "notFound"],
  ["get video", "Invalid video_id", "notFound"],
])("to %s, 400 %s means %s", (operation, error, kind) => {
  expect(failure(400, { error }, operation).kind).toBe(kind);
});

test.each([
  [{ error: "one" }, "one"],
  [{ message: "two" }, "two"],
  [{ error: "one", message: "two" }, "one: two"],
  [{ error: "same", message: "same" }, "same"],
  [{ error: { message: "nested" } }, "nested"],
  [{ error: "two\nlines\u0000 and\u001b[31m colour\u202e" }, "two lines and[31m colour"],
  [{ error: 5, message: null }, undefined],
  ["<html>no words</html>", undefined],
])("the words of %j are %j", (body, words) => {
  expect(failure(400, body).words).toBe(words);
});

test("words are shortened to 200 characters without cutting an emoji in two", () => {
  const { words = "" } = failure(400, { error: "🙂".repeat(300) });

  expect(Array.from(words)).toHaveLength(200);
  expect(words.endsWith("🙂…")).toBe(true);
});

test.each([
  ["20", 20_000],
  ["0", 0],
  ["86400", 3_600_000],
  ["Sun, 22 Nov 2026 17:00:30 GMT", 30_000],
  ["Sun, 22 Nov 2026 16:00:00 GMT", 0],
  ["Mon, 23 Nov 2026 17:00:00 GMT", 3_600_000],
  ["soon", undefined],
  [null, undefined],
])("Retry-After %j means %j ms", (header, waitMs) => {
  expect(readRetryAfter(header, Date.UTC(2026, 10, 22, 17))).toBe(waitMs);
});

test("the wait Tavus asks for is on the error", () => {
  const error = failure(429, { message: "Too many requests" }, "create persona", { "Retry-After": "7" });

  expect(error.retryAfterMs).toBe(7_000);
});

test("the message names operation, kind, status and Tavus's words", () => {
  const error = failure(400, { error: "Invalid replica_uuid" }, "create persona");

  expect(error.message).toBe("create persona: rejected (HTTP 400): Invalid replica_uuid");
});

test("every error has its own incident id that people can read out", () => {
  const incidents = Array.from({ length: 50 }, () => failure(500, "").incident);

  expect(new Set(incidents).size).toBe(50);
  for (const incident of incidents) expect(incident).toMatch(/^[2-9a-hjkmnp-z]{8}$/);
});
