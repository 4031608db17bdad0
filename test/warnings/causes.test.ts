import { expect, test } from "vitest";
import { TavusError, type TavusErrorKind } from "../../src/tavus/errors.ts";
import { type Cause, isCause, textOf } from "../../src/warnings/causes.ts";

const tavusKinds: { [kind in TavusErrorKind]: true } = {
  invalidKey: true,
  outOfCredits: true,
  tooManyConversations: true,
  rateLimited: true,
  rejected: true,
  notFound: true,
  otherTeams: true,
  conflict: true,
  unavailable: true,
  timedOut: true,
  unexpectedReply: true,
};

test.each(Object.keys(tavusKinds))("the Tavus failure %s has a title, a fact and a remedy", (kind) => {
  if (!isCause(kind)) throw new Error(`${kind} is no cause`);
  const { title, happened, remedy } = textOf(kind);

  expect(title.length).toBeLessThanOrEqual(60);
  expect(happened).toMatch(/^[A-Z].+\.$/);
  expect(remedy).toMatch(/^[A-Z].+\.$/);
});

test.each<[Cause, string]>([
  ["noKey", "TAVUS_API_KEY not configured"],
  ["invalidKey", "Invalid Tavus API key"],
  ["outOfCredits", "Insufficient Tavus credits"],
])("%s has the title that it had in the web app before this bot", (cause, title) => {
  expect(textOf(cause).title).toBe(title);
});

test("an error of another kind is no cause", () => {
  expect(isCause(new TavusError({ kind: "rejected", operation: "x", reached: "no" }).name)).toBe(false);
  expect(isCause("toString")).toBe(false);
});
