import { expect, onTestFinished, test } from "vitest";
import { createAuditStore } from "../../src/database/team/audit-store.ts";
import { createLog } from "../../src/log.ts";
import { createAudit } from "../../src/tenants/audit.ts";
import { forEachEngine, type OpenDatabase } from "../support/databases.ts";
import { otherTenant, tenant } from "../support/personas/persona-builders.ts";
import { untilTrue } from "../support/until-true.ts";

const ada = { member: { tenantId: tenant, userId: "u1" }, channelId: "c1" };
const now = () => Date.UTC(2026, 10, 22, 20);

async function anAudit(open: OpenDatabase, refusals = 0) {
  const store = createAuditStore(await open());
  const written: number[] = [];
  let refused = 0;
  const add: typeof store.add = async (entries) => {
    if (refused < refusals) {
      refused += 1;
      throw new Error("locked");
    }
    written.push(entries.length);
    await store.add(entries);
  };
  const audit = createAudit({ store: { ...store, add }, log: createLog({ level: "silent" }), now });
  onTestFinished(() => audit.flush());
  return { audit, store, written };
}

forEachEngine((_engine, open) => {
  test("what was recorded is read at once, the last of one moment first", async () => {
    const { audit } = await anAudit(open);
    audit.record(ada, { action: "create", personaId: "per_a", details: "Ada" });
    audit.record(ada, { action: "edit", personaId: "per_a" });
    audit.record(ada, { action: "sync", details: "imported 3" });

    const [sync, edit, create] = await audit.newest(tenant, 9);

    expect([sync?.action, edit?.action]).toEqual(["sync", "edit"]);
    expect(create).toMatchObject({
      at: "2026-11-22T20:00:00.000Z",
      userId: "u1",
      channelId: "c1",
      action: "create",
      personaId: "per_a",
      details: "Ada",
    });
    expect(await audit.newestOfPersona(tenant, "per_a", 9)).toHaveLength(2);
    expect(await audit.newest(otherTenant, 9)).toEqual([]);
  });

  test("many are written as one, soon and without being asked for", async () => {
    const { audit, written } = await anAudit(open);

    for (let index = 0; index < 20; index += 1) audit.record(ada, { action: "retry" });

    await untilTrue(() => written.length > 0, { what: "the writing" });
    expect(written).toEqual([20]);
    expect(await audit.newest(tenant, 99)).toHaveLength(20);
  });

  test("what the database did not take is written with the next", async () => {
    const { audit } = await anAudit(open, 1);
    audit.record(ada, { action: "link" });
    await audit.flush();
    audit.record(ada, { action: "unlink" });

    const entries = await audit.newest(tenant, 9);

    expect(entries.map(({ action }) => action)).toEqual(["unlink", "link"]);
  });
});
