import { expect, test } from "vitest";
import type { Link } from "../../../src/database/link/link-record.ts";
import { initialContent } from "../../../src/personas/content/draft.ts";
import { fingerprintOf, ourContent } from "../../../src/personas/content/fingerprint.ts";
import {
  isMassMissing,
  type LocalFacts,
  planRemote,
  type RemoteDigest,
  type Step,
} from "../../../src/personas/sync/plan.ts";
import { recordOf } from "../../support/personas/persona-rows.ts";
import { aLinkedRow } from "../../support/personas/stored-personas.ts";

const same = readingOf("same");
const old = readingOf("old");

function readingOf(name: string): string {
  return fingerprintOf({ ...ourContent({ ...initialContent, id: "per_23456789ab" }), name });
}

const minute = 60_000;

function aRemote(members: Partial<RemoteDigest> = {}): RemoteDigest {
  return {
    tavusPersonaId: "p1",
    name: "Ada",
    promptHash: "prompt",
    fingerprint: same,
    isOwn: true,
    record: undefined,
    createdMs: 100 * minute,
    readMs: 200 * minute,
    ...members,
  };
}

function aLinked(members: Partial<Link> = {}): Link {
  const link = recordOf(aLinkedRow({ id: "per_a", tavus_persona_id: "p1" })).link;
  return { ...link, base: same, ...members };
}

function aRecord(members: Partial<Link> = {}): Link {
  return aLinked({ state: "pending", remoteId: undefined, base: undefined, ...members });
}

const notPushed = { pushedRevision: 0 };

type Case = {
  name: string;
  remote?: Partial<RemoteDigest>;
  linked?: Link;
  record?: Link;
  mayMatch?: boolean;
  expected: Step<RemoteDigest>["kind"];
};

const carried = { record: "per_a" };

const cases: Case[] = [
  { name: "linked and the same is in step", linked: aLinked(), expected: "inStep" },
  { name: "linked and changed there is compared", linked: aLinked({ base: old }), expected: "compare" },
  { name: "linked and never read is compared", linked: aLinked({ base: undefined }), expected: "compare" },
  { name: "one that differed is compared again", linked: aLinked({ differs: "name" }), expected: "compare" },
  { name: "edited here waits for its push", linked: aLinked(notPushed), expected: "notPushedYet" },
  {
    name: "edited here and never read waits for its push",
    linked: aLinked({ ...notPushed, base: undefined }),
    expected: "notPushedYet",
  },
  {
    name: "edited on both sides is compared",
    linked: aLinked({ ...notPushed, base: old }),
    expected: "compare",
  },
  {
    name: "a page older than our own write says nothing",
    linked: aLinked({ base: undefined, writtenMs: 201 * minute }),
    expected: "inStep",
  },
  {
    name: "a page read while we write says nothing",
    linked: aLinked({ base: old, leaseUntilMs: 201 * minute }),
    expected: "inStep",
  },
  { name: "a missing one is there again", linked: aLinked({ state: "missing" }), expected: "compare" },
  { name: "a tombstone's is deleted here", linked: aLinked({ isGone: true }), expected: "deletedHere" },
  { name: "an unknown one is imported", expected: "import" },
  { name: "stock is never imported", remote: { isOwn: false }, expected: "ignore" },
  { name: "one that may match waits for the last page", mayMatch: true, expected: "hold" },
  { name: "stock does not match", remote: { isOwn: false }, mayMatch: true, expected: "ignore" },
  { name: "a lost create's waits for the last page", remote: carried, record: aRecord(), expected: "hold" },
  {
    name: "a lost create's is found among what is not listed as own",
    remote: { ...carried, isOwn: false },
    record: aRecord(),
    expected: "hold",
  },
  { name: "a record line nobody knows counts for nothing", remote: carried, expected: "import" },
  {
    name: "a copy of a linked one is imported",
    remote: carried,
    record: aRecord({ remoteId: "p0" }),
    expected: "import",
  },
  {
    name: "a second one from a lost request is surplus",
    remote: carried,
    record: aRecord({ remoteId: "p0", unknownAttemptsMs: [90 * minute] }),
    expected: "surplus",
  },
  {
    name: "one made long after the lost request is a copy",
    remote: carried,
    record: aRecord({ remoteId: "p0", unknownAttemptsMs: [84 * minute] }),
    expected: "import",
  },
  {
    name: "one deleted here before Tavus answered stays deleted",
    remote: carried,
    record: aRecord({ isGone: true }),
    expected: "deletedUnknown",
  },
  {
    name: "one that the queue is to delete in Tavus too is left to it",
    remote: carried,
    record: aRecord({ isGone: true, removesRemote: true }),
    expected: "deletedHere",
  },
];

test.each(cases)("$name", ({ remote, linked, record, mayMatch, expected }) => {
  const facts: LocalFacts = {
    linked: new Map(linked ? [["p1", linked]] : []),
    records: new Map(record ? [["per_a", record]] : []),
    mayMatch: () => mayMatch ?? false,
  };

  expect(planRemote(aRemote(remote), facts).kind).toBe(expected);
});

test.each([
  { absent: 4, linked: 4, doubted: false },
  { absent: 2, linked: 5, doubted: false },
  { absent: 3, linked: 5, doubted: true },
  { absent: 3, linked: 6, doubted: false },
  { absent: 4, linked: 6, doubted: true },
])("$absent of $linked gone is doubted: $doubted", ({ absent, linked, doubted }) => {
  expect(isMassMissing({ absent, linked })).toBe(doubted);
});
