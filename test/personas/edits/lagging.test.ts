import fc from "fast-check";
import { expect, test } from "vitest";
import type { PersonaContent } from "../../../src/database/persona/content-columns.ts";
import { fieldOf, placeOf, syncFields } from "../../../src/personas/content/each-field.ts";
import { ourContent } from "../../../src/personas/content/fingerprint.ts";
import { forEachEngine } from "../../support/databases.ts";
import { countsOf } from "../../support/harness/sync-harness.ts";
import { lagBehind } from "../../support/lagging-tavus.ts";
import { tenant } from "../../support/personas/persona-builders.ts";
import { longer } from "../../support/runner/longer.ts";
import { createSeededRandom } from "../../support/seeded-random.ts";
import { sampleContent } from "../field-samples.ts";
import {
  changeThere,
  comeToRest,
  editHere,
  foreignValue,
  heldThere,
  makeEdited,
  openEdits,
  personaOf,
} from "./edited-world.ts";

const runs = { sqlite: 30 * longer, postgres: 4 * longer };
const second = 1000;
const values = ["tavus-theirs-0", "tavus-theirs-1", "tavus-theirs-2"] as const;

const story = fc.record({
  field: fc.constantFrom("name", "prompt", "model"),
  /** How much later than the one before, and how many further on among the values: never the same twice. */
  edits: fc.array(
    fc.record({ afterMs: fc.constantFrom(0, second, 25 * second), further: fc.constantFrom(1, 2) }),
    { minLength: 2, maxLength: 3 },
  ),
  /** What befalls the first patch besides. */
  fault: fc.constantFrom(undefined, "losesAnswer", "serverErrors"),
  seed: fc.nat(),
} as const);

/** What befalls the first of two edits that follow each other. */
const ways: ["losesAnswer" | "old", string][] = [
  ["losesAnswer", "whose answer was lost"],
  ["old", "that Tavus shows late"],
];

/** Of each field what is said first, by the one edit and by the next. */
const turns = syncFields.flatMap((field) => {
  const [one, other] = [sampleContent(0)[field], sampleContent(1)[field]];
  const none = [fieldOf(field).initial, ""].find((value) => placeOf(field).isToGo(value as never));
  const third = none ?? "Said besides";
  return [
    { field, next: "another one", said: [third, one, other] },
    { field, next: "its opposite", said: [one, other, one] },
    ...(none === undefined ? [] : [{ field, next: "one that takes it away", said: [none, one, none] }]),
  ];
});
const pairs = ways.flatMap(([way, first]) => turns.map((turn) => ({ ...turn, way, first })));

