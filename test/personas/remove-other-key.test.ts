import { expect, test } from "vitest";
import { forEachEngine } from "../support/databases.ts";
import { openHarness, otherKey } from "../support/harness/harness.ts";
import { openSyncHarness } from "../support/harness/sync-harness.ts";
import { guild, startPersonaBot, workspace } from "../support/persona-bot.ts";
import { tenant } from "../support/personas/persona-builders.ts";

const ownKey = "0123456789abcdef0123456789abcdef";

forEachEngine((_engine, open) => {
  test("what another account does not know is not called gone: it may live on where it was made", async () => {
    const harness = await openHarness(open, { twoAccounts: true });
    const { persona } = await harness.startBot().create();
    const withOtherKey = harness.startBot({ key: otherKey });

    const removing = withOtherKey.personas.remove({ tenantId: tenant, id: persona.id, alsoInTavus: true });

    await expect(removing).rejects.toThrow(/made with another key and may live on in that key's account/);
    expect(harness.account.personas).toHaveLength(1);
    expect((await harness.row(persona)).deleted_at).toBeNull();
  });

  test("nor is one that a sync has imported", async () => {
    const harness = await openSyncHarness(open, { twoAccounts: true });
    harness.account.addPersona({ name: "Ada", systemPrompt: "You are Ada." });
    await harness.sync();
    const id = (await harness.rows())[0]?.id ?? "";
    const withOtherKey = harness.startBot({ key: otherKey });

    const removing = withOtherKey.personas.remove({ tenantId: tenant, id, alsoInTavus: true });

    await expect(removing).rejects.toThrow(/made with another key and may live on in that key's account/);
    expect(await harness.rows()).toMatchObject([{ link: "linked", deleted_at: null }]);
  });

  test("what another key of the same account still finds is deleted", async () => {
    const harness = await openHarness(open);
    const { persona } = await harness.startBot().create();
    const withOtherKey = harness.startBot({ key: otherKey });

    const removed = await withOtherKey.personas.remove({
      tenantId: tenant,
      id: persona.id,
      alsoInTavus: true,
    });

    expect(removed.tavus).toBe("deleted");
    expect(harness.account.personas).toEqual([]);
  });

  test.each([
    ["at once, though the team has its own since", undefined, true],
    ["when Tavus answers again, though the team has its own since", "serverErrors", true],
    ["at once, though the team may not use it any more", undefined, false],
    ["when Tavus answers again, though the team may not use it any more", "serverErrors", false],
  ] as const)("what was made with the operator's key is deleted with that, %s", async (_when, fault, isListed) => {
    const operatorTenants = [workspace, guild];
    const bot = await startPersonaBot(open, { otherKeys: [ownKey], operatorTenants });
    await bot.person("U1", "admin").create();
    await bot.worker.stop(1000);
    await bot.services.teamKeys.store({ tenantId: workspace, userId: "U1", value: ownKey }, null);
    const [{ id = "" } = {}] = await bot.rows();
    // As a restart with another TAVUS_API_KEY_TENANTS does.
    if (!isListed) operatorTenants.shift();
    const repair = fault && bot.standIn.setFault(fault, { operation: "delete persona" });

    const { tavus } = await bot.personas.remove({ tenantId: workspace, id, alsoInTavus: true });
    repair?.();
    bot.skip(60_000);
    await bot.kind.removeRemembered();

    expect(tavus).toBe(fault ? "onItsWay" : "deleted");
    expect((await bot.personas.findRemoved(workspace, id))?.tavus).toBe("deleted");
    expect(bot.account.personas).toEqual([]);
  });
});
