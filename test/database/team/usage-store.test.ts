import { expect, test } from "vitest";
import { createUsageStore, type UsageReservation } from "../../../src/database/team/usage-store.ts";
import { forEachEngine } from "../../support/databases.ts";
import { createHarnessClock } from "../../support/harness/harness-clock.ts";
import { otherTenant, tenant } from "../../support/personas/persona-builders.ts";

const dayMs = 24 * 60 * 60_000;

function aReservation(members: Partial<UsageReservation> = {}): UsageReservation {
  return { userId: "u1", kind: "creates", id: "form", amount: 1, limit: { member: 3, team: 4 }, ...members };
}

forEachEngine((_engine, open) => {
  test("the same id counts once, however often it is reserved", async () => {
    const usage = createUsageStore(await open());

    const results = [
      await usage.reserve(tenant, aReservation({ amount: 2 })),
      await usage.reserve(tenant, aReservation({ amount: 2 })),
    ];

    expect(results).toEqual(Array(2).fill({ isReserved: true, used: { member: 2, team: 2 } }));
  });

  test("of twenty at once not one more than the limit is taken", async () => {
    const usage = createUsageStore(await open());

    const twentyOf = async (kind: string) => {
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          usage.reserve(tenant, aReservation({ kind, id: `form ${index}`, userId: `u${index % 2}` })),
        ),
      );
      return results.filter(({ isReserved }) => isReserved).length;
    };

    const taken: number[] = [];
    for (const kind of ["a", "b", "c", "d", "e"]) taken.push(await twentyOf(kind));

    expect(taken).toEqual([4, 4, 4, 4, 4]);
    expect((await usage.usedToday(tenant, "u1")).get("e")?.team).toBe(4);
  });

  test("amounts are added up, and one that would exceed a limit takes nothing", async () => {
    const usage = createUsageStore(await open());
    await usage.reserve(tenant, aReservation({ amount: 2 }));

    const over = await usage.reserve(tenant, aReservation({ id: "too much", amount: 2 }));
    const fits = await usage.reserve(tenant, aReservation({ id: "fits", amount: 1 }));

    expect(over).toEqual({ isReserved: false, used: { member: 2, team: 2 } });
    expect(fits).toEqual({ isReserved: true, used: { member: 3, team: 3 } });
  });

  test("people, teams and kinds are counted apart", async () => {
    const usage = createUsageStore(await open());
    await usage.reserve(tenant, aReservation({ amount: 3 }));

    const others = [
      await usage.reserve(tenant, aReservation({ id: "2", userId: "u2" })),
      await usage.reserve(otherTenant, aReservation({ amount: 3 })),
      await usage.reserve(tenant, aReservation({ kind: "syncs", amount: 3 })),
    ];

    expect(others.map(({ used }) => used)).toEqual([
      { member: 1, team: 4 },
      { member: 3, team: 3 },
      { member: 3, team: 3 },
    ]);
    expect(await usage.usedToday(tenant, "u2")).toEqual(
      new Map([
        ["creates", { member: 1, team: 4 }],
        ["syncs", { member: 0, team: 3 }],
      ]),
    );
  });

  test("what is given back can be taken again, also by the same id", async () => {
    const usage = createUsageStore(await open());
    await usage.reserve(tenant, aReservation({ amount: 3 }));

    await usage.giveBack(tenant, "syncs", "form");
    await usage.giveBack(otherTenant, "creates", "form");
    const kept = await usage.reserve(tenant, aReservation({ id: "other" }));
    await usage.giveBack(tenant, "creates", "form");

    expect(kept.isReserved).toBe(false);
    expect(await usage.usedToday(tenant, "u1")).toEqual(new Map());
    expect((await usage.reserve(tenant, aReservation())).isReserved).toBe(true);
  });

  test("a new day begins with nothing used, and what was reserved yesterday is not counted again", async () => {
    const clock = createHarnessClock();
    const usage = createUsageStore(await open({ clock: clock.now }));
    await usage.reserve(tenant, aReservation({ amount: 3 }));
    clock.advance(dayMs);

    const again = await usage.reserve(tenant, aReservation({ amount: 3 }));
    const anew = await usage.reserve(tenant, aReservation({ id: "new", amount: 3 }));

    expect(again).toEqual({ isReserved: true, used: { member: 0, team: 0 } });
    expect(anew).toEqual({ isReserved: true, used: { member: 3, team: 3 } });
  });

  test("rows of earlier days are purged a few at a time", async () => {
    const clock = createHarnessClock();
    const usage = createUsageStore(await open({ clock: clock.now }));
    for (const id of ["1", "2", "3"]) await usage.reserve(tenant, aReservation({ id }));
    clock.advance(2 * dayMs);
    await usage.reserve(tenant, aReservation({ id: "4" }));

    const purged = [
      await usage.purgeOlderThan(clock.now() - dayMs, 2),
      await usage.purgeOlderThan(clock.now() - dayMs, 2),
      await usage.purgeOlderThan(clock.now() - dayMs, 2),
    ];

    expect(purged).toEqual([2, 1, 0]);
    expect((await usage.usedToday(tenant, "u1")).get("creates")?.team).toBe(1);
  });
});
