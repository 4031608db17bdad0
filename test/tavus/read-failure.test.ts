import { Headers } from "node-fetch";
import { expect, test } from "vitest";
import { readFailure } from "../../src/tavus/read-failure.ts";

function failure(
  status: number,
  body: unknown,
  operation = "get persona",
  headers: Record<string, string> = {},
) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return readFailure({ operation, status, body: text, headers: new Headers(headers) });
}

const blockPage =
  "<!doctype html><html><head><title>Access denied</title></head><body>Your IP 10.0.0.1</body></html>";

test.each([
  [401, { message: "Invalid access token" }, "invalidKey"],
  [401, "", "invalidKey"],
  [401, blockPage, "blocked"],
  [401, { message: "Your plan does not include API access" }, "notInPlan"],
  [403, { message: "Invalid API key" }, "invalidKey"],
  [403, { message: "Missing Authentication Token" }, "invalidKey"],
  [403, { message: "This IP address is not allowed" }, "invalidKey"],
  [403, { message: "Forbidden" }, "forbidden"],
  [403, { error: "You do not have permission to edit this persona" }, "forbidden"],
  [403, { error: "This API key lacks the scope personas:write" }, "forbidden"],
  [403, blockPage, "blocked"],
  [403, "error code: 1020", "blocked"],
  [403, "", "blocked"],
  [403, { error: "Custom LLMs are not available on your current plan" }, "notInPlan"],
  [403, { detail: "Upgrade your plan to use this feature." }, "notInPlan"],
  [400, { error: "This feature requires the Growth plan" }, "notInPlan"],
  [402, { message: "Your subscription has expired" }, "notInPlan"],
  [403, { error: { message: "You have reached the maximum number of personas" } }, "limitReached"],
  [400, { error: "Persona limit reached. Upgrade your plan to create more." }, "limitReached"],
  [402, { message: "PAL quota exceeded" }, "limitReached"],
  [429, { message: "You cannot create any more personas" }, "limitReached"],
  [402, { message: "The user is out of conversational credits." }, "outOfCredits"],
  [402, "Payment Required", "outOfCredits"],
  [400, { error: "The user is out of conversational credits" }, "outOfCredits"],
  [403, { error: "Insufficient Tavus credits" }, "outOfCredits"],
  [429, { error: "Quota exceeded" }, "outOfCredits"],
  [402, { message: "The user is out of conversational minutes." }, "outOfCredits"],
  [400, { error: "You have no minutes left" }, "outOfCredits"],
  [403, { message: "Insufficient balance" }, "outOfCredits"],
  [400, { error: "max_call_duration must be no more than 60 minutes" }, "rejected"],
  [400, { message: "User has reached maximum concurrent conversations" }, "tooManyConversations"],
  [429, { message: "Too many concurrent requests" }, "rateLimited"],
  [429, { error: "User has reached maximum concurrent conversations" }, "tooManyConversations"],
  [429, { message: "Too many requests" }, "rateLimited"],
  [429, { message: "Rate limit exceeded; upgrade your plan for more" }, "rateLimited"],
  [429, blockPage, "rateLimited"],
  [404, { error: "Persona not found" }, "notFound"],
  [410, { error: "Persona deleted" }, "notFound"],
  [410, "", "unexpectedReply"],
  [404, { message: "Not Found" }, "unexpectedReply"],
  [404, "not here", "unexpectedReply"],
  [404, blockPage, "blocked"],
  [400, { error: "Invalid persona_id" }, "notFound"],
  [400, { error: "Invalid pal_id" }, "notFound"],
  [407, blockPage, "blocked"],
  [451, "", "blocked"],
  [511, blockPage, "blocked"],
  [408, "", "timedOut"],
  [409, { error: "draft", conflict: "maker_changes" }, "conflict"],
  [400, { error: "Unknown field" }, "rejected"],
  [400, { error: "persona_name: at most 80 characters" }, "rejected"],
  [400, blockPage, "blocked"],
  [413, "", "rejected"],
  [413, blockPage, "rejected"],
  [418, "", "rejected"],
  [421, "", "unavailable"],
  [423, { message: "Locked" }, "unavailable"],
  [425, "", "unavailable"],
  [449, "", "unavailable"],
  [499, { message: "Client closed the request" }, "unavailable"],
  [423, { error: "The user is out of conversational credits" }, "outOfCredits"],
  [422, { message: "Invalid JSON patch format" }, "rejected"],
  [500, { message: "insufficient credits" }, "unavailable"],
  [503, "<html>", "unavailable"],
  [301, "", "unexpectedReply"],
])("status %i with %j is %s", (status, body, kind) => {
  expect(failure(status, body)).toMatchObject({ kind, status, operation: "get persona", reached: "maybe" });
});

