import { expect, test } from "vitest";
import { inUtc } from "../../src/chat/time-mark.ts";
import { type Cause, factsOf } from "../../src/warnings/causes.ts";
import type { WarningDetails, WarningView } from "../../src/warnings/details.ts";
import { warningReply } from "../../src/warnings/warning-reply.ts";
import { expectWithinLimits } from "../support/reply-limits.ts";

const first = Date.UTC(2026, 10, 22, 20, 30);
const minute = 60_000;

function aWarning(members: Partial<WarningView> = {}): WarningView {
  const cause = members.cause ?? "outOfCredits";
  return {
    id: "w23456789abc",
    cause,
    topic: cause,
    title: factsOf(cause).title,
    words: undefined,
    incident: "k2m3n4p5",
    count: 1,
    firstMs: first,
    lastMs: first,
    fixedMs: undefined,
    waiting: 1,
    waitingWords: "1 persona",
    threadTrouble: undefined,
    ...members,
  };
}

function personas(count: number): WarningDetails["personas"] {
  return Array.from({ length: count }, (_, index) => ({
    id: `per_${index}`.padEnd(14, "a"),
    name: `Persona ${index} ${"x".repeat(120)}`,
    createdBy: "u1",
    failedAt: null,
  }));
}

const labels = (cause: Cause, waiting = 1) =>
  warningReply({
    warning: aWarning({ cause, waiting }),
    personas: personas(waiting),
    named: waiting,
  }).buttons?.map(({ label }) => label);

test("a warning names the cause, what happened, what to do, how often, and whom it concerns", () => {
  const warning = aWarning({ count: 20, lastMs: first + 5 * minute, waiting: 7 });
  const reply = warningReply({ warning, personas: personas(5), named: 7 });

  expectWithinLimits(reply);
  expect(reply).toMatchObject({ tone: "warning", title: "Insufficient Tavus credits", visibility: "public" });
  expect(reply.text).toContain("out of credits");
  expect(reply.text).toContain("press Retry all");
  expect(inUtc(reply.facts?.[0]?.value ?? "")).toBe(
    "20 times since 2026-11-22 20:30 UTC, last 2026-11-22 20:35 UTC",
  );
  expect(reply.items?.map(({ codes }) => codes)).toEqual(personas(5).map(({ id }) => [id]));
  expect(reply.notes).toEqual(["And 2 more: press Show."]);
});

test("Tavus's own words stand where it refuses something", () => {
  const warning = aWarning({ cause: "rejected", topic: "rejected:1", words: "Prompt is too long" });

  expect(warningReply({ warning, personas: personas(1), named: 1 }).text).toContain(
    "Tavus says: “Prompt is too long”",
  );
});

test.each<[Cause, string[]]>([
  ["unavailable", ["Retry all", "Show"]],
  ["invalidKey", ["Retry all", "Change key", "Show"]],
  ["noKey", ["Add key", "Show"]],
  ["lockedKey", ["Change key", "Show"]],
  ["notFound", ["Show"]],
])("%s offers what helps against it", (cause, expected) => {
  expect(labels(cause)).toEqual(expected);
});

test("where no persona waits there is nothing to retry or to show", () => {
  expect(labels("invalidKey", 0)).toEqual(["Change key"]);
});

test.each([
  [20_000, "less than a minute"],
  [minute, "1 minute"],
  [42 * minute, "42 minutes"],
  [5 * 60 * minute, "5 hours"],
  [3 * 24 * 60 * minute, "3 days"],
])("fixed after %i ms, it says that it lasted %s", (ms, lasted) => {
  const warning = aWarning({ count: 20, fixedMs: first + ms, waiting: 0 });
  const reply = warningReply({ warning, personas: [], named: 0 });

  expectWithinLimits(reply);
  expect(reply).toMatchObject({ tone: "success", title: "Fixed: Insufficient Tavus credits" });
  expect(reply.text).toContain(`It lasted ${lasted} and happened 20 times.`);
  expect(reply.buttons).toBeUndefined();
});

test("that the channel is closed is said with the remedy for that very case", () => {
  const warning = aWarning({
    cause: "channelClosed",
    topic: "channel",
    words: "Type /invite in it.",
    waiting: 0,
  });
  const reply = warningReply({ warning, personas: [], named: 0 });

  expectWithinLimits(reply);
  expect(reply.text).toContain("Type /invite in it.");
  expect(reply.text).toContain("/persona-setup");
});
