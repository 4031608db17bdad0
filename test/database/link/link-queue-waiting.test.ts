import { expect, test } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { otherTenant, tenant } from "../../support/personas/persona-builders.ts";
import { at, nowMs } from "./open-attempt.ts";
import { openQueue } from "./open-queue.ts";

const firstPage = { kind: "persona", readingStartedMs: nowMs, afterId: "", limit: 10 };

forEachEngine((_engine, open) => {
  test("tenants come longest waiting first, those to look in apart from those to send for", async () => {
    const { queue, insert } = await openQueue(open);
    await insert({ next_attempt_at: at(-1000) });
    await insert({ next_attempt_at: at(-2000) }, otherTenant);
    await insert({ next_attempt_at: at(-3000), outcome_unknown: 1 }, "slack:T2");

    expect(await queue.dueTenants(false, 10)).toEqual([otherTenant, tenant]);
    expect(await queue.dueTenants(false, 1)).toEqual([otherTenant]);
    expect(await queue.dueTenants(false, 1, [otherTenant])).toEqual([tenant]);
    expect(await queue.dueTenants(true, 10)).toEqual(["slack:T2"]);
  });

  test("a tenant whose queue is paused is left out until the pause is over", async () => {
    const { queue, tenants, insert } = await openQueue(open);
    await insert();
    await tenants.pauseQueue(tenant, { cause: "outOfCredits", until: at(1), keyTag: null });
    expect(await queue.dueTenants(false, 10)).toEqual([]);

    await tenants.pauseQueue(tenant, { cause: "outOfCredits", until: at(0), keyTag: null });
    expect(await queue.dueTenants(false, 10)).toEqual([tenant]);
  });

  test("what is due and free waits for a key; what is under way or not due does not", async () => {
    const { queue, insert, read } = await openQueue(open);
    const due = await insert({ next_attempt_at: at(0), tries: 1 });
    const leased = await insert({ lease_until: at(1) });
    const later = await insert({ next_attempt_at: at(1) });

    await queue.waitForKey(tenant, "noKey");

    expect(await read(due)).toMatchObject({
      failure_kind: "noKey",
      failed_at: at(0),
      unsettled_since: at(0),
      tries: 1,
    });
    expect(await read(leased)).toEqual(leased);
    expect(await read(later)).toEqual(later);
  });

  test("a reading decides only attempts whose lease had ended when it began", async () => {
    const { queue, insert } = await openQueue(open);
    const lost = { outcome_unknown: 1, attempt: 1 };
    const decided = await insert({ ...lost, lease_until: at(-10) });
    await insert({ ...lost, lease_until: at(-9) });
    await insert({ ...lost, lease_until: at(-20), link: "linked" });
    await insert({ ...lost, lease_until: at(-20), link: "failed" });
    await insert({ ...lost, lease_until: at(-20), outcome_unknown: 0 });
    await insert({ ...lost, lease_until: at(-20) }, otherTenant);

    const page = { ...firstPage, readingStartedMs: nowMs - 10 };
    expect((await queue.lostAttempts(tenant, page)).map(({ id }) => id)).toEqual([decided.id]);
  });

  test("lost attempts come page by page", async () => {
    const { queue, insert } = await openQueue(open);
    const inserted = [];
    for (let row = 0; row < 5; row += 1)
      inserted.push(await insert({ outcome_unknown: 1, lease_until: at(-10) }));

    const seen: string[] = [];
    for (const _page of [1, 2, 3]) {
      const page = { ...firstPage, afterId: seen.at(-1) ?? "", limit: 2 };
      seen.push(...(await queue.lostAttempts(tenant, page)).map(({ id }) => id));
    }

    expect(seen).toEqual(inserted.map(({ id }) => id).sort());
  });

  test("a check for surplus is claimed once, and comes again", async () => {
    const { queue, insert, read } = await openQueue(open);
    const due = await insert({ surplus_check_at: at(0) });
    await insert({ surplus_check_at: at(1) });

    const claims = await Promise.all([queue.claimSurplusChecks(10, 600), queue.claimSurplusChecks(10, 600)]);

    expect(claims.flat().map(({ id }) => id)).toEqual([due.id]);
    expect((await read(due)).surplus_check_at).toBe(at(600));
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
});
