import { expect, test } from "vitest";
import { createSyncReport } from "../../../src/personas/sync/report.ts";
import { mostEntries, type SyncEntry } from "../../../src/personas/sync/sync-verbs.ts";

/** The last line of a list that is long enough to come as text. */
function lineOf(entry: SyncEntry): string | undefined {
  const report = createSyncReport();
  for (let count = 0; count <= mostEntries; count += 1) report.add("differing", entry);
  return report.lists().differing.texts?.join("\n").split("\n").at(-1);
}

test.each<[SyncEntry, string]>([
  [{ name: "Ada", id: "per_1", tavusPersonaId: "p1" }, "Ada · per_1 · p1"],
  [{ name: "", tavusPersonaId: "p1" }, "(no name) · p1"],
  [{ name: "two\nlines", id: "per_1" }, "two lines · per_1"],
  [
    { name: "Ada", id: "per_1", fields: ["name", "voiceSpeed", "voiceEmotion"] },
    "Ada · per_1 · name, voice speed, voice emotion",
  ],
  [{ name: "Ada", id: "per_1", fields: [] }, "Ada · per_1"],
  [{ name: "Ada", id: "per_1", cause: "outOfCredits" }, "Ada · per_1 · Insufficient Tavus credits"],
])("the line of %j is %j, in words that people read", (entry, line) => {
  expect(lineOf(entry)).toBe(line);
});

test("a long list has a line for each, in the order they came", () => {
  const report = createSyncReport();
  const names = Array.from({ length: 1000 }, (_, number) => `Åsa 👩‍🚀 ${number}`);

  for (const name of names) report.add("imported", { name, id: "per_1" });

  expect(report.lists().imported.texts?.join("\n").split("\n")).toEqual(
    names.map((name) => `${name} · per_1`),
  );
});
