import { expect, test } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { otherTenant, tenant } from "../../support/personas/persona-builders.ts";
import { at, nowMs } from "./open-attempt.ts";
import { opening, openQueue } from "./open-queue.ts";

forEachEngine((_engine, open) => {
  test("a claim opens an attempt", async () => {
    const { queue, insert, read, findLink } = await openQueue(open);
    const row = await insert({ attempt: 3, revision: 5 });

    const opened = await queue.openAttempts(tenant, opening);

    expect(opened).toMatchObject([
      {
        id: row.id,
        attempt: 4,
        attemptStartedMs: nowMs,
        sentRevision: 5,
        keyTag: "0123456789ab",
        leaseUntilMs: nowMs + 20_000,
        outcomeUnknown: true,
      },
    ]);
    expect(await findLink(row)).toEqual(opened[0]);
    expect(await read(row)).toMatchObject({
      attempt: 4,
      attempt_started_at: at(0),
      sent_revision: 5,
      key_tag: "0123456789ab",
      lease_until: at(20_000),
      outcome_unknown: 1,
    });
  });

  test("a claim takes what is due longest, two at most, counting those that are out", async () => {
    const { queue, insert } = await openQueue(open);
    const rows = [];
    for (const offsetMs of [-1000, -3000, -2000]) rows.push(await insert({ next_attempt_at: at(offsetMs) }));

    const first = await queue.openAttempts(tenant, opening);
    const second = await queue.openAttempts(tenant, opening);

    expect(first.map(({ id }) => id).sort()).toEqual([rows[1]?.id, rows[2]?.id].sort());
    expect(second).toEqual([]);
  });

  test("with one out there is a place for one, with more out there is none", async () => {
    const { queue, insert } = await openQueue(open);
    const out = { lease_until: at(5000), outcome_unknown: 1, next_attempt_at: at(5000) };
    await insert(out);
    await insert();
    await insert();
    expect(await queue.openAttempts(tenant, opening)).toHaveLength(1);

    await insert(out);
    expect(await queue.openAttempts(tenant, opening)).toEqual([]);
  });

  test("one whose request has ended without a word has left its place, though its lease runs on", async () => {
    const { queue, insert, read } = await openQueue(open);
    const out = { lease_until: at(5000), outcome_unknown: 1, next_attempt_at: at(5000) };
    const lost = { ...out, attempt_started_at: at(-15_000), failed_at: at(-14_000) };
    const rows = [await insert(lost), await insert(lost), await insert(lost)];
    const earlier = { ...out, attempt_started_at: at(-15_000), failed_at: at(-60_000) };
    await insert(earlier);
    await insert();
    await insert();

    expect(await queue.openAttempts(tenant, opening)).toHaveLength(1);
    for (const row of rows) expect(await read(row)).toEqual(row);
  });

  test("many who claim at once get no row twice", async () => {
    const { queue, insert } = await openQueue(open);
    await insert();
    await insert();

    const claims = await Promise.all(Array.from({ length: 8 }, () => queue.openAttempts(tenant, opening)));

    const ids = claims.flat().map(({ id }) => id);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(2);
  });

  test.each([
    ["not due", { next_attempt_at: at(1) }],
    ["at rest", { next_attempt_at: null }],
    ["leased", { lease_until: at(1) }],
    ["to be looked for", { outcome_unknown: 1 }],
    ["deleted", { deleted_at: at(0) }],
  ])("one that is %s is not claimed", async (_state, members) => {
    const { queue, insert } = await openQueue(open);
    await insert(members);

    expect(await queue.dueTenants(false, 10)).toEqual([]);
    expect(await queue.openAttempts(tenant, opening)).toEqual([]);
  });

  test("a lease that ends now is over", async () => {
    const { queue, insert } = await openQueue(open);
    await insert({ lease_until: at(0), next_attempt_at: at(0) });

    expect(await queue.dueTenants(false, 10)).toEqual([tenant]);
    expect(await queue.openAttempts(tenant, opening)).toHaveLength(1);
  });

  test("a claim stays within its tenant", async () => {
    const { queue, insert, read } = await openQueue(open);
    const theirs = await insert({}, otherTenant);

    expect(await queue.openAttempts(tenant, opening)).toEqual([]);
    expect(await read(theirs)).toEqual(theirs);
  });

  test("another tenant's attempts take no places", async () => {
    const { queue, insert } = await openQueue(open);
    for (let out = 0; out < 2; out += 1)
      await insert({ lease_until: at(5000), outcome_unknown: 1 }, otherTenant);
    await insert();

    expect(await queue.openAttempts(tenant, opening)).toHaveLength(1);
  });

  test("a push is claimed without being looked for if its process dies", async () => {
    const { queue, insert } = await openQueue(open);
    await insert({ link: "linked", tavus_persona_id: "p1", revision: 2, pushed_revision: 1 });

    expect(await queue.openAttempts(tenant, opening)).toMatchObject([
      { outcomeUnknown: false, sentRevision: 2 },
    ]);
  });

  test("a create after an unknown one sets a check for surplus; a first create and a push do not", async () => {
    const { queue, insert, read } = await openQueue(open);
    const unknown = JSON.stringify([at(-60_000)]);
    const again = await insert({ unknown_attempts: unknown });
    const first = await insert();
    await queue.openAttempts(tenant, opening);
    const linked = { link: "linked", tavus_persona_id: "p1", revision: 2 } as const;
    const push = await insert({ ...linked, unknown_attempts: unknown, surplus_check_at: at(7) }, otherTenant);
    await queue.openAttempts(otherTenant, opening);

    expect((await read(again)).surplus_check_at).toBe(at(600_000));
    expect((await read(first)).surplus_check_at).toBeNull();
    expect((await read(push)).surplus_check_at).toBe(at(7));
  });
});
