import { describe, expect, test } from "vitest";
import { draftIn } from "../../../src/personas/content/draft.ts";
import { placeOf, type SyncField, syncFields } from "../../../src/personas/content/each-field.ts";
import { forEachEngine } from "../../support/databases.ts";
import { countsOf, type SyncHarness } from "../../support/harness/sync-harness.ts";
import { tenant } from "../../support/personas/persona-builders.ts";
import { sampleContent } from "../field-samples.ts";
import {
  changeThere,
  comeToRest,
  type Edited,
  editHere,
  foreignValue,
  heldThere,
  makeEdited,
  openEdits,
  personaOf,
} from "./edited-world.ts";

const sides = ["here", "there", "both", "neither"] as const;
type Side = (typeof sides)[number];
const ways = ["at once", "from the queue", "after its answer was lost", "after a sync saw it"] as const;
type Way = (typeof ways)[number];

/** Another field, which is always edited with it. */
function other(field: SyncField): "name" | "prompt" {
  return field === "name" ? "prompt" : "name";
}

async function changeBy(harness: SyncHarness, edited: Edited, { field, side, way }: Case): Promise<void> {
  if (side === "there" || side === "both") changeThere(harness, edited, field, foreignValue(field));
  if (way === "after a sync saw it") await harness.sync();
  if (way === "from the queue")
    harness.standIn.setFault("serverErrors", { operation: "get persona", times: 1 });
  if (way === "after its answer was lost") {
    harness.standIn.setFault("losesAnswer", { operation: "patch persona", times: 1 });
  }
  const isEdited = side === "here" || side === "both";
  const changes = isEdited ? { [field]: sampleContent(1)[field] } : {};
  await editHere(harness, edited, { [other(field)]: `Edited with ${field}`, ...changes });
  await comeToRest(harness);
}

type Case = { field: SyncField; side: Side; way: Way };

function sentOf(field: SyncField, which: 0 | 1, persona: Awaited<ReturnType<typeof personaOf>>): unknown {
  const said = { ...persona, [field]: sampleContent(which)[field], promptIsWhole: false };
  const sent = placeOf(field).send(said[field], said);
  return field === "prompt" ? String(sent).replace(/\n\n\[record per_\w+\]$/, "") : sent;
}

/** What is to be in Tavus for the field: ours where it was changed here alone. */
function expectedThere(persona: Awaited<ReturnType<typeof personaOf>>, { field, side }: Case): unknown {
  if (side === "here") return sentOf(field, 1, persona);
  return side === "neither" ? sentOf(field, 0, persona) : foreignValue(field);
}

async function expectEdited(harness: SyncHarness, edited: Edited, each: Case): Promise<void> {
  const { field, side } = each;
  const persona = await personaOf(harness, edited);
  expect(heldThere(harness, edited, field), field).toEqual(expectedThere(persona, each));
  expect(String(heldThere(harness, edited, other(field)))).toContain(`Edited with ${field}`);
  expect(persona.isBehind, field).toBe(false);
  expect(persona.differs, field).toEqual(side === "there" || side === "both" ? [field] : []);
  expect(persona.heldBack, field).toEqual(side === "both" ? [field] : []);
  for (const untouched of syncFields.filter((one) => one !== field && one !== other(field))) {
    expect(heldThere(harness, edited, untouched), untouched).toEqual(sentOf(untouched, 0, persona));
  }
}

