import { expect, test } from "vitest";
import { initialContent } from "../../../src/personas/content/draft.ts";
import {
  fingerprintOf,
  isSameReading,
  ourContent,
  type SyncContent,
} from "../../../src/personas/content/fingerprint.ts";

function readingOf(members: Partial<SyncContent> = {}): string {
  return fingerprintOf({ ...ourContent({ ...initialContent, id: "per_23456789ab" }), ...members });
}

test("a reading is the same when each field is, in any order and whatever else is known", () => {
  const { name, ...others } = JSON.parse(readingOf());

  expect(isSameReading(JSON.stringify({ ...others, name, ofAnotherVersion: "x" }), readingOf())).toBe(true);
  expect(isSameReading(readingOf(), readingOf({ name: "Grace" }))).toBe(false);
});

test("a field that was not known yet is the same as long as Tavus has nothing for it", () => {
  const { voiceEmotion: _, ...older } = JSON.parse(readingOf());

  expect(isSameReading(JSON.stringify(older), readingOf())).toBe(true);
  expect(isSameReading(JSON.stringify(older), readingOf({ voiceEmotion: '["curiosity"]' }))).toBe(false);
});

test("what was never read is the same as no reading", () => {
  expect(isSameReading(undefined, readingOf())).toBe(false);
});
