import { expect, test } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { countsOf, openSyncHarness, type SyncHarness } from "../../support/harness/sync-harness.ts";
import { aDraft, tenant, userId } from "../../support/personas/persona-builders.ts";

/** From now on lists show what the account holds at present; the reading of one shows what it holds. */
function stopLists({ standIn, account }: SyncHarness): void {
  const listed = [...account.everyPersona];
  standIn.behaviour.shown = (of, by) => (by === "list" ? listed : of.everyPersona);
}

const changes: [string, (harness: SyncHarness, id: string) => Promise<unknown>, object][] = [
  [
    "edited",
    ({ bot: { personas } }, id) =>
      personas.edit(
        { tenantId: tenant, id, baseRevision: 1, draft: aDraft({ name: "Grace" }) },
        async () => {},
      ),
    { inStep: 2 },
  ],
  [
    "deleted on both sides",
    ({ bot: { personas } }, id) => personas.remove({ tenantId: tenant, id, alsoInTavus: true, userId }),
    { inStep: 1 },
  ],
];

forEachEngine((_engine, open) => {
  test.each(
    changes,
  )("of a persona that was just %s a list that has not heard of it says nothing", async (_, change, counts) => {
    const harness = await openSyncHarness(open);
    harness.bot.worker.start();
    const changed = await harness.makeLinked("Ada");
    await harness.makeLinked("Bo");
    stopLists(harness);
    await change(harness, changed.id);

    const preview = await harness.sync({ mode: "preview" });
    const applied = await harness.sync();

    expect(countsOf(preview)).toEqual(counts);
    expect(countsOf(applied)).toEqual(counts);
  });

  test("what was just made and unlinked is not made again while no list has heard of it", async () => {
    const harness = await openSyncHarness(open);
    harness.bot.worker.start();
    await harness.makeLinked("Bo");
    stopLists(harness);
    const { id, tavusPersonaId } = await harness.makeLinked("Ada");
    await harness.bot.personas.unlink({ tenantId: tenant, id });

    const preview = await harness.sync({ mode: "preview" });
    const applied = await harness.sync();

    expect([preview, applied].map(countsOf)).toEqual([
      { linked: 1, inStep: 1 },
      { linked: 1, inStep: 1 },
    ]);
    expect((await harness.rows()).map((row) => row.tavus_persona_id)).toContain(tavusPersonaId);
    expect(harness.account.personas).toHaveLength(2);
  });

  test("what was just made and unlinked, and is gone in Tavus, is made again", async () => {
    const harness = await openSyncHarness(open);
    harness.bot.worker.start();
    const { id, tavusPersonaId } = await harness.makeLinked("Ada");
    await harness.bot.personas.unlink({ tenantId: tenant, id });
    harness.account.removePersona(tavusPersonaId);

    expect(countsOf(await harness.sync())).toEqual({ created: 1 });
  });

  test("what was just changed in Tavus, too, is told", async () => {
    const harness = await openSyncHarness(open);
    harness.bot.worker.start();
    const { id, tavusPersonaId } = await harness.makeLinked("Ada");
    const draft = aDraft({ name: "Grace" });
    await harness.bot.personas.edit({ tenantId: tenant, id, baseRevision: 1, draft }, async () => {});
    harness.account.changePersona(tavusPersonaId, { persona_name: "Hedy" });

    expect(countsOf(await harness.sync())).toEqual({ differing: 1 });
  });
});
