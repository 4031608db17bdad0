import { expect, test } from "vitest";
import { type AuditEntry, createAuditStore } from "../../../src/database/team/audit-store.ts";
import { forEachEngine } from "../../support/databases.ts";
import { otherTenant, tenant } from "../../support/personas/persona-builders.ts";

const day = Date.UTC(2026, 10, 22);

function anEntry(number: number, members: Partial<AuditEntry> = {}): AuditEntry {
  return {
    id: `id${String(number).padStart(4, "0")}`,
    at: new Date(day + number * 1000).toISOString(),
    userId: "u1",
    channelId: "c1",
    action: "edit",
    personaId: "per_a",
    details: "",
    ...members,
  };
}

const entries = (count: number) => Array.from({ length: count }, (_, index) => anEntry(index));
const of = (tenantId: string, noted: AuditEntry[]) =>
  noted.map((entry) => ({ tenantId, entry, beganMs: Date.parse(entry.at) }));
const ids = (found: AuditEntry[]) => found.map(({ id }) => id);

forEachEngine((_engine, open) => {
  test("the newest come first, whole, and only the team's own", async () => {
    const audit = createAuditStore(await open());
    await audit.add([...of(tenant, entries(3)), ...of(otherTenant, [anEntry(9)])]);

    expect(await audit.newest(tenant, 2)).toEqual([anEntry(2), anEntry(1)]);
    expect(ids(await audit.newest(otherTenant, 5))).toEqual(["id0009"]);
  });

  test("entries of one moment stand in the order of their ids", async () => {
    const audit = createAuditStore(await open());
    const { at } = anEntry(0);
    await audit.add(of(tenant, [anEntry(2, { at }), anEntry(1, { at }), anEntry(3, { at })]));

    expect(ids(await audit.newest(tenant, 5))).toEqual(["id0003", "id0002", "id0001"]);
  });

  test("one persona's are found among the others", async () => {
    const audit = createAuditStore(await open());
    const none = { personaId: undefined, channelId: undefined };
    await audit.add(
      of(tenant, [anEntry(1), anEntry(2, { personaId: "per_b" }), anEntry(3, none), anEntry(4)]),
    );

    expect(ids(await audit.newestOfPersona(tenant, "per_a", 5))).toEqual(["id0004", "id0001"]);
    expect(await audit.newest(tenant, 2)).toEqual([anEntry(4), anEntry(3, none)]);
  });

  test("what is written twice stands once", async () => {
    const audit = createAuditStore(await open());
    await audit.add(of(tenant, entries(2)));
    await audit.add(of(tenant, entries(2)));

    expect(await audit.newest(tenant, 5)).toHaveLength(2);
  });

  test("what is too old goes, the oldest first and a few at a time, team after team", async () => {
    const audit = createAuditStore(await open());
    for (const team of [tenant, otherTenant]) await audit.add(of(team, entries(5)));
    const purge = { before: day + 4000, most: 100, limit: 3 };

    const next = await audit.purgeAfter("", purge);
    expect(next).toBe(tenant);
    expect(ids(await audit.newest(tenant, 9))).toEqual(["id0004", "id0003"]);
    expect(await audit.newest(otherTenant, 9)).toHaveLength(5);

    await audit.purgeAfter("", purge);
    expect(ids(await audit.newest(tenant, 9))).toEqual(["id0004"]);
    expect(await audit.purgeAfter(tenant, purge)).toBe(otherTenant);
    expect(await audit.purgeAfter(otherTenant, purge)).toBeUndefined();
    expect(await audit.newest(otherTenant, 9)).toHaveLength(2);
  });

  test("what is beyond the most goes although it is young, and an age beyond it takes more", async () => {
    const audit = createAuditStore(await open());
    await audit.add(of(tenant, entries(6)));

    await audit.purgeAfter("", { before: day, most: 4, limit: 100 });
    expect(ids(await audit.newest(tenant, 9))).toEqual(["id0005", "id0004", "id0003", "id0002"]);

    await audit.purgeAfter("", { before: day + 5000, most: 3, limit: 100 });
    expect(ids(await audit.newest(tenant, 9))).toEqual(["id0005"]);
  });
});