/** How many rooms may be open is said where one is to be; the same words elsewhere are about requests. */
test.each([
  ["create conversation", 400, "Maximum number of concurrent conversations reached", "tooManyConversations"],
  ["create conversation", 403, "Your plan allows 1 concurrent conversation", "tooManyConversations"],
  ["create conversation", 409, "Concurrency limit exceeded", "tooManyConversations"],
  ["create conversation", 400, "Too many active conversations", "tooManyConversations"],
  ["create conversation", 429, "Too many concurrent API calls", "rateLimited"],
  ["list personas", 429, "Too many concurrent API calls", "rateLimited"],
  ["list personas", 429, "Too many active sessions", "rateLimited"],
  ["patch persona", 429, "Concurrency limit exceeded", "rateLimited"],
  ["create video", 429, "Concurrency limit reached", "rateLimited"],
])("to %s, %i “%s” is %s", (operation, status, message, kind) => {
  expect(failure(status, { message }, operation).kind).toBe(kind);
});

/** What Cloudflare says in its own name to whoever accepts JSON. */
test.each([
  ["create persona", 403, 1020, "Access denied", "blocked"],
  ["create persona", 403, 1006, "The owner of this website has banned your IP address.", "blocked"],
  ["get persona", 401, 1010, "Invalid token", "blocked"],
  ["patch persona", 409, 1001, "Could not resolve the requested host", "blocked"],
  ["get video", 404, 1042, "Video not found", "blocked"],
  ["delete persona", 400, 1003, "Invalid persona_id", "blocked"],
  ["get video", 429, 1015, "You are being rate limited", "rateLimited"],
  ["create video", 530, 1033, "Cloudflare Tunnel error", "unavailable"],
  ["create video", 522, 522, "Connection timed out", "unavailable"],
])("to %s, %i with Cloudflare's own error %i is no word of Tavus's: %s", (operation, status, code, detail, kind) => {
  const body = { status, title: `Error ${code}`, detail, error_code: code, cloudflare_error: true };

  const error = failure(status, body, operation, { "Retry-After": "30" });

  expect(error).toMatchObject({ kind, status, retryAfterMs: 30_000, words: `${detail}; Error ${code}` });
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
  ["get deployment", "Invalid deployment_id", "notFound"],
  ["list personas", "Invalid persona_id", "rejected"],
])("to %s, 400 %s means %s", (operation, error, kind) => {
  expect(failure(400, { error }, operation).kind).toBe(kind);
});

test.each([
  ["create conversation", 400, "Invalid persona_id", "notFound"],
  ["create conversation", 400, "Invalid pal_id", "notFound"],
  ["create conversation", 404, "Persona not found", "notFound"],
  ["create conversation", 400, "Invalid replica_uuid", "rejected"],
  ["create conversation", 404, "Face r123 not found", "rejected"],
  ["create conversation", 404, "Persona service not found", "unexpectedReply"],
  ["create deployment", 400, "Invalid pal_id", "notFound"],
  ["create deployment", 404, "Not Found", "unexpectedReply"],
  ["create video", 404, "Replica not found", "rejected"],
  ["create video", 404, "Video not found", "unexpectedReply"],
  ["create persona", 404, "Replica not found", "rejected"],
  // Of what names both, nobody knows that it is the persona that is missing.
  ["create persona", 404, "Replica not found, so no persona was created", "rejected"],
  ["create video", 404, "The replica of this video was not found", "rejected"],
  ["create conversation", 404, "Replica of persona p1 not found", "rejected"],
  // What is no part of what is to be made may be a word of anybody's who stands before Tavus, as of Vercel.
  ["create persona", 404, "The deployment could not be found", "unexpectedReply"],
  ["create conversation", 404, "The requested deployment was not found", "unexpectedReply"],
  ["create video", 404, "Persona not found", "unexpectedReply"],
] as const)("to %s, %i %s means %s", (operation, status, error, kind) => {
  expect(failure(status, { error }, operation).kind).toBe(kind);
});

test.each([
  ["create persona", "rejected"],
  ["delete persona", "rejected"],
  ["patch persona", "conflict"],
])("to %s, 409 means %s", (operation, kind) => {
  expect(failure(409, { error: "in use" }, operation).kind).toBe(kind);
});

test.each(["create persona", "list personas"])("to %s, 404 names no persona that is gone", (operation) => {
  expect(failure(404, { error: "no such thing" }, operation).kind).toBe("unexpectedReply");
});

test.each([
  ["20", 20_000],
  ["1.5", 1500],
  ["86400", 3_600_000],
  ["Mon, 23 Nov 2126 17:00:00 GMT", 3_600_000],
  ["soon", undefined],
])("Retry-After %j is on the error as %j ms, an hour at most", (header, waitMs) => {
  const limit = failure(429, { message: "Too many requests" }, "create persona", { "Retry-After": header });

  expect(limit.retryAfterMs).toBe(waitMs);
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
