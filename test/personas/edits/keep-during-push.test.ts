import { expect, test } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { countsOf, type SyncHarness } from "../../support/harness/sync-harness.ts";
import { tenant } from "../../support/personas/persona-builders.ts";
import {
  changeThere,
  comeToRest,
  editHere,
  heldThere,
  makeEdited,
  openEdits,
  personaOf,
} from "./edited-world.ts";

type Personas = SyncHarness["bot"]["personas"];

/** Each at whatever is under way to Tavus when somebody decides: that is to stand in the end, and nothing to differ. */
const ways: [string, string, (personas: Personas, id: string) => Promise<unknown>][] = [
  ["ours of one", "Ada", (personas, id) => personas.resolveWithOurs({ tenantId: tenant, id })],
  ["ours of all", "Ada", (personas) => personas.resolveAllWithOurs(tenant)],
  ["theirs of one", "Grace", (personas, id) => personas.resolveWithTheirs({ tenantId: tenant, id })],
  ["theirs of all", "Grace", (personas) => personas.resolveAllWithTheirs(tenant)],
];
const underWay = ["get persona", "patch persona"] as const;

forEachEngine((_, open) => {
  for (const [way, name, keep] of ways)
    test.each(
      underWay,
    )(`keep ${way}, pressed during the “%s” of an edit, stands in the end`, async (operation) => {
      const harness = await openEdits(open, {});
      const edited = await makeEdited(harness, { name: "Ada", prompt: "You are Ada." });
      changeThere(harness, edited, "name", "Grace");
      expect(countsOf(await harness.sync())).toEqual({ differing: 1 });
      harness.standIn.setFault({ delayMs: 300 }, { operation, times: 1 });
      const before = harness.requests(operation).length;
      const editing = editHere(harness, edited, { prompt: "You are Ada, and kind." });
      await expect.poll(() => harness.requests(operation).length).toBeGreaterThan(before);

      await keep(harness.bot.personas, edited.id);
      await editing;
      await comeToRest(harness);

      expect(await personaOf(harness, edited)).toMatchObject({ isBehind: false, differs: [], name });
      expect(heldThere(harness, edited, "name")).toBe(name);
      expect(countsOf(await harness.sync())).toEqual({ inStep: 1 });
    });

  for (const [way, , keep] of ways.slice(2))
    test(`keep ${way} stores nothing that was read before an edit got to Tavus meanwhile`, async () => {
      const harness = await openEdits(open, {});
      const edited = await makeEdited(harness, { name: "Ada", prompt: "You are Ada." });
      changeThere(harness, edited, "name", "Grace");
      await harness.sync();
      harness.standIn.setFault("serverErrors", { operation: "patch persona", times: 1 });
      await editHere(harness, edited, { prompt: "You are Ada, and kind." });
      harness.standIn.setFault({ delayMs: 500, workFirst: true }, { operation: "get persona", times: 1 });
      const before = harness.requests("get persona").length;
      const kept = keep(harness.bot.personas, edited.id).catch((error: unknown) => error);
      await expect.poll(() => harness.requests("get persona").length).toBeGreaterThan(before);

      await comeToRest(harness);
      if (way === "theirs of one")
        expect(await kept).toMatchObject({ message: expect.stringContaining("an edit of it sent to Tavus") });
      await kept;
      await comeToRest(harness);

      await harness.sync();
      expect(await personaOf(harness, edited)).toMatchObject({
        prompt: "You are Ada, and kind.",
        differs: ["name"],
      });
    });
});
