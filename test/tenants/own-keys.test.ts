import { expect, test } from "vitest";
import { createSecrets } from "../../src/database/team/secrets.ts";
import { createSettingsStore } from "../../src/database/team/settings-store.ts";
import { createTenantKeys, keyTag } from "../../src/tenants/keys.ts";
import { createOwnKeys } from "../../src/tenants/own-keys.ts";
import { createTeamSettings } from "../../src/tenants/settings.ts";
import { forEachEngine } from "../support/databases.ts";

const tenant = "slack:T1";
const other = "slack:T2";
const encryptionKey = Buffer.alloc(32, 1);
const operator = { value: "operator-key", tag: keyTag("operator-key") };

forEachEngine((_, open) => {
  async function openKeys(opener: Buffer | undefined = encryptionKey, isSealed = true) {
    const database = await open();
    const store = createSettingsStore(database);
    const settings = createTeamSettings(store, database.now);
    const sealer = createSecrets([encryptionKey]);
    const own = createOwnKeys({ settings, secrets: isSealed ? createSecrets([opener]) : undefined });
    const keys = createTenantKeys({
      operatorKey: operator.value,
      operatorTenants: [tenant, other],
      onlyGuild: { find: async () => undefined, keep: async (tenantId) => tenantId },
      own,
    });
    const bring = (tenantId: string, value: string, sealedFor = tenantId) =>
      settings.change(tenantId, {
        key: {
          sealed: sealer.seal(sealedFor, value),
          tag: keyTag(value),
          lastFour: value.slice(-4),
          setBy: "U1",
          setAt: "",
          checkedAt: null,
          sees: null,
        },
      });
    return { keys, bring };
  }

  test("a team's own key goes before the operator's", async () => {
    const { keys, bring } = await openKeys();
    await bring(tenant, "own-key");

    expect(await keys.keyFor(tenant)).toEqual({ value: "own-key", tag: keyTag("own-key") });
    expect(await keys.ownerFor(tenant)).toBe("team");
    expect(await keys.keyFor(other)).toEqual(operator);
    expect(await keys.ownerFor(other)).toBe("operator");
    expect(await keys.ownerFor("slack:T9")).toBe("none");
  });

  test.each([
    ["another ENCRYPTION_KEY", Buffer.alloc(32, 2), true, tenant],
    ["no ENCRYPTION_KEY", undefined, false, tenant],
    ["a row of another team's", encryptionKey, true, other],
  ] as const)("with %s it is locked, and the operator's does not take its place", async (_what, opener, isSealed, sealedFor) => {
    const { keys, bring } = await openKeys(opener, isSealed);
    await bring(tenant, "own-key", sealedFor);

    expect(await keys.keyFor(tenant)).toBeUndefined();
    expect(await keys.ownerFor(tenant)).toBe("locked");
    // What the operator's account does not have says nothing of the account behind the lock.
    expect(await keys.keysEver(tenant)).toEqual([]);
  });
});
