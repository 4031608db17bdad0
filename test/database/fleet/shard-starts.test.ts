import { expect, test } from "vitest";
import { createShardStore } from "../../../src/database/fleet/shard-store.ts";
import { forEachEngine } from "../../support/databases.ts";

const everyMs = 5500;
const minuteMs = 60_000;

forEachEngine((engine, open) => {
  if (engine === "sqlite") {
    test("one process holds all shards, so there is nothing to share", async () => {
      expect(createShardStore(await open(), "one")).toBeUndefined();
    });
    return;
  }

  test.each([
    ["goes on", 0, [0, everyMs, 2 * everyMs]],
    ["was set back by seconds", -4000, [0, everyMs + 4000, 2 * everyMs + 4000]],
    ["was set back by hours", -180 * minuteMs, [0, 0, everyMs]],
    ["was set ahead", 180 * minuteMs, [0, 0, everyMs]],
  ])("starts of one bucket take their turns, where the database's clock %s", async (_what, stepMs, waits) => {
    let nowMs = Date.UTC(2027, 0, 1);
    const shards = createShardStore(await open({ clock: () => nowMs }), "one");
    const next = () => shards?.nextStart("app", 0, everyMs);

    const first = await next();
    nowMs += stepMs;

    expect([first, await next(), await next()]).toEqual(waits);
  });

  test("shards that a process connects, or is to, outlast one that begins with another number of them", async () => {
    const database = await open();
    const [eight, four] = [createShardStore(database, "a"), createShardStore(database, "b")];
    const look = () => eight?.beat("app", { count: 8, kind: "auto" });
    await look();
    await eight?.want("app", { id: 0, count: 8 });

    await four?.beat("app", { count: 4, kind: "auto" });

    expect(await eight?.take("app", { id: 0, count: 8 })).toBe(true);
    const own = (await look())?.shards.filter(({ count }) => count === 8);
    expect(own?.map(({ id, heldBy }) => [id, heldBy])).toEqual([
      [0, "a"],
      ...[1, 2, 3, 4, 5, 6, 7].map((id) => [id, undefined]),
    ]);
  });

  test("two processes with different numbers of shards leave each other theirs, however often both look", async () => {
    const database = await open();
    const [eight, four] = [createShardStore(database, "a"), createShardStore(database, "b")];
    await eight?.beat("app", { count: 8, kind: "auto" });
    await four?.beat("app", { count: 4, kind: "auto" });

    await eight?.beat("app", { count: 8, kind: "auto" });

    expect(await four?.want("app", { id: 0, count: 4 })).toBe(true);
    expect(await eight?.want("app", { id: 0, count: 8 })).toBe(true);
  });
});
