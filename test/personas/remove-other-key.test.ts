import { expect, test } from "vitest";
import { forEachEngine } from "../support/databases.ts";
import { openHarness, otherKey } from "../support/harness/harness.ts";
import { openSyncHarness } from "../support/harness/sync-harness.ts";
import { tenant } from "../support/personas/persona-builders.ts";

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
});
