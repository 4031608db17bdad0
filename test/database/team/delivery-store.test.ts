import { expect, test } from "vitest";
import { hasHappened } from "../../../src/chat/reservations.ts";
import { createDeliveryStore } from "../../../src/database/team/delivery-store.ts";
import { forEachEngine } from "../../support/databases.ts";

const tenant = "discord:1";

forEachEngine((_engine, open) => {
  test("of many deliveries of one interaction at once, exactly one may act", async () => {
    const deliveries = createDeliveryStore(await open());

    const allowed = await Promise.all(Array.from({ length: 8 }, () => deliveries.reserve(tenant, "d1")));

    expect(allowed.filter(Boolean)).toHaveLength(1);
    expect(await deliveries.reserve(tenant, "d1")).toBe(false);
  });

  test("the same id in another team is another delivery", async () => {
    const deliveries = createDeliveryStore(await open());
    await deliveries.reserve(tenant, "d1");

    expect(await deliveries.reserve("slack:T1", "d1")).toBe(true);
  });

  test("a released delivery may be reserved again", async () => {
    const deliveries = createDeliveryStore(await open());
    await deliveries.reserve(tenant, "d1");

    await deliveries.release(tenant, "d1");

    expect(await deliveries.reserve(tenant, "d1")).toBe(true);
  });

  test("what is reserved for a time one of many may do, and again when that is over", async () => {
    let now = 1000;
    const deliveries = createDeliveryStore(await open({ clock: () => now }));
    const ask = () => Promise.all(Array.from({ length: 8 }, () => deliveries.reserve(tenant, "card", 500)));
    const allowedAt = async (ms: number) => {
      now = ms;
      return (await ask()).filter(Boolean).length;
    };

    expect([
      await allowedAt(1000),
      await allowedAt(1499),
      await allowedAt(1500),
      await allowedAt(1600),
    ]).toEqual([1, 0, 1, 0]);
  });

  test("how far an effect is, whoever asks can tell, and of one that is tried anew", async () => {
    let now = 1000;
    const deliveries = createDeliveryStore(await open({ clock: () => now }));
    const standing = () => deliveries.standing(tenant, "card");
    await deliveries.carriedOut(tenant, ["card"]);

    const before = await standing();
    await deliveries.reserve(tenant, "card", 500);
    now = 1200;
    const begun = await standing();
    await deliveries.carriedOut(tenant, ["another", "card"]);
    const over = await standing();
    now = 1500;
    await deliveries.reserve(tenant, "card", 500);

    expect([before, begun?.isCarriedOut, over?.isCarriedOut]).toEqual([undefined, false, true]);
    expect(begun?.ageMs).toBe(200);
    expect(await standing()).toEqual({ isCarriedOut: false, ageMs: 0 });
  });

  test("an effect whose process died did not happen, as far as anybody can say", async () => {
    let now = 1000;
    const deliveries = createDeliveryStore(await open({ clock: () => now }));
    await deliveries.reserve(tenant, "card");
    now += 61_000;

    expect(await hasHappened(deliveries, tenant, "card")).toBe(false);
  });

  test("purging forgets old reservations only", async () => {
    let now = 1000;
    const deliveries = createDeliveryStore(await open({ clock: () => now }));
    await deliveries.reserve(tenant, "old");
    now = 2000;
    await deliveries.reserve(tenant, "young");

    expect(await deliveries.purgeOlderThan(2000, 10)).toBe(1);

    expect(await deliveries.reserve(tenant, "old")).toBe(true);
    expect(await deliveries.reserve(tenant, "young")).toBe(false);
  });
});
