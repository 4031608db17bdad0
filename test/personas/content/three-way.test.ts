import { expect, test } from "vitest";
import { initialContent } from "../../../src/personas/content/draft.ts";
import { fingerprintOf, ourContent, type SyncContent } from "../../../src/personas/content/fingerprint.ts";
import { readThreeWays } from "../../../src/personas/content/three-way.ts";

const nothing = ourContent({ ...initialContent, id: "per_23456789ab" });

function content(members: Partial<SyncContent> = {}): SyncContent {
  const usual = { name: "Ada", prompt: "You are Ada.", replicaId: "", model: "m1" };
  return { ...nothing, ...usual, ...members };
}

type Case = {
  name: string;
  base?: Partial<SyncContent>;
  theirs?: Partial<SyncContent>;
  ours?: Partial<SyncContent>;
  fields: string[];
};

const cases: Case[] = [
  { name: "nothing changed", base: {}, fields: [] },
  { name: "a new name in Tavus differs", base: {}, theirs: { name: "Grace" }, fields: ["name"] },
  {
    name: "what Tavus made of ours is no difference",
    base: { name: "OBrien" },
    theirs: { name: "OBrien" },
    ours: { name: "O'Brien" },
    fields: [],
  },
  {
    name: "the same change on both sides is no difference",
    base: {},
    theirs: { model: "m2" },
    ours: { model: "m2" },
    fields: [],
  },
  { name: "our own change alone is no difference", base: {}, ours: { prompt: "New" }, fields: [] },
  {
    name: "changes on both sides differ",
    base: {},
    theirs: { prompt: "Theirs" },
    ours: { prompt: "Ours" },
    fields: ["prompt"],
  },
  { name: "a replica chosen in Tavus differs", base: {}, theirs: { replicaId: "r1" }, fields: ["replicaId"] },
  { name: "a voice we did not send is Tavus's own", theirs: { voiceSpeed: "0.3" }, fields: [] },
  {
    name: "a voice that was set in Tavus since differs",
    base: {},
    theirs: { voiceSpeed: "0.3" },
    fields: ["voiceSpeed"],
  },
  {
    name: "a voice we sent is compared",
    base: { voiceSpeed: "0.5" },
    theirs: { voiceSpeed: "0.3" },
    ours: { voiceSpeed: "0.5" },
    fields: ["voiceSpeed"],
  },
  {
    name: "a first reading takes stripped punctuation",
    theirs: { name: "OBrien" },
    ours: { name: "O'Brien" },
    fields: [],
  },
  { name: "a first reading takes other white space", theirs: { prompt: "You are\r\nAda. " }, fields: [] },
  { name: "a first reading takes defaults filled in", theirs: { replicaId: "r1" }, fields: [] },
  { name: "a first reading sees another name", theirs: { name: "Grace" }, fields: ["name"] },
  { name: "a first reading sees another prompt", theirs: { prompt: "Theirs" }, fields: ["prompt"] },
];

test.each(cases)("$name", ({ base, theirs, ours, fields }) => {
  const sides = { theirs: content(theirs), ours: content(ours) };

  const reading = readThreeWays({ base: base ? fingerprintOf(content(base)) : undefined, ...sides });

  expect(reading.fields).toEqual(fields);
});

test("a difference stays one at the next reading, and what was taken is taken for good", () => {
  const sides = { theirs: content({ name: "Grace", replicaId: "r1" }), ours: content() };
  const first = readThreeWays({ base: undefined, ...sides });

  const second = readThreeWays({ base: first.base, ...sides });

  expect(second).toEqual(first);
  expect(second.fields).toEqual(["name"]);
});
