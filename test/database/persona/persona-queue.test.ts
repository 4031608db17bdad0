import { expect, test } from "vitest";
import { createPersonaQueue } from "../../../src/database/persona/persona-queue.ts";
import { createPersonaStore } from "../../../src/database/persona/persona-store.ts";
import type { PersonaRow } from "../../../src/database/tables.ts";
import { createTenantStore } from "../../../src/database/team/tenant-store.ts";
import { forEachEngine, type OpenDatabase } from "../../support/databases.ts";
import { aStoredPersona, otherTenant, tenant, userId } from "../../support/persona-builders.ts";

const nowMs = Date.parse("2030-01-01T12:00:00.000Z");
const at = (offsetMs: number) => new Date(nowMs + offsetMs).toISOString();
const claim = { keyTag: "0123456789ab", leaseMs: 20_000 };

async function openQueue(open: OpenDatabase) {
  const database = await open({ clock: () => nowMs });
  const store = createPersonaStore(database);
  const insert = async (members: Partial<PersonaRow> = {}, tenantId = tenant) => {
    const row = aStoredPersona({ ...members, tenant_id: tenantId });
    await store.insert(tenantId, row);
    return row;
  };
  const find = (row: PersonaRow) => store.find(row.tenant_id, row.id);
  return { queue: createPersonaQueue(database), tenants: createTenantStore(database), insert, find };
}

