import { expect, test } from "vitest";
import { createSettingsStore } from "../../src/database/team/settings-store.ts";
import { createLog } from "../../src/log.ts";
import { buildRecords } from "../../src/main/build-records.ts";
import { createTeamSettings } from "../../src/tenants/settings.ts";
import { forEachEngine } from "../support/databases.ts";
import { createHarnessClock } from "../support/harness/harness-clock.ts";
import { otherTenant, tenant } from "../support/personas/persona-builders.ts";

const dayMs = 24 * 60 * 60_000;

forEachEngine((_engine, open) => {
  test("housekeeping deletes used limits after days and the log of every team after more than a year", async () => {
    const clock = createHarnessClock();
    const database = await open({ clock: clock.now });
    const settings = createTeamSettings(createSettingsStore(database), clock.now);
    const records = buildRecords({ database, settings, log: createLog({ level: "silent" }) });
    const rows = async () => ({
      usage: (await database.kysely.selectFrom("usage").selectAll().execute()).length,
      audit: (await database.kysely.selectFrom("audit").selectAll().execute()).length,
    });
    for (const tenantId of [tenant, otherTenant]) {
      const member = { tenantId, userId: "u1" };
      records.audit.record({ member, channelId: "c1" }, { action: "sync" });
      await records.limits.reserve({ ...member, kind: "syncs", id: "1", amount: 1 });
    }
    await records.audit.flush();

    await records.purge();
    const atOnce = await rows();
    clock.advance(4 * dayMs);
    await records.purge();
    const soon = await rows();
    clock.advance(400 * dayMs);
    await records.purge();

    expect(atOnce).toEqual({ usage: 2, audit: 2 });
    expect(soon).toEqual({ usage: 0, audit: 2 });
    expect(await rows()).toEqual({ usage: 0, audit: 0 });
  });
});
