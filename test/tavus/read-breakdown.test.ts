import { AbortError, FetchError } from "node-fetch";
import { expect, test } from "vitest";
import { readBreakdown } from "../../src/tavus/read-breakdown.ts";

function systemFailure(code: string, syscall?: string): FetchError {
  const failure = { code, errno: code, ...(syscall !== undefined && { syscall }) };
  return new FetchError(`request failed, reason: ${code}`, "system", failure);
}

test.each([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "ERR_TLS_CERT_ALTNAME_INVALID",
])("%s certainly came before the request", (code) => {
  expect(readBreakdown("create persona", systemFailure(code))).toMatchObject({
    kind: "unavailable",
    reached: "no",
    operation: "create persona",
  });
});

test.each([
  ["getaddrinfo", "EAI_FAIL", "no"],
  ["getaddrinfo", "ETIMEOUT", "no"],
  ["connect", "ETIMEDOUT", "no"],
  ["connect", "ENETUNREACH", "no"],
  ["connect", "EHOSTUNREACH", "no"],
  ["connect", "EADDRNOTAVAIL", "no"],
  ["connect", "EPERM", "no"],
  // Several addresses were tried.
  [undefined, "ENETUNREACH", "no"],
  [undefined, "EHOSTUNREACH", "no"],
  [undefined, "ETIMEDOUT", "no"],
  ["read", "ETIMEDOUT", "maybe"],
  ["read", "EHOSTUNREACH", "maybe"],
  ["write", "ENETUNREACH", "maybe"],
] as const)("what fails over %s with %s has reached Tavus: %s", (syscall, code, reached) => {
  expect(readBreakdown("create conversation", systemFailure(code, syscall))).toMatchObject({
    kind: "unavailable",
    reached,
  });
});

test.each([
  "ECONNRESET",
  "EPIPE",
  "EPROTO",
  "ERR_STREAM_PREMATURE_CLOSE",
  "ENETDOWN",
])("%s may have come after the request was carried out", (code) => {
  expect(readBreakdown("create persona", systemFailure(code))).toMatchObject({
    kind: "unavailable",
    reached: "maybe",
  });
});

test.each(["HPE_INVALID_CONSTANT", "Z_DATA_ERROR"])("%s is an answer that makes no sense", (code) => {
  expect(readBreakdown("get persona", systemFailure(code)).kind).toBe("unexpectedReply");
});

test("a reply that is too long makes no sense either", () => {
  const error = new FetchError("content size over limit", "max-size");

  expect(readBreakdown("list personas", error)).toMatchObject({ kind: "unexpectedReply", cause: error });
});

test("an abort is a timeout", () => {
  expect(readBreakdown("get persona", new AbortError("aborted"))).toMatchObject({
    kind: "timedOut",
    reached: "maybe",
  });
});

test("a bug of ours is not passed off as a failure of Tavus", () => {
  const bug = new TypeError("x is not a function");

  expect(() => readBreakdown("get persona", bug)).toThrow(bug);
});
