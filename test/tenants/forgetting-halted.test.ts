import { expect, test } from "vitest";
import { createForgottenTeams } from "../../src/database/forgotten/forget-team.ts";
import type { Database } from "../../src/database/opening/connect.ts";
import { createSettingsStore } from "../../src/database/team/settings-store.ts";
import { createTenantLifeStore } from "../../src/database/team/tenant-life-store.ts";
import { createLog } from "../../src/log.ts";
import { createTeamLife, keptAfterLeavingMs } from "../../src/tenants/life.ts";
import { createTeamSettings } from "../../src/tenants/settings.ts";
import { asWork } from "../../src/work.ts";
import { makeInterruptible } from "../support/between-statements.ts";
import { forEachEngine, type OpenDatabase } from "../support/databases.ts";
import { aStoredPersona } from "../support/personas/persona-builders.ts";
import { storeRows } from "../support/personas/stored-personas.ts";

const team = "discord:1";
/** Longer than a process may be silent while it deletes. */
const diedMs = 61_000;

/** A process that halts between two of its statements, another one, and a team with something in it. */
async function openHalting(open: OpenDatabase) {
  const clock = { nowMs: Date.UTC(2026, 0, 1) };
  const database = await open({ clock: () => clock.nowMs });
  const halting = makeInterruptible(database);
  await createTenantLifeStore(database).arrived(team);
  await asWork(clock.nowMs, () => createSettingsStore(database).change(team, { managers: ["before"] }));
  await storeRows(database, [aStoredPersona({ tenant_id: team, name: "before" })]);
  return { clock, database, halting };
}

function lifeOf(database: Database, forgotten = createForgottenTeams(database)) {
  return createTeamLife({
    store: createTenantLifeStore(database),
    forgotten,
    settings: createTeamSettings(createSettingsStore(database), database.now),
    now: database.now,
    log: createLog({ level: "silent" }),
  });
}

const managersOf = async (database: Database) => (await createSettingsStore(database).find(team))?.managers;

forEachEngine((_engine, open) => {
  test("a process that halts while it forgets a team deletes nothing of what came after another has done it", async () => {
    const { clock, database, halting } = await openHalting(open);
    let places = 0;
    for (; ; places += 1) {
      halting.interruptAfter(places + 1, async () => {
        clock.nowMs += diedMs;
        await lifeOf(database).purge();
        clock.nowMs += 1;
        await asWork(clock.nowMs, () => createSettingsStore(database).change(team, { managers: ["after"] }));
        clock.nowMs += 1;
      });

      await createForgottenTeams(halting.database)
        .forget(team)
        .catch(() => undefined);

      if (!halting.wasInterrupted()) break;
      expect([places, await managersOf(database)]).toEqual([places, ["after"]]);
      clock.nowMs += 1;
    }
    expect(places).toBeGreaterThan(20);
  });

  test.for([
    "arrived",
    "used",
  ] as const)("a team that comes back, having %s, while teams are forgotten that left long ago is told that all is there only where it is", async (way) => {
    const { clock, database, halting } = await openHalting(open);
    const store = createTenantLifeStore(database);
    const told: string[] = [];
    for (let places = 0; ; places += 1) {
      await store.left(team, "absent");
      clock.nowMs += keptAfterLeavingMs + 1;
      let arrival: string | undefined;
      halting.interruptAfter(places + 1, async () => {
        arrival = await store[way](team);
      });

      await lifeOf(halting.database).purge();

      if (!halting.wasInterrupted()) break;
      const managers = await managersOf(database);
      expect([places, arrival, managers]).toEqual([
        places,
        arrival,
        arrival === "returned" ? ["before"] : undefined,
      ]);
      expect((await store.listPresent("", "", 9)).map(({ tenantId }) => tenantId)).toEqual([team]);
      told.push(String(arrival));
      clock.nowMs += 1;
      await asWork(clock.nowMs, () => createSettingsStore(database).change(team, { managers: ["before"] }));
      clock.nowMs += 1;
    }
    expect(new Set(told)).toEqual(new Set(["returned", "new"]));
  });

  test("a team that cannot be forgotten keeps no other from being forgotten", async () => {
    const { clock, database } = await openHalting(open);
    const store = createTenantLifeStore(database);
    const stuck = "discord:2";
    const begun_at = new Date(clock.nowMs).toISOString();
    await database.kysely
      .insertInto("forgotten")
      .values({ tenant_id: stuck, begun_at, ended_at: null })
      .execute();
    await store.left(team, "absent");
    clock.nowMs += keptAfterLeavingMs + 1;
    const forgotten = createForgottenTeams(database);
    const life = lifeOf(database, {
      ...forgotten,
      forgetUnfinished: () => Promise.reject(new Error("damaged")),
    });

    await expect(life.purge()).rejects.toThrow("damaged");

    expect(await managersOf(database)).toBeUndefined();
  });
});
