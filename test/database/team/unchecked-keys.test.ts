import { expect, test } from "vitest";
import { createStateStore } from "../../../src/database/team/state-store.ts";
import { createUncheckedKeys } from "../../../src/database/team/unchecked-keys.ts";
import { forEachEngine } from "../../support/databases.ts";

const tenant = "slack:T1";
const keptMs = 60_000;

forEachEngine((_, open) => {
  async function openStore() {
    let aheadMs = 0;
    const database = await open({ clock: () => Date.now() + aheadMs });
    return { database, store: createUncheckedKeys(database), skip: (ms: number) => (aheadMs += ms) };
  }

  test("a key is shown to its own team until it is forgotten, and goes with no other", async () => {
    const { store } = await openStore();
    const key = { sealed: "v1.a.b.c", userId: "U1" };
    await store.keep(tenant, key, keptMs);

    await store.forget(tenant, { ...key, sealed: "v1.other" });

    expect(await store.find("slack:T2")).toBeUndefined();
    expect(await store.find(tenant, ({ sealed }) => sealed === "v1.other")).toBeUndefined();
    expect([await store.find(tenant), await store.find(tenant)]).toEqual([key, key]);
    await store.forget(tenant, key);
    expect(await store.find(tenant)).toBeUndefined();
  });

  test("a later one takes the place of an earlier one, and a forgotten one is gone", async () => {
    const { store } = await openStore();
    await store.keep(tenant, { sealed: "old", userId: "U1" }, keptMs);
    await store.keep(tenant, { sealed: "new", userId: "U2" }, keptMs);
    await store.keep("slack:T2", { sealed: "other", userId: "U3" }, keptMs);

    await store.forget("slack:T2");

    expect(await store.find(tenant)).toEqual({ sealed: "new", userId: "U2" });
    expect(await store.find("slack:T2")).toBeUndefined();
  });

  test("one whose time is over is not given out, and is removed with nothing else", async () => {
    const { database, store, skip } = await openStore();
    const state = createStateStore(database);
    await state.set(tenant, "another-fact", "2000");
    await store.keep(tenant, { sealed: "old", userId: "U1" }, keptMs);
    await store.keep("slack:T3", { sealed: "old", userId: "U1" }, keptMs);
    skip(keptMs + 1);
    await store.keep("slack:T2", { sealed: "young", userId: "U1" }, keptMs);

    expect(await store.find(tenant)).toBeUndefined();
    await store.purgeEnded();

    const rows = await database.kysely.selectFrom("platform_state").select("tenant_id").execute();
    expect(
      rows
        .map((row) => row.tenant_id)
        .filter((id) => id !== "app:schema")
        .sort(),
    ).toEqual([tenant, "slack:T2"]);
    expect(await state.get(tenant, "another-fact")).toBe("2000");
    expect(await store.find("slack:T2")).toMatchObject({ sealed: "young" });
  });
});