forEachEngine((_engine, open) => {
  test("a claim opens an attempt", async () => {
    const { queue, insert, find } = await openQueue(open);
    const row = await insert({ attempt: 3, revision: 5 });

    const claimed = await queue.claimAttempts(tenant, claim);

    expect(claimed).toMatchObject([
      {
        id: row.id,
        attempt: 4,
        attempt_started_at: at(0),
        sent_revision: 5,
        key_tag: "0123456789ab",
        lease_until: at(20_000),
        must_look: 1,
      },
    ]);
    expect(await find(row)).toEqual(claimed[0]);
  });

  test("a claim takes what is due longest, two at most, counting those that are out", async () => {
    const { queue, insert } = await openQueue(open);
    const rows = [];
    for (const offsetMs of [-1000, -3000, -2000]) rows.push(await insert({ next_attempt_at: at(offsetMs) }));

    const first = await queue.claimAttempts(tenant, claim);
    const second = await queue.claimAttempts(tenant, claim);

    expect(first.map(({ id }) => id).sort()).toEqual([rows[1]?.id, rows[2]?.id].sort());
    expect(second).toEqual([]);
  });

  test("with one out there is a place for one, with more out there is none", async () => {
    const { queue, insert } = await openQueue(open);
    const out = { lease_until: at(5000), must_look: 1, next_attempt_at: at(5000) };
    await insert(out);
    await insert();
    await insert();
    expect(await queue.claimAttempts(tenant, claim)).toHaveLength(1);

    await insert(out);
    expect(await queue.claimAttempts(tenant, claim)).toEqual([]);
  });

  test("many who claim at once get no row twice", async () => {
    const { queue, insert } = await openQueue(open);
    await insert();
    await insert();

    const claims = await Promise.all(Array.from({ length: 8 }, () => queue.claimAttempts(tenant, claim)));

    const ids = claims.flat().map(({ id }) => id);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(2);
  });

  test.each([
    ["not due", { next_attempt_at: at(1) }],
    ["at rest", { next_attempt_at: null }],
    ["leased", { lease_until: at(1) }],
    ["to be looked for", { must_look: 1 }],
    ["deleted", { deleted_at: at(0) }],
  ])("one that is %s is not claimed", async (_state, members) => {
    const { queue, insert } = await openQueue(open);
    await insert(members);

    expect(await queue.claimableTenants(false, 10)).toEqual([]);
    expect(await queue.claimAttempts(tenant, claim)).toEqual([]);
  });

  test("a lease that ends now is over", async () => {
    const { queue, insert } = await openQueue(open);
    await insert({ lease_until: at(0), next_attempt_at: at(0) });

    expect(await queue.claimableTenants(false, 10)).toEqual([tenant]);
    expect(await queue.claimAttempts(tenant, claim)).toHaveLength(1);
  });

  test("a claim stays within its tenant", async () => {
    const { queue, insert, find } = await openQueue(open);
    const theirs = await insert({}, otherTenant);

    expect(await queue.claimAttempts(tenant, claim)).toEqual([]);
    expect(await find(theirs)).toEqual(theirs);
  });

  test("another tenant's attempts take no places", async () => {
    const { queue, insert } = await openQueue(open);
    for (let out = 0; out < 2; out += 1) await insert({ lease_until: at(5000), must_look: 1 }, otherTenant);
    await insert();

    expect(await queue.claimAttempts(tenant, claim)).toHaveLength(1);
  });

  test("a push is claimed without being looked for if its process dies", async () => {
    const { queue, insert } = await openQueue(open);
    await insert({ link: "linked", tavus_persona_id: "p1", revision: 2, pushed_revision: 1 });

    expect(await queue.claimAttempts(tenant, claim)).toMatchObject([{ must_look: 0, sent_revision: 2 }]);
  });

  test("a create after an unknown one sets a check for surplus; a first create and a push do not", async () => {
    const { queue, insert, find } = await openQueue(open);
    const unknown = JSON.stringify([at(-60_000)]);
    const again = await insert({ unknown_attempts: unknown });
    const first = await insert();
    await queue.claimAttempts(tenant, claim);
    const linked = { link: "linked", tavus_persona_id: "p1", revision: 2 } as const;
    const push = await insert({ ...linked, unknown_attempts: unknown, surplus_check_at: at(7) }, otherTenant);
    await queue.claimAttempts(otherTenant, claim);

    expect((await find(again))?.surplus_check_at).toBe(at(600_000));
    expect((await find(first))?.surplus_check_at).toBeNull();
    expect((await find(push))?.surplus_check_at).toBe(at(7));
  });

  test("tenants come longest waiting first, those to look in apart from those to send for", async () => {
    const { queue, insert } = await openQueue(open);
    await insert({ next_attempt_at: at(-1000) });
    await insert({ next_attempt_at: at(-2000) }, otherTenant);
    await insert({ next_attempt_at: at(-3000), must_look: 1 }, "slack:T2");

    expect(await queue.claimableTenants(false, 10)).toEqual([otherTenant, tenant]);
    expect(await queue.claimableTenants(false, 1)).toEqual([otherTenant]);
    expect(await queue.claimableTenants(true, 10)).toEqual(["slack:T2"]);
  });

  test("a tenant whose queue is paused is left out until the pause is over", async () => {
    const { queue, tenants, insert } = await openQueue(open);
    await insert();
    await tenants.pauseQueue(tenant, { cause: "outOfCredits", until: at(1), keyTag: null });
    expect(await queue.claimableTenants(false, 10)).toEqual([]);

    await tenants.pauseQueue(tenant, { cause: "outOfCredits", until: at(0), keyTag: null });
    expect(await queue.claimableTenants(false, 10)).toEqual([tenant]);
  });

  test("a reading decides only attempts whose lease had ended when it began", async () => {
    const { queue, insert } = await openQueue(open);
    const lost = { must_look: 1, attempt: 1 };
    const decided = await insert({ ...lost, lease_until: at(-10) });
    await insert({ ...lost, lease_until: at(-9) });
    await insert({ ...lost, lease_until: at(-20), link: "linked" });
    await insert({ ...lost, lease_until: at(-20), link: "failed" });
    await insert({ ...lost, lease_until: at(-20), must_look: 0 });
    await insert({ ...lost, lease_until: at(-20) }, otherTenant);

    const page = { readingStartedMs: nowMs - 10, afterId: "", limit: 10 };
    expect((await queue.lostAttempts(tenant, page)).map(({ id }) => id)).toEqual([decided.id]);
  });

  test("lost attempts come page by page", async () => {
    const { queue, insert } = await openQueue(open);
    const inserted = [];
    for (let row = 0; row < 5; row += 1) inserted.push(await insert({ must_look: 1, lease_until: at(-10) }));

    const seen: string[] = [];
    for (const _page of [1, 2, 3]) {
      const page = { readingStartedMs: nowMs, afterId: seen.at(-1) ?? "", limit: 2 };
      seen.push(...(await queue.lostAttempts(tenant, page)).map(({ id }) => id));
    }

    expect(seen).toEqual(inserted.map(({ id }) => id).sort());
  });

  test("a check for surplus is claimed once, and comes again", async () => {
    const { queue, insert, find } = await openQueue(open);
    const due = await insert({ surplus_check_at: at(0) });
    await insert({ surplus_check_at: at(1) });

    const claims = await Promise.all([queue.claimSurplusChecks(10, 600), queue.claimSurplusChecks(10, 600)]);

    expect(claims.flat().map(({ id }) => id)).toEqual([due.id]);
    expect((await find(due))?.surplus_check_at).toBe(at(600));
  });

  test("claims take no more than asked for", async () => {
    const { queue, insert } = await openQueue(open);
    const untold = { link: "failed", tell_lease_until: at(0), surplus_check_at: at(0) } as const;
    for (let row = 0; row < 3; row += 1) await insert(untold);

    expect(await queue.claimSurplusChecks(2, 600)).toHaveLength(2);
    expect(await queue.claimUntold(2, 600)).toHaveLength(2);
    expect(await queue.claimUntold(2, 600)).toHaveLength(1);
  });

  test.each([
    ["failed", { link: "failed" }, 1],
    ["missing", { link: "missing" }, 1],
    ["linked and in step", { link: "linked", pushed_revision: 1 }, 1],
    [
      "linked, its edit refused",
      { link: "linked", revision: 2, pushed_revision: 1, next_attempt_at: null },
      1,
    ],
    ["linked, its edit on the way", { link: "linked", revision: 2, pushed_revision: 1 }, 0],
    ["pending", { link: "pending" }, 0],
    ["told", { link: "failed", told_at: at(-1) }, 0],
    ["being told", { link: "failed", tell_lease_until: at(1) }, 0],
    ["owed at the next command", { link: "failed", tell_lease_until: "9999-12-31T23:59:59.999Z" }, 0],
    ["deleted", { link: "failed", deleted_at: at(-1) }, 0],
  ] as const)("of one that is %s, so many are to be told: %#", async (_state, members, count) => {
    const { queue, insert } = await openQueue(open);
    await insert({ tell_lease_until: at(0), ...members });

    expect(await queue.claimUntold(10, 300)).toHaveLength(count);
  });

  test("a person is owed their own news in their own team, a few at a time", async () => {
    const { queue, insert } = await openQueue(open);
    const owed = { link: "failed", tell_lease_until: "9999-12-31T23:59:59.999Z" } as const;
    for (let row = 0; row < 3; row += 1) await insert(owed);
    await insert({ ...owed, created_by: "u2" });
    await insert({ ...owed, told_at: at(0) });
    await insert(owed, otherTenant);

    expect(await queue.owedTo(tenant, userId, 10)).toHaveLength(3);
    expect(await queue.owedTo(tenant, userId, 2)).toHaveLength(2);
    expect(await queue.owedTo(otherTenant, userId, 10)).toHaveLength(1);
  });
});