forEachEngine((engine, open) => {
  test.each(
    pairs,
  )("$field, an edit $first, and $next: the second is in Tavus, and nobody has changed anything there", async ({
    field,
    said: [begun, first, second],
    way,
  }) => {
    const harness = await openEdits(open);
    const edited = await makeEdited(harness, { [field]: begun });
    const shown = [...harness.account.everyPersona];
    if (way === "losesAnswer") harness.standIn.setFault(way, { operation: "patch persona", times: 1 });
    await editHere(harness, edited, { [field]: first });
    const now = harness.standIn.behaviour.shown;
    if (way === "old") harness.standIn.behaviour.shown = () => shown;

    const { persona } = await editHere(harness, edited, { [field]: second });
    harness.standIn.behaviour.shown = now;
    await comeToRest(harness);

    const wanted = { ...persona, [field]: second };
    expect(persona.differs).toEqual([]);
    expect(placeOf(field).read(heldThere(harness, edited, field))).toBe(ourContent(wanted)[field]);
    expect(countsOf(await harness.sync())).toEqual({ inStep: 1 });
  });

  test("where one field is taken back and another changed, Tavus that shows neither yet is not said to keep the other as it was", async () => {
    const harness = await openEdits(open);
    const edited = await makeEdited(harness, { name: "Ada", prompt: "You are Ada." });
    const shown = [...harness.account.everyPersona];
    await editHere(harness, edited, { name: "Grace" });
    harness.standIn.behaviour.shown = () => shown;

    const { persona } = await editHere(harness, edited, { name: "Ada", prompt: "You are kind." });
    harness.standIn.behaviour.shown = undefined;
    await comeToRest(harness);

    expect(persona.kept).toEqual([]);
    expect(await personaOf(harness, edited)).toMatchObject({ isBehind: false, kept: [], differs: [] });
    expect(heldThere(harness, edited, "prompt")).toContain("You are kind.");
  });

  test("what stood in Tavus before two edits that follow each other is not said to be what it keeps of the second", async () => {
    const harness = await openEdits(open);
    const edited = await makeEdited(harness, { name: "Ada" });
    const { everyPersona } = harness.account;
    await editHere(harness, edited, { name: "Grace" });
    let readings = 0;
    harness.standIn.behaviour.shown = (account) => (++readings === 2 ? everyPersona : account.everyPersona);

    const { persona } = await editHere(harness, edited, { name: "Emmy" });

    expect(readings).toBe(2);
    expect(persona).toMatchObject({ name: "Emmy", isBehind: false, kept: [], differs: [] });
    expect(countsOf(await harness.sync())).toEqual({ inStep: 1 });
  });

  test.each<[what: string, changes: Partial<PersonaContent>, times: number]>([
    ["is sent", { prompt: "You are kind." }, 1],
    ["is not sent", { kind: "professional" }, 1],
    ["is not sent, and it is shown late again", { kind: "professional" }, 2],
  ])("what was edited a moment ago is nobody's change in Tavus while another edit %s", async (_, changes, times) => {
    const harness = await openEdits(open);
    const edited = await makeEdited(harness, { name: "Ada", kind: "personal" });
    const { everyPersona } = harness.account;
    await editHere(harness, edited, { name: "Grace" });
    const late = Array.from({ length: times }, () => everyPersona);
    harness.standIn.behaviour.shown = (account) => late.pop() ?? account.everyPersona;

    const { persona } = await editHere(harness, edited, changes);

    harness.standIn.behaviour.shown = undefined;
    expect(late.length).toBeLessThan(times);
    expect(persona).toMatchObject({ ...changes, isBehind: false, differs: [] });
    expect(countsOf(await harness.sync())).toEqual({ inStep: 1 });
  });

  test.each([
    "resolveWithOurs",
    "resolveWithTheirs",
  ] as const)("what was edited a moment ago stays where somebody chooses about another field: %s", async (verb) => {
    const harness = await openEdits(open);
    const edited = await makeEdited(harness, { name: "Ada", prompt: "You are Ada." });
    changeThere(harness, edited, "prompt", "You are kind.");
    await harness.sync();
    const { everyPersona } = harness.account;
    await editHere(harness, edited, { name: "Grace" });
    const late = [everyPersona];
    harness.standIn.behaviour.shown = (account) => late.pop() ?? account.everyPersona;

    const persona = await harness.bot.personas[verb]({ tenantId: tenant, id: edited.id });

    const prompt = verb === "resolveWithOurs" ? "You are Ada." : "You are kind.";
    expect(late).toEqual([]);
    expect(persona).toMatchObject({ name: "Grace", prompt, isBehind: false, differs: [] });
    expect(heldThere(harness, edited, "prompt")).toContain(prompt);
    expect(countsOf(await harness.sync())).toEqual({ inStep: 1 });
  });

  test("an edit whose answer was lost is nobody's change where the next one goes over a draft in Tavus", async () => {
    const harness = await openEdits(open);
    const edited = await makeEdited(harness, { name: "Ada" });
    harness.standIn.setFault("losesAnswer", { operation: "patch persona", times: 1 });
    await editHere(harness, edited, { name: "Grace" });
    harness.account.openDraft(edited.tavusPersonaId);
    const { persona: refused } = await editHere(harness, edited, { name: "Emmy" });

    const persona = await harness.bot.personas.overwrite({ tenantId: tenant, id: edited.id });

    expect(refused.failure?.cause).toBe("conflict");
    expect(persona).toMatchObject({ name: "Emmy", isBehind: false, differs: [] });
    expect(heldThere(harness, edited, "name")).toBe("Emmy");
  });

  test.each<[whose: string, there: string | undefined, differs: string[]]>([
    ["that was here before an edit of a moment ago is nobody's change to whoever looks", undefined, []],
    ["that somebody has set there since an edit of a moment ago is a change", "Hedy", ["name"]],
  ])("a name in Tavus %s", async (_, there, differs) => {
    const harness = await openEdits(open);
    const edited = await makeEdited(harness, { name: "Ada" });
    const { everyPersona } = harness.account;
    await editHere(harness, edited, { name: "Grace" });
    if (there === undefined) harness.standIn.behaviour.shown = () => everyPersona;
    else changeThere(harness, edited, "name", there);

    const compared = await harness.bot.personas.compare(await personaOf(harness, edited));

    expect(compared.kind === "differs" ? compared.fields : []).toEqual(differs);
  });

  test.each(
    syncFields.flatMap((field) => [
      { field, after: "it was made", first: undefined },
      { field, after: "an edit", first: sampleContent(1)[field] },
    ]),
  )("$field, set in Tavus a moment after $after: whoever edits that here chooses at once", async ({
    field,
    first,
  }) => {
    const harness = await openEdits(open);
    const edited = await makeEdited(harness);
    if (first !== undefined) await editHere(harness, edited, { [field]: first });
    changeThere(harness, edited, field, foreignValue(field));
    const theirs = heldThere(harness, edited, field);

    const { persona } = await editHere(harness, edited, {
      [field]: sampleContent(first === undefined ? 1 : 0)[field],
    });

    expect(persona.differs).toEqual([field]);
    expect(persona.failure).toBeUndefined();
    expect(heldThere(harness, edited, field)).toEqual(theirs);
  });

  test("what somebody sets in Tavus is held up however many edits follow each other here", async () => {
    const harness = await openEdits(open);
    const edited = await makeEdited(harness, { name: "Ada" });
    harness.standIn.setFault("serverErrors", { operation: "patch persona", times: 1 });
    await editHere(harness, edited, { name: "Grace" });
    changeThere(harness, edited, "name", "Hedy");

    await editHere(harness, edited, { name: "Emmy" });
    await comeToRest(harness);

    expect(await personaOf(harness, edited)).toMatchObject({ name: "Emmy", differs: ["name"] });
    expect(heldThere(harness, edited, "name")).toBe("Hedy");
  });

  test(
    "of edits that follow each other while Tavus lags behind, the last is there once it has caught up",
    async () => {
      const harness = await openEdits(open);

      const isSo = fc.asyncProperty(story, async ({ field, edits, fault, seed }) => {
        const edited = await makeEdited(harness, { [field]: values[0] });
        const lag = { mostMs: 60 * second, lot: createSeededRandom(seed), now: harness.now };
        const catchUp = lagBehind(harness.standIn, lag);
        if (fault) harness.standIn.setFault(fault, { operation: "patch persona", times: 1 });
        let at = 0;
        for (const { afterMs, further } of edits) {
          harness.advance(afterMs);
          at += further;
          await editHere(harness, edited, { [field]: values[at % values.length] });
        }
        catchUp();
        harness.standIn.clearFaults();
        await comeToRest(harness);

        expect(await personaOf(harness, edited)).toMatchObject({ isBehind: false, differs: [] });
        expect(String(heldThere(harness, edited, field))).toContain(values[at % values.length]);
        expect(countsOf(await harness.sync())).toEqual({ inStep: 1 });
        await harness.bot.personas.remove({ tenantId: tenant, id: edited.id, alsoInTavus: true });
      });

      await fc.assert(isSo, { numRuns: runs[engine], seed: 20_261_130, endOnFailure: true });
    },
    120_000 * longer,
  );
});
