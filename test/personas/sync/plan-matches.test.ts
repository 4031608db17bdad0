import { expect, test } from "vitest";
import { type Held, planMatches, type UnlinkedDigest } from "../../../src/personas/sync/plan-matches.ts";

const minute = 60_000;

function held(tavusPersonaId: string, members: Partial<Held> = {}): Held {
  return {
    tavusPersonaId,
    name: "Ada",
    promptHash: `prompt of ${tavusPersonaId}`,
    isOwn: true,
    record: undefined,
    createdMs: 100 * minute,
    ...members,
  };
}

function lost(...unknownAttemptsMs: number[]): UnlinkedDigest["link"] {
  return { unknownAttemptsMs, outcomeUnknown: false, attemptStartedMs: undefined };
}

function unlinked(id: string, members: Partial<UnlinkedDigest> = {}): UnlinkedDigest {
  return {
    id,
    link: lost(),
    name: "Ada",
    promptHashes: [],
    isLeased: false,
    ...members,
  };
}

type Case = {
  name: string;
  held: Held[];
  unlinked: UnlinkedDigest[];
  /** How often every name occurs. Default: once on each side. */
  here?: number;
  inTavus?: number;
  expected: string[];
};

const same = { promptHash: "same" };
const alike = { promptHashes: ["same"] };
const carrier = { record: "per_a" };

const cases: Case[] = [
  {
    name: "the same prompt links",
    held: [held("p1", { ...same, name: "Other" })],
    unlinked: [unlinked("per_a", alike)],
    expected: ["link p1 per_a"],
  },
  {
    name: "of two with the same prompt the one of the same name links",
    held: [held("p1", { ...same, name: "Other", createdMs: 1 }), held("p2", same)],
    unlinked: [unlinked("per_a", alike)],
    expected: ["import p1", "link p2 per_a"],
  },
  {
    name: "of two that are all the same the older one links",
    held: [held("p1", same), held("p2", { ...same, createdMs: 1 })],
    unlinked: [unlinked("per_a", alike)],
    inTavus: 2,
    expected: ["import p1", "link p2 per_a"],
  },
  {
    name: "a prompt that two here have links neither",
    held: [held("p1", same)],
    unlinked: [unlinked("per_a", alike), unlinked("per_b", alike)],
    here: 2,
    expected: ["import p1"],
  },
  {
    name: "the only one of its name on both sides links",
    held: [held("p1")],
    unlinked: [unlinked("per_a")],
    expected: ["link p1 per_a"],
  },
  {
    name: "a name that occurs twice in Tavus links nothing",
    held: [held("p1"), held("p2")],
    unlinked: [unlinked("per_a")],
    inTavus: 2,
    expected: ["import p1", "import p2"],
  },
  {
    name: "a name that occurs twice here links nothing",
    held: [held("p1")],
    unlinked: [unlinked("per_a")],
    here: 2,
    expected: ["import p1"],
  },
  {
    name: "an empty name matches nothing",
    held: [held("p1", { name: "" })],
    unlinked: [unlinked("per_a", { name: "" })],
    expected: ["import p1"],
  },
  {
    name: "one that somebody is creating right now is left to the next run",
    held: [held("p1", same)],
    unlinked: [unlinked("per_a", { ...alike, isLeased: true })],
    expected: ["undecided p1"],
  },
  {
    name: "a prompt goes before a name",
    held: [held("p1", same), held("p2")],
    unlinked: [unlinked("per_a", { ...alike, name: "Ada" })],
    inTavus: 1,
    expected: ["link p1 per_a", "import p2"],
  },
  {
    name: "a record line links whatever else matches, even while a request runs",
    held: [held("p1", { ...carrier, name: "Other" }), held("p2", same)],
    unlinked: [unlinked("per_a", { ...alike, isLeased: true })],
    expected: ["link p1 per_a", "import p2"],
  },
  {
    name: "of two that carry the line the older one links, the other is surplus",
    held: [
      held("p1", { ...carrier, createdMs: 95 * minute }),
      held("p2", { ...carrier, createdMs: 91 * minute }),
    ],
    unlinked: [unlinked("per_a", { link: lost(90 * minute) })],
    expected: ["link p2 per_a", "surplus p1"],
  },
  {
    name: "a copy made long after the lost request is imported",
    held: [
      held("p1", { ...carrier, createdMs: 200 * minute }),
      held("p2", { ...carrier, createdMs: 91 * minute }),
    ],
    unlinked: [unlinked("per_a", { link: lost(90 * minute) })],
    expected: ["link p2 per_a", "import p1"],
  },
  {
    name: "what was linked while the account was read is left to the next run",
    held: [held("p1", carrier)],
    unlinked: [],
    expected: ["undecided p1"],
  },
];

test.each(cases)("$name", ({ held: remotes, unlinked: locals, here = 1, inTavus = 1, expected }) => {
  const matches = planMatches(remotes, locals, { here: () => here, inTavus: () => inTavus });

  const words = matches.map((match) =>
    [match.kind, match.remote.tavusPersonaId, ...(match.kind === "link" ? [match.local.id] : [])].join(" "),
  );
  expect(words).toEqual(expected);
});

test("of tens of thousands with one prompt, none of whom is linked, nobody is taken for what has it in Tavus", () => {
  const locals = Array.from({ length: 50_000 }, (_, number) => unlinked(`per_${number}`, alike));

  // Where each was put beside all before it once more, this took minutes in which the bot stood still.
  const matches = planMatches([held("p1", same)], locals, { here: () => 50_000, inTavus: () => 1 });

  expect(matches).toEqual([{ kind: "import", remote: held("p1", same) }]);
});
