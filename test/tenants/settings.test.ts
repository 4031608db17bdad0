import { expect, test, vi } from "vitest";
import { createSettingsStore } from "../../src/database/team/settings-store.ts";
import { createTeamSettings } from "../../src/tenants/settings.ts";
import { forEachEngine } from "../support/databases.ts";

const tenant = "slack:T1";

forEachEngine((_, open) => {
  async function openSettings() {
    let nowMs = Date.now();
    const database = await open();
    const store = createSettingsStore(database);
    const settings = createTeamSettings(store, () => nowMs);
    const skip = (ms: number) => {
      nowMs += ms;
    };
    return { database, store, settings, skip };
  }

  test("a team that has set nothing has everything unset", async () => {
    const { settings } = await openSettings();

    expect(await settings.of(tenant)).toMatchObject({
      tenantId: tenant,
      key: null,
      managers: [],
      limits: {},
    });
  });

  test("an own change shows at once, another process's after five seconds", async () => {
    const { store, settings, skip } = await openSettings();
    await settings.of(tenant);

    await settings.change(tenant, { managers: ["U1"] });
    const own = await settings.of(tenant);
    await store.change(tenant, { managers: ["U2"] });
    const remembered = await settings.of(tenant);
    skip(5000);
    const later = await settings.of(tenant);

    expect([own, remembered, later].map(({ managers }) => managers)).toEqual([["U1"], ["U1"], ["U2"]]);
  });

  test("whoever looks at them to change them sees another process's change at once, and so does who asks next", async () => {
    const { store, settings } = await openSettings();
    await settings.of(tenant);
    await store.change(tenant, { managers: ["U2"] });

    const latest = await settings.latest(tenant);
    const next = await settings.of(tenant);

    expect([latest, next].map(({ managers }) => managers)).toEqual([["U2"], ["U2"]]);
  });

  test("what is read while a change is on its way is not remembered over it", async () => {
    const { settings } = await openSettings();

    for (const round of ["1", "2", "3", "4", "5"]) {
      await Promise.all([settings.change(tenant, { managers: [round] }), settings.of(tenant)]);
      expect((await settings.of(tenant)).managers).toEqual([round]);
    }
  });

  test("a forgotten memory is read anew", async () => {
    const { store, settings } = await openSettings();
    await settings.of(tenant);
    await store.change(tenant, { managers: ["U2"] });

    settings.forget(tenant);

    expect((await settings.of(tenant)).managers).toEqual(["U2"]);
  });

  test("whatever this process writes it tells others of, and who is told of it remembers nothing of before", async () => {
    const { database, store, settings: told } = await openSettings();
    const tellOthers = vi.fn(told.forgetAll);
    const telling = createTeamSettings(store, database.now, tellOthers);
    const seen = async () => (await told.of(tenant)).managers;
    await seen();

    await telling.change(tenant, { managers: ["U3"] });
    const changed = await seen();
    await store.change(tenant, { managers: ["U4"] });
    telling.forget(tenant);
    const untold = await seen();
    telling.changed(tenant);

    expect([changed, untold, await seen()]).toEqual([["U3"], ["U3"], ["U4"]]);
    expect(tellOthers).toHaveBeenCalledTimes(2);
  });

  test("asked many times at once the database is asked once, and after a failure again", async () => {
    const { database, store } = await openSettings();
    const find = vi.fn(store.find);
    find.mockRejectedValueOnce(new Error("no database"));
    const settings = createTeamSettings({ ...store, find }, database.now);

    const failed = await Promise.allSettled([settings.of(tenant), settings.of(tenant)]);
    const read = await Promise.all([1, 2, 3].map(() => settings.of(tenant)));

    expect(failed.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(read).toHaveLength(3);
    expect(find).toHaveBeenCalledTimes(2);
  });
});
