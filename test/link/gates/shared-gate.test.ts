import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { createPlaces } from "../../../src/database/fleet/places.ts";
import type { Database } from "../../../src/database/opening/connect.ts";
import { createSharedGate } from "../../../src/link/gates/shared-gate.ts";
import { leaseMs } from "../../../src/link/outcome.ts";
import { forEachEngine } from "../../support/databases.ts";

const always = () => true;

forEachEngine((_engine, open) => {
  const gateOf = (database: Database) =>
    createSharedGate(createPlaces(database, 2), 2, { pauseMs: 2, random: () => 0.5 });

  test("three processes together let two of a team run at once, and in the end all", async () => {
    const database = await open();
    const gates = [gateOf(database), gateOf(database), gateOf(database)];
    let running = 0;
    let most = 0;
    const work = async () => {
      running += 1;
      most = Math.max(most, running);
      await sleep(5);
      running -= 1;
      return "done";
    };

    const done = gates.flatMap((gate) => [1, 2, 3, 4].map(() => gate.run("discord:1", work, always)));

    expect(await Promise.all(done)).toEqual(Array.from({ length: 12 }, () => "done"));
    expect(most).toBe(2);
    expect(await database.kysely.selectFrom("gates").selectAll().execute()).toEqual([]);
  });

  test("a team does not wait for another, and work that fails gives its place back", async () => {
    const database = await open();
    const [one, other] = [gateOf(database), gateOf(database)];
    const never = Promise.withResolvers<void>();
    const held = [1, 2].map(() => one.run("discord:1", () => never.promise, always));

    const failed = other.run("discord:2", () => Promise.reject(new Error("no")), always);

    await expect(failed).rejects.toThrow("no");
    expect(await other.run("discord:2", async () => "next", always)).toBe("next");
    never.resolve();
    await Promise.all(held);
  });

  test("a process that dies with a place holds it no longer than its request can last", async () => {
    const clock = { nowMs: Date.parse("2026-11-28T12:00:00.000Z") };
    const database = await open({ clock: () => clock.nowMs });
    const places = createPlaces(database, 2);
    await Promise.all([places.take("discord:1", leaseMs), places.take("discord:1", leaseMs)]);

    const whileItLasts = await places.take("discord:1", leaseMs);
    clock.nowMs += leaseMs;

    expect(whileItLasts).toBeUndefined();
    expect(await places.take("discord:1", leaseMs)).toBeDefined();
  });

  test("work for which it is too late is begun without a place, to be given back", async () => {
    const database = await open();
    const [one, other] = [gateOf(database), gateOf(database)];
    const never = Promise.withResolvers<void>();
    const held = [1, 2].map(() => one.run("discord:1", () => never.promise, always));
    let asked = 0;

    const late = await other.run(
      "discord:1",
      async () => "given back",
      () => asked++ < 3,
    );

    expect(late).toBe("given back");
    never.resolve();
    await Promise.all(held);
  });
});