forEachEngine((engine, open) => {
  describe.each(sides)("a field that was changed %s", (side) => {
    test.each(
      engine === "sqlite" ? ways : ways.slice(0, 1),
    )("is sent, kept or held back %s, whichever it is", async (way) => {
      const harness = await openEdits(open);

      for (const field of syncFields) {
        const edited = await makeEdited(harness);
        await changeBy(harness, edited, { field, side, way });
        await expectEdited(harness, edited, { field, side, way });
      }

      const list = { here: "inStep", neither: "inStep", there: "differing", both: "conflicts" }[side];
      for (const run of [1, 2]) {
        expect(countsOf(await harness.sync()), `sync ${run}`).toEqual({ [list]: syncFields.length });
      }
    }, 60_000);
  });

  describe.each(["there", "both"] as const)("of a field that was changed %s", (side) => {
    test.each(["ours", "theirs"] as const)("%s is kept, and nothing else is touched", async (kept) => {
      const harness = await openEdits(open);
      const { personas } = harness.bot;

      for (const field of syncFields) {
        const edited = await makeEdited(harness);
        const each = { field, side, way: "at once" } as const;
        await changeBy(harness, edited, each);
        if (kept === "ours") await personas.resolveWithOurs({ tenantId: tenant, id: edited.id });
        else await personas.resolveWithTheirs({ tenantId: tenant, id: edited.id });
        await comeToRest(harness);

        const persona = await personaOf(harness, edited);
        const ours = sentOf(field, side === "both" ? 1 : 0, persona);
        expect(heldThere(harness, edited, field), field).toEqual(
          kept === "ours" ? ours : foreignValue(field),
        );
        expect(persona.differs, field).toEqual([]);
        expect(String(heldThere(harness, edited, other(field)))).toContain(`Edited with ${field}`);
      }

      for (const _ of [1, 2]) expect(countsOf(await harness.sync())).toEqual({ inStep: syncFields.length });
    }, 60_000);

    test("Keep ours after Tavus was changed once more overwrites nothing, and shows it again", async () => {
      const harness = await openEdits(open);

      for (const field of syncFields) {
        const edited = await makeEdited(harness);
        await changeBy(harness, edited, { field, side, way: "at once" });
        changeThere(harness, edited, field, foreignValue(field, 1));

        const shown = await harness.bot.personas.resolveWithOurs({ tenantId: tenant, id: edited.id });
        const left = heldThere(harness, edited, field);
        await harness.bot.personas.resolveWithOurs({ tenantId: tenant, id: edited.id });

        expect(shown.differs, field).toEqual([field]);
        expect(left, field).toEqual(foreignValue(field, 1));
        expect((await personaOf(harness, edited)).differs, field).toEqual([]);
      }
    }, 60_000);

    test("Keep ours that waits for Tavus overwrites only what was chosen about", async () => {
      const harness = await openEdits(open);

      for (const field of syncFields) {
        const edited = await makeEdited(harness);
        await changeBy(harness, edited, { field, side, way: "at once" });
        harness.standIn.setFault("serverErrors", { operation: "patch persona", times: 1 });
        harness.advance(1);
        await harness.bot.personas.resolveWithOurs({ tenantId: tenant, id: edited.id });
        changeThere(harness, edited, field, foreignValue(field, 2));
        await comeToRest(harness);

        expect(heldThere(harness, edited, field), field).toEqual(foreignValue(field, 2));
        expect((await personaOf(harness, edited)).differs, field).toEqual([field]);
      }
    }, 60_000);
  });

  test.each<[what: string, act: (harness: SyncHarness, id: string) => Promise<unknown>]>([
    ["unlinked it", ({ bot }, id) => bot.personas.unlink({ tenantId: tenant, id, by: "bob" })],
    ["deleted it and taken that back", deleteAndUndo],
  ])("who has %s since is not named as who has changed it: nothing was said by that", async (_, act) => {
    const harness = await openEdits(open);
    const { personas } = harness.bot;
    const edited = await makeEdited(harness);
    const opened = await personaOf(harness, edited);
    const request = { tenantId: tenant, id: edited.id, baseRevision: opened.revision };
    await personas.edit(
      { ...request, by: "ann", draft: { ...draftIn(opened), name: "Grace" } },
      async () => {},
    );
    await act(harness, edited.id);

    const late = { ...request, by: "cy", draft: { ...draftIn(opened), name: "Emmy" } };

    expect(await personas.edit(late, async () => {})).toMatchObject({
      kind: "conflict",
      changers: { userIds: ["ann"] },
    });
  });
});

async function deleteAndUndo({ bot: { personas } }: SyncHarness, id: string): Promise<void> {
  await personas.remove({ tenantId: tenant, id, alsoInTavus: false, userId: "bob" });
  const asked = { tenantId: tenant, id, by: "bob", of: ["delete-here"] } as const;
  const versionId = (await personas.undoable(asked)) ?? "";
  await personas.undo({ tenantId: tenant, versionId, by: "bob" });
}
