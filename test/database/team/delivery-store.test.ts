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
      const allowed = (await ask()).filter(Boolean).length;
      await deliveries.carriedOut(tenant, ["card"]);
      return allowed;
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

    expect([before, begun, over, await standing()]).toEqual([
      undefined,
      "underWay",
      "carriedOut",
      "underWay",
    ]);
  });

  test("an effect that is under way for longer than its time is nobody else's, until its process counts as dead", async () => {
    let now = 1000;
    const deliveries = createDeliveryStore(await open({ clock: () => now }));
    await deliveries.reserve(tenant, "card", 500);
    const allowedAfter = async (ms: number) => {
      now = 1000 + ms;
      return deliveries.reserve(tenant, "card", 500);
    };

    expect([await allowedAfter(501), await allowedAfter(45_000), await allowedAfter(60_000)]).toEqual([
      false,
      false,
      true,
    ]);
  });

  test.each([
    ["has died a while ago", 61_000],
    ["died before the clock was set back", -3_600_000],
  ])("an effect whose process %s did not happen, as far as anybody can say", async (_when, laterMs) => {
    let now = 10_000_000;
    const deliveries = createDeliveryStore(await open({ clock: () => now }));
    await deliveries.reserve(tenant, "card");
    now += laterMs;

    expect(await hasHappened(deliveries, tenant, "card")).toBe(false);
    expect(await deliveries.reserve(tenant, "card", 30_000)).toBe(true);
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
