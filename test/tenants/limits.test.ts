import { expect, test } from "vitest";
import { createSettingsStore } from "../../src/database/team/settings-store.ts";
import { createUsageStore } from "../../src/database/team/usage-store.ts";
import { createLimits, limitDefaults, limitOf } from "../../src/tenants/limits.ts";
import { createTeamSettings } from "../../src/tenants/settings.ts";
import { forEachEngine, type OpenDatabase } from "../support/databases.ts";
import { otherTenant, tenant } from "../support/personas/persona-builders.ts";

const evening = Date.UTC(2026, 10, 22, 20);
const midnight = Date.UTC(2026, 10, 23);

async function theLimits(open: OpenDatabase, own: { [name: string]: number } = {}) {
  const now = () => evening;
  const database = await open({ clock: now });
  const settings = createTeamSettings(createSettingsStore(database), now);
  await settings.change(tenant, { limits: own });
  const limits = createLimits({ store: createUsageStore(database), settings, now });
  return {
    limits,
    take: (id: string, userId = "u1", amount = 1) =>
      limits.reserve({ tenantId: tenant, userId, kind: "creates", id, amount }),
  };
}

test("a member's default is at most a quarter of the team's, but for syncs", () => {
  const { syncs, ...costly } = limitDefaults;
  for (const { perMember, perTeam } of Object.values(costly)) {
    expect(perMember).toBeGreaterThan(0);
    expect(perMember * 4).toBeLessThanOrEqual(perTeam);
  }
  expect(limitOf({}, "syncs")).toEqual({ member: syncs.perMember, team: syncs.perTeam });
});

forEachEngine((_engine, open) => {
  test("what is left counts down, and the member's limit is named when it is reached", async () => {
    const { take } = await theLimits(open, { "creates.member": 2 });

    const first = await take("1");
    const second = await take("2");
    const third = await take("3");

    expect(first).toEqual({ ok: true, left: { member: 1, team: 199 }, limit: { member: 2, team: 200 } });
    expect(second).toMatchObject({ ok: true, left: { member: 0, team: 198 } });
    expect(third).toEqual({ ok: false, which: "member", limit: 2, resetsAtMs: midnight });
    expect(await take("4", "u2")).toMatchObject({ ok: true });
  });

  test("the team's limit is named when the team has used it up, also to who has used nothing", async () => {
    const { take } = await theLimits(open, { "creates.team": 2 });
    await take("1");
    await take("2");

    expect(await take("3", "u2")).toEqual({ ok: false, which: "team", limit: 2, resetsAtMs: midnight });
    expect(await take("2")).toMatchObject({ ok: true, left: { member: 0, team: 0 } });
  });

  test("a limit of none allows none, and another team's settings do not matter", async () => {
    const { limits, take } = await theLimits(open, { "creates.member": 0 });
    const theirs = { tenantId: otherTenant, userId: "u1", kind: "creates", id: "1", amount: 1 } as const;

    expect(await take("1")).toMatchObject({ ok: false, which: "member", limit: 0 });
    expect(await limits.reserve(theirs)).toMatchObject({ ok: true, left: { member: 49 } });
  });

  test("what is left of every kind is told, and a member's rest is never more than the team's", async () => {
    const { limits, take } = await theLimits(open, { "creates.team": 3 });
    await take("1", "u2", 2);

    const left = await limits.left(tenant, "u1");
    await limits.giveBack(tenant, "creates", "1");
    const [creates] = await limits.left(tenant, "u1");

    expect(left.map(({ kind }) => kind)).toEqual(["creates", "syncs", "videos", "conversationMinutes"]);
    expect(left[0]).toEqual({
      kind: "creates",
      left: { member: 1, team: 1 },
      limit: { member: 50, team: 3 },
    });
    expect(left[3]).toMatchObject({ left: { member: 60, team: 240 } });
    expect(creates?.left).toEqual({ member: 3, team: 3 });
  });
});
