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
});
