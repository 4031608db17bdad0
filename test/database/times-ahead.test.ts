import { sql } from "kysely";
import { expect, test } from "vitest";
import { createForgottenTeams } from "../../src/database/forgotten/forget-team.ts";
import { createOwedStore } from "../../src/database/team/owed-store.ts";
import { createSyncStore } from "../../src/database/team/sync-store.ts";
import { createTenantStore } from "../../src/database/team/tenant-store.ts";
import { isoTime } from "../../src/database/times.ts";
import { bringTimesBack } from "../../src/database/times-ahead.ts";
import { insertRow, type Row } from "../support/any-row.ts";
import { forEachEngine } from "../support/databases.ts";
import { aStoredPersona } from "../support/personas/persona-builders.ts";
import { readFlat } from "../support/personas/persona-rows.ts";
import { storeRows } from "../support/personas/stored-personas.ts";

const now = Date.UTC(2026, 0, 2);
const hoursMs = 3 * 3_600_000;
const minuteMs = 60_000;
const clock = () => now;

/** Times that nothing waits for: they are shown, or say when something is old enough to go. */
const told: { [table: string]: string[] } = {
  personas: ["created_at", "deleted_at", "imported_at"],
  persona_versions: ["at"],
  templates: ["created_at", "removed_at", "updated_at"],
  links: [
    ...["attempt_started_at", "created_at", "gone_at", "told_at", "unsettled_since", "updated_at"],
    "watched_until",
  ],
  tenants: ["created_at", "left_at", "member_since", "welcomed_at"],
  drafts: ["created_at"],
  deliveries: ["created_at", "ended_at"],
  owed: ["created_at"],
  sync_runs: ["ended_at", "started_at"],
  tenant_settings: ["channel_closed_at", "key_checked_at", "key_set_at", "updated_at"],
  warnings: ["first_at", "fixed_at"],
  audit: ["at"],
  after_calls: ["began_at", "ended_at", "found_at"],
  rehearsal_lines: ["said_at"],
  conversations: ["ended_at", "joined_at", "made_at"],
  videos: ["created_at", "deleted_at"],
  landing_pages: ["handed_at", "made_at"],
  // By Slack's word; and whether an app is still there can be asked later.
  installations: ["check_at", "expires_at", "installed_at"],
  instances: ["started_at"],
  // Its reader sees for itself how far ahead it can lie; of the other only whether it is another one.
  discord_starts: ["next_at"],
  discord_shards: ["reported_at"],
};

/** Where there is one process alone, these tables are empty. */
const toldOfProcesses: typeof told = {
  instances: ["beat_at", "started_at"],
  gates: ["held_until"],
  discord_seats: ["beat_at"],
  discord_shards: ["held_until", "reported_at", "wanted_until"],
};

forEachEngine((engine, open) => {
  test("every time that is written ahead and waited for is brought back, whichever table it is in", async () => {
    const database = await open({ clock });
    const ahead = isoTime(now + 30 * 24 * 3_600_000);
    const tables = await database.kysely.introspection.getTables();
    const timesOf = ({ columns }: (typeof tables)[number]) =>
      columns.map(({ name }) => name).filter((name) => /(^|_)(at|until|since)$/.test(name));
    const timed = tables.filter((table) => timesOf(table).length > 0);
    for (const table of timed) {
      const times = Object.fromEntries(timesOf(table).map((column) => [column, ahead]));
      await insertRow(database, table.name, { ...times, tenant_id: "t" });
    }

    await bringTimesBack(database);

    const left: typeof told = {};
    for (const table of timed) {
      const { rows } = await sql<Row>`select * from ${sql.table(table.name)}`.execute(database.kysely);
      const stay = timesOf(table).filter((column) => rows.some((row) => row[column] === ahead));
      if (stay.length > 0) left[table.name] = stay.sort();
    }
    expect(left).toEqual(engine === "sqlite" ? { ...told, ...toldOfProcesses } : told);
  });

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
