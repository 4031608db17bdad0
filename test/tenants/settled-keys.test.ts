import { expect, test } from "vitest";
import { createTenantKeys, type TenantKeysOptions } from "../../src/tenants/keys.ts";

const nobody = { find: async () => undefined, keep: async (tenantId: string) => tenantId };

function keysWith(change: Partial<TenantKeysOptions> = {}) {
  const options = { operatorKey: "tavus-key", operatorTenants: undefined, onlyGuild: nobody };
  return createTenantKeys({ ...options, ...change });
}

test("whose key a team uses shows only when its platform has named its teams", async () => {
  const keys = keysWith();
  const early = await Promise.all(["slack:T1", "discord:1"].map((team) => keys.isSettled(team)));

  keys.setWorkspace("slack:T1");
  keys.setGuilds(["discord:1", "discord:2"]);
  const late = await Promise.all(["slack:T1", "slack:T2", "discord:1"].map((team) => keys.isSettled(team)));

  expect([early, late]).toEqual([
    [false, false],
    [true, true, true],
  ]);
});

test.each([
  ["no key of the operator's", { operatorKey: undefined }],
  ["a list of teams", { operatorTenants: ["slack:T1"] }],
] satisfies [
  string,
  Partial<TenantKeysOptions>,
][])("with %s it shows from the beginning", async (_what, change) => {
  const keys = keysWith(change);

  expect(await keys.isSettled("discord:1")).toBe(true);
});
