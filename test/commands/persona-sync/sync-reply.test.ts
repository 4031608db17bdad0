import { expect, test } from "vitest";
import { summaryReply } from "../../../src/commands/persona-sync/sync-reply.ts";
import { createSyncReport } from "../../../src/personas/sync/report.ts";
import type {
  SyncEntry,
  SyncListName,
  SyncStop,
  SyncSummary,
} from "../../../src/personas/sync/sync-verbs.ts";
import { causes } from "../../../src/warnings/causes.ts";

function aSummary(list: SyncListName, ...entries: SyncEntry[]): SyncSummary {
  const report = createSyncReport();
  for (const entry of entries) report.add(list, entry);
  return {
    ...report.lists(),
    others: report.others,
    mode: "apply",
    startedBy: "u1",
    startedMs: 0,
    endedMs: 1,
    phase: "linking",
    done: 1,
    total: 1,
    isListUnsure: false,
    isListCut: false,
    unreadable: 0,
    listed: 0,
  };
}

const ada = { id: "per_1", name: "Ada" };

test.each([
  [1, "1 belongs to another team that uses this key"],
  [9, "9 belong to other teams that use this key"],
])("of %i that other teams have, only the number is told", (others, line) => {
  const summary = { ...aSummary("inStep"), others };

  expect(summaryReply(summary).text).toContain(line);
  expect(summaryReply(aSummary("inStep")).text).not.toContain("this key");
});

test.each<[SyncListName, SyncEntry, string]>([
  ["imported", ada, "“Ada” per_1)"],
  ["imported", { name: "", tavusPersonaId: "p1" }, "“(no name)” p1)"],
  ["differing", { ...ada, fields: ["voiceSpeed", "prompt"] }, "“Ada” per_1: voice speed, prompt)"],
  ["failed", { ...ada, cause: "outOfCredits" }, "“Ada” per_1: Insufficient Tavus credits)"],
  ["failed", { ...ada, name: "🇩🇪".repeat(30) }, `“${"🇩🇪".repeat(19)}…” per_1)`],
])("of %s %j is named so that people can read it", (list, entry, words) => {
  expect(summaryReply(aSummary(list, entry)).text).toContain(words);
});

test("what is more than a handful comes as a file, in the same words", () => {
  const entries = Array.from({ length: 6 }, () => ({ ...ada, fields: ["voiceEmotion"] as const }));

  const [file] = summaryReply(aSummary("conflicts", ...entries)).files ?? [];

  expect(String(file?.text)).toContain("“Ada” per_1: voice emotion");
});

test.each([
  { kind: "cancelled" },
  { kind: "tavus", cause: "unavailable", words: undefined, incident: "i1" },
] as const)("a preview that was stopped (%j) has done nothing that could stay done", (stoppedBecause) => {
  const textOf = (mode: SyncSummary["mode"]) =>
    summaryReply({ ...aSummary("inStep"), mode, stoppedBecause }).text;

  expect(textOf("preview")).toContain("It was a preview: nothing was changed.");
  expect(textOf("preview")).not.toContain("stays done");
  expect(textOf("apply")).toContain("What was done stays done; the next run goes on from there.");
});

test.each([
  [{ isResumed: true }, true],
  [{ isResumed: true, mode: "preview" }, false],
  [{}, false],
] as const)("of a run that %j it is told where what was done before is counted: %s", (how, isTold) => {
  const { text = "" } = summaryReply({ ...aSummary("inStep"), ...how });

  expect(/my processes began this.*counted as in step/.test(text)).toBe(isTold);
});

test.each([
  [1, "your one linked persona"],
  [2, "none of your 2 linked personas"],
])("a key of an account without any of %d linked personas is told in that number", (linked, words) => {
  const stoppedBecause = { kind: "otherAccount", linked } as const;

  expect(summaryReply({ ...aSummary("inStep"), stoppedBecause }).text).toContain(words);
});

const namedButtons = /Keep all ours|Keep all theirs|Run again|Do it/g;

const lists: readonly SyncListName[] = ["differing", "conflicts", "missing", "failed", "deletedHere"];

test.each(
  lists.flatMap((list) => (["preview", "apply"] as const).map((mode) => [mode, list] as const)),
)("a %s names no button that does not stand below it: %s", (mode, list) => {
  const { text = "", buttons = [] } = summaryReply({ ...aSummary(list, ada), mode });

  const named = text.match(namedButtons) ?? [];
  expect(buttons.map(({ label }) => label)).toEqual(expect.arrayContaining(named));
});

const stops: SyncStop[] = [
  ...([{ kind: "cancelled" }, { kind: "takenOver" }, { kind: "handedOver" }] as const),
  ...([{ kind: "noKey" }, { kind: "noKey", isLocked: true }] as const),
  ...([
    { kind: "otherAccount", linked: 7 },
    { kind: "mostMissing", absent: 6, linked: 7 },
  ] as const),
  ...causes.map((cause) => ({ kind: "tavus", cause, words: undefined, incident: "i1" }) as const),
];

test.each(
  stops.flatMap((stop) => (["preview", "apply"] as const).map((mode) => [mode, stop] as const)),
)("a stopped %s names no button that does not stand below it: %j", (mode, stoppedBecause) => {
  const { text = "", buttons = [] } = summaryReply({ ...aSummary("inStep"), mode, stoppedBecause });

  const named = text.match(namedButtons) ?? [];
  expect(buttons.map(({ label }) => label)).toEqual(expect.arrayContaining(named));
});
