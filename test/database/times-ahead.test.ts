import { expect, test } from "vitest";
import { createForgottenTeams } from "../../src/database/forgotten/forget-team.ts";
import { createOwedStore } from "../../src/database/team/owed-store.ts";
import { createSyncStore } from "../../src/database/team/sync-store.ts";
import { createTenantStore } from "../../src/database/team/tenant-store.ts";
import { isoTime } from "../../src/database/times.ts";
import { bringTimesBack } from "../../src/database/times-ahead.ts";
import { forEachEngine } from "../support/databases.ts";
import { aStoredPersona } from "../support/personas/persona-builders.ts";
import { readFlat } from "../support/personas/persona-rows.ts";
import { storeRows } from "../support/personas/stored-personas.ts";

const now = Date.UTC(2026, 0, 2);
const hoursMs = 3 * 3_600_000;
const minuteMs = 60_000;
const clock = () => now;

forEachEngine((_engine, open) => {
  test.each([
    ["lease_until", 20_000, 30_000],
    ["next_attempt_at", 72 * minuteMs, 0],
    ["surplus_check_at", 10 * minuteMs, 10 * minuteMs],
    ["tell_lease_until", 5 * minuteMs, minuteMs],
    ["failed_at", 0, -minuteMs],
    ["written_at", 0, 0],
  ] as const)("a link's %s three hours on is brought back, a usual one stays", async (column, usualMs, mendedMs) => {
    const database = await open({ clock });
    const usual = aStoredPersona({ id: "usual", [column]: isoTime(now + usualMs) });
    await storeRows(database, [usual, aStoredPersona({ id: "ahead", [column]: isoTime(now + hoursMs) })]);

    await bringTimesBack(database);

    const rows = await readFlat(database);
    expect(Object.fromEntries(rows.map((row) => [row.id, row[column]]))).toEqual({
      usual: isoTime(now + usualMs),
      ahead: isoTime(now + mendedMs),
    });
  });

  test("what waits for its person to come back stays so", async () => {
    const database = await open({ clock });
    const never = "9999-12-31T23:59:59.999Z";
    await storeRows(database, [aStoredPersona({ tell_lease_until: never })]);

    await bringTimesBack(database);

    expect(await readFlat(database)).toEqual([expect.objectContaining({ tell_lease_until: never })]);
  });

  test("a team's pause, its search and its sync are not held up", async () => {
    let nowMs = now + hoursMs;
    const database = await open({ clock: () => nowMs });
    const tenants = createTenantStore(database);
    const runs = createSyncStore(database);
    const run = { mode: "full", startedBy: "U1", progress: "{}" };
    await tenants.pauseQueue("t", { cause: "noKey", until: isoTime(nowMs), keyTag: null });
    await tenants.beginSearch("t", 20_000);
    await runs.begin("t", { ...run, runId: "dead" });
    nowMs = now;

    await bringTimesBack(database);
    nowMs += 31_000;

    expect((await tenants.find("t"))?.queuePause?.until).toBe(isoTime(now));
    expect(await tenants.beginSearch("t", 20_000)).toBe(true);
    expect(await runs.begin("t", { ...run, runId: "next" })).toBe(true);
  });

  test("an owed answer, and a forgetting that its process left, are not waited for", async () => {
    let nowMs = now + hoursMs;
    const database = await open({ clock: () => nowMs });
    const owed = createOwedStore(database);
    const forgotten = createForgottenTeams(database);
    await owed.owe({ tenantId: "t", deliveryId: "d", userId: "U1", replyJson: "{}" }, 90_000);
    await database.kysely
      .insertInto("forgotten")
      .values({ tenant_id: "gone", begun_at: isoTime(nowMs), ended_at: null })
      .execute();
    nowMs = now;

    await bringTimesBack(database);
    nowMs += 61_000;

    expect(await owed.claimDue(5, 60_000)).toHaveLength(1);
    expect(await forgotten.listUnfinished(5)).toEqual(["gone"]);
  });
});
