import { expect, test } from "vitest";
import { createTenantStore } from "../../../src/database/team/tenant-store.ts";
import { forEachEngine } from "../../support/databases.ts";

const tenant = "discord:1";
const pause = { cause: "outOfCredits", until: "2030-01-01T00:00:00.000Z", keyTag: "0123456789ab" };

forEachEngine((_engine, open) => {
  test("a tenant is recorded once, with the time it was first seen", async () => {
    let now = 0;
    const tenants = createTenantStore(await open({ clock: () => now }));

    expect(await tenants.find(tenant)).toBeUndefined();
    await tenants.ensure(tenant);
    now = 5000;
    await tenants.ensure(tenant);

    const recorded = { tenantId: tenant, queuePause: null };
    expect(await tenants.find(tenant)).toEqual(recorded);
  });

  test("a pause holds for its own tenant, even one not seen before, until it is lifted", async () => {
    const tenants = createTenantStore(await open());
    await tenants.ensure("slack:T1");

    await tenants.pauseQueue(tenant, pause);
    expect(await tenants.find(tenant)).toMatchObject({ queuePause: pause });
    expect(await tenants.find("slack:T1")).toMatchObject({ queuePause: null });

    await tenants.resumeQueue(tenant);
    expect(await tenants.find(tenant)).toMatchObject({ queuePause: null });
  });

  test("a second pause takes the place of the first, and seeing the tenant again does not lift it", async () => {
    const tenants = createTenantStore(await open());
    await tenants.pauseQueue(tenant, { ...pause, cause: "invalidKey", keyTag: null });

    await tenants.pauseQueue(tenant, pause);
    await tenants.ensure(tenant);

    expect(await tenants.find(tenant)).toMatchObject({ queuePause: pause });
  });
});
