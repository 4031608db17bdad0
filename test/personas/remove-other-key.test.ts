import { expect, test } from "vitest";
import { forEachEngine } from "../support/databases.ts";
import { openHouse, otherKey } from "../support/house.ts";
import { tenant } from "../support/persona-builders.ts";

forEachEngine((_engine, open) => {
  test("what another account does not know is not called gone: it may live on where it was made", async () => {
    const house = await openHouse(open, { twoAccounts: true });
    const { persona } = await house.startBot().create();
    const withOtherKey = house.startBot({ key: otherKey });

    const removing = withOtherKey.personas.remove({ tenantId: tenant, id: persona.id, alsoInTavus: true });

    await expect(removing).rejects.toThrow(/may live on in that key's account/);
    expect(house.account.personas).toHaveLength(1);
    expect((await house.row(persona)).deleted_at).toBeNull();
  });

  test("what another key of the same account still finds is deleted", async () => {
    const house = await openHouse(open);
    const { persona } = await house.startBot().create();
    const withOtherKey = house.startBot({ key: otherKey });

    const removed = await withOtherKey.personas.remove({
      tenantId: tenant,
      id: persona.id,
      alsoInTavus: true,
    });

    expect(removed.tavus).toBe("deleted");
    expect(house.account.personas).toEqual([]);
  });
});
