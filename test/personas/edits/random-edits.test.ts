import fc from "fast-check";
import { expect, test } from "vitest";
import { type SyncField, syncFields } from "../../../src/personas/content/each-field.ts";
import { forEachEngine } from "../../support/databases.ts";
import { countsOf, type SyncHarness } from "../../support/harness/sync-harness.ts";
import { tenant } from "../../support/personas/persona-builders.ts";
import { longer } from "../../support/runner/longer.ts";
import {
  changeThere,
  comeToRest,
  type Edited,
  editHere,
  heldThere,
  makeEdited,
  openEdits,
  personaOf,
} from "./edited-world.ts";

const runs = { sqlite: 20 * longer, postgres: 4 * longer };
const texts = ["name", "prompt", "replicaId", "model"] as const satisfies readonly SyncField[];
type TextField = (typeof texts)[number];
const values = ["tavus-theirs-0", "tavus-theirs-1", "tavus-theirs-2"] as const;

const step = fc.record({
  kind: fc.constantFrom("edit", "edit", "change", "change", "ours", "theirs", "sync", "work", "work"),
  field: fc.constantFrom(...texts),
  value: fc.constantFrom(...values),
  /** What befalls the next request of this kind. */
  fault: fc.constantFrom(undefined, undefined, "serverErrors", "losesAnswer", "dropBefore"),
  operation: fc.constantFrom("patch persona", "get persona"),
} as const);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

type Sides = { here: string; there: string; agreedHere: string; agreedThere: string };

/** What is to be on either side: a value goes over only where nobody changed it there, or somebody chose. */
class Expected {
  readonly sides = new Map<TextField, Sides>();

  constructor(read: (field: TextField) => string) {
    for (const field of texts) this.#agree(field, read(field));
  }

  edit(field: TextField, here: string): void {
    this.#change(field, { here });
  }

  change(field: TextField, there: string): void {
    this.#change(field, { there });
  }

  /** The queue has done its work. */
  push(): void {
    for (const [field, { here, there, agreedHere, agreedThere }] of this.sides) {
      if (here === there || (here !== agreedHere && there === agreedThere)) this.#agree(field, here);
    }
  }

  keep(side: "here" | "there"): void {
    for (const [field, sides] of this.sides) {
      if (this.differing().includes(field)) this.#agree(field, sides[side]);
    }
  }

  differing(): TextField[] {
    return [...this.sides].flatMap(([field, { here, there, agreedThere }]) =>
      here !== there && there !== agreedThere ? [field] : [],
    );
  }

  #agree(field: TextField, value: string): void {
    this.sides.set(field, { here: value, there: value, agreedHere: value, agreedThere: value });
  }

  #change(field: TextField, members: Partial<Sides>): void {
    const sides = this.sides.get(field);
    if (sides) this.sides.set(field, { ...sides, ...members });
  }
}

const typedAs = { name: "name", prompt: "prompt", replicaId: "replicaId", model: "model" } as const;

async function play(
  harness: SyncHarness,
  edited: Edited,
  each: Step & { expected: Expected },
): Promise<void> {
  const { kind, field, value, fault, operation, expected } = each;
  const { personas } = harness.bot;
  if (fault) harness.standIn.setFault(fault, { operation, times: 1 });
  switch (kind) {
    case "edit":
      await editHere(harness, edited, { [typedAs[field]]: value });
      expected.edit(field, value);
      break;
    case "change":
      changeThere(harness, edited, field, value);
      expected.change(field, value);
      break;
    case "sync":
      await harness.sync();
      break;
    default:
  }
  harness.standIn.clearFaults();
  if (kind === "change") return;
  await comeToRest(harness);
  expected.push();
  if (kind === "ours" || kind === "theirs") {
    // A sync shows how things stand, and people choose by that.
    await harness.sync();
    if (kind === "ours") await personas.resolveWithOurs({ tenantId: tenant, id: edited.id });
    else await personas.resolveWithTheirs({ tenantId: tenant, id: edited.id });
    await comeToRest(harness);
    expected.keep(kind === "ours" ? "here" : "there");
  }
  await expectAsExpected(harness, edited, expected);
}

async function expectAsExpected(harness: SyncHarness, edited: Edited, expected: Expected): Promise<void> {
  const persona = await personaOf(harness, edited);
  const here = Object.fromEntries(texts.map((field) => [field, persona[field]]));
  const there = Object.fromEntries(texts.map((field) => [field, heldThere(harness, edited, field)]));
  const wanted = (side: "here" | "there") =>
    Object.fromEntries([...expected.sides].map(([field, sides]) => [field, sides[side]]));
  expect(here).toEqual(wanted("here"));
  expect(there).toEqual(wanted("there"));
}

forEachEngine((engine, open) => {
  test("whoever changes what and whenever, no value goes over one that nobody chose it over, and none is lost", async () => {
    const harness = await openEdits(open);

    const isSo = fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 10 }), async (steps) => {
      const plain = { description: "", traits: [], context: "" };
      const start = { name: values[0], prompt: values[0], replicaId: values[0], model: values[0] };
      const edited = await makeEdited(harness, { ...plain, ...start });
      const expected = new Expected((field) => start[field]);
      for (const each of steps) await play(harness, edited, { ...each, expected });

      await comeToRest(harness);
      expected.push();
      const { differing = 0, conflicts = 0 } = countsOf(await harness.sync());
      expect((await personaOf(harness, edited)).differs).toEqual(
        syncFields.filter((field) => expected.differing().some((one) => one === field)),
      );
      expect(differing + conflicts > 0).toBe(expected.differing().length > 0);
      await harness.bot.personas.remove({ tenantId: tenant, id: edited.id, alsoInTavus: true });
    });

    await fc.assert(isSo, { numRuns: runs[engine], seed: 20_261_128, endOnFailure: true });
  }, 120_000);
});
