import { sql } from "kysely";
import { expect, test } from "vitest";
import { createForgottenTeams } from "../../../src/database/forgotten/forget-team.ts";
import { createOwners } from "../../../src/database/link/owners.ts";
import { createSettingsStore } from "../../../src/database/team/settings-store.ts";
import { createTenantLifeStore } from "../../../src/database/team/tenant-life-store.ts";
import { tablesOfTeam } from "../../../src/database/team-tables.ts";
import { aConversationRow } from "../../support/conversation-rows.ts";
import { forEachEngine } from "../../support/databases.ts";
import { aLandingPageRow } from "../../support/landing-page-rows.ts";
import { aStoredPersona } from "../../support/personas/persona-builders.ts";
import { linksOfPersonas, queueOfPersonas } from "../../support/personas/persona-links.ts";
import { rowsOf, storeRows } from "../../support/personas/stored-personas.ts";

const dayMs = 24 * 3_600_000;

forEachEngine((_, open) => {
  test("a team is new once, known afterwards, and returns after it left", async () => {
    const store = createTenantLifeStore(await open());

    const first = await Promise.all([1, 2, 3].map(() => store.arrived("discord:1")));
    const isNews = await store.left("discord:1", "guild_delete");
    const isNewsAgain = await store.left("discord:1", "absent");

    expect(first.sort()).toEqual(["known", "known", "new"]);
    expect([isNews, isNewsAgain]).toEqual([true, false]);
    expect(await store.arrived("discord:1")).toBe("returned");
    expect(await store.arrived("discord:1")).toBe("known");
  });

  test("of a page of teams each is told as what it is, to one of those who see them come", async () => {
    const store = createTenantLifeStore(await open());
    const ids = Array.from({ length: 300 }, (_, index) => `discord:${index}`);
    await store.allArrived(ids.slice(0, 100));
    for (const id of ids.slice(0, 20)) await store.left(id, "absent");

    const seen = await Promise.all([store.allArrived(ids), store.allArrived(ids.toReversed())]);

    const toldOf = (id: string) => seen.map((each) => each.get(id)).sort();
    expect(ids.slice(0, 20).map(toldOf)).toEqual(Array(20).fill(["known", "returned"]));
    expect(ids.slice(20, 100).map(toldOf)).toEqual(Array(80).fill(["known", "known"]));
    expect(ids.slice(100).map(toldOf)).toEqual(Array(200).fill(["known", "new"]));
  });

  test("a team nobody has heard of cannot leave", async () => {
    const store = createTenantLifeStore(await open());

    expect(await store.left("discord:1", "absent")).toBe(false);
  });

  test("the welcome is one caller's", async () => {
    const store = createTenantLifeStore(await open());
    await store.arrived("discord:1");

    const claims = await Promise.all([1, 2, 3].map(() => store.claimWelcome("discord:1")));

    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  test("those present are listed by platform, a page at a time, without those that left", async () => {
    const store = createTenantLifeStore(await open());
    for (const id of ["discord:1", "discord:2", "discord:3", "slack:T1"]) await store.arrived(id);
    await store.left("discord:2", "absent");

    const page = await store.listPresent("discord:", "", 1);

    expect(page).toEqual([{ tenantId: "discord:1", isMember: true }]);
    expect(await store.listPresent("discord:", "discord:1", 10)).toEqual([
      { tenantId: "discord:3", isMember: true },
    ]);
    expect(await store.listPresent("slack:", "", 10)).toEqual([{ tenantId: "slack:T1", isMember: true }]);
  });

  test("a team with the commands alone is there by its use, and with the bot once the bot is seen", async () => {
    const clock = { nowMs: Date.UTC(2026, 0, 1) };
    const store = createTenantLifeStore(await open({ clock: () => clock.nowMs }));
    const isMember = async () => (await store.listPresent("discord:", "", 1))[0]?.isMember;

    const uses = await Promise.all([1, 2].map(() => store.used("discord:1")));
    const alone = await isMember();
    const arrival = await store.arrived("discord:1");

    expect(uses.sort()).toEqual(["known", "new"]);
    expect([alone, arrival, await isMember()]).toEqual([false, "known", true]);
  });

  test("a press in a server that has just removed the bot does not bring it back, a later use does", async () => {
    const clock = { nowMs: Date.UTC(2026, 0, 1) };
    const store = createTenantLifeStore(await open({ clock: () => clock.nowMs }));
    await store.arrived("discord:1");
    await store.left("discord:1", "guild_delete");

    const atOnce = await store.used("discord:1");
    clock.nowMs += 61_000;
    const later = await store.used("discord:1");

    expect([atOnce, later]).toEqual(["left", "returned"]);
    expect(await store.listPresent("discord:", "", 1)).toEqual([{ tenantId: "discord:1", isMember: false }]);
  });

  test("no work is handed out for a team that left, and it is again when the team returns", async () => {
    const database = await open();
    const store = createTenantLifeStore(database);
    const queue = queueOfPersonas(database);
    const now = new Date(database.now()).toISOString();
    await store.arrived("discord:1");
    await storeRows(database, [
      aStoredPersona({ tenant_id: "discord:1", next_attempt_at: now, outcome_unknown: 0, lease_until: null }),
      aStoredPersona({ tenant_id: "discord:1", surplus_check_at: now }),
      aStoredPersona({ tenant_id: "discord:1", deleted_at: now, delete_in_tavus: 1, lease_until: null }),
    ]);
    const { removals } = linksOfPersonas(database);

    await store.left("discord:1", "guild_delete");
    const away = [
      await queue.dueTenants(false, 5),
      await queue.claimSurplusChecks(5, 1000),
      await removals.claimDue(5, 1000),
    ];
    await store.arrived("discord:1");

    expect(away).toEqual([[], [], []]);
    expect(await queue.dueTenants(false, 5)).toEqual(["discord:1"]);
    expect(await queue.claimSurplusChecks(5, 1000)).toHaveLength(1);
    expect(await removals.claimDue(5, 1000)).toHaveLength(1);
  });

  test("a team's time is over when it left long enough ago", async () => {
    const clock = { nowMs: Date.UTC(2026, 0, 1) };
    const store = createTenantLifeStore(await open({ clock: () => clock.nowMs }));
    await store.arrived("discord:1");
    await store.arrived("discord:2");
    await store.left("discord:1", "absent");
    clock.nowMs += dayMs;
    await store.left("discord:2", "absent");

    expect(await store.listLeftBefore(clock.nowMs, 5)).toEqual(["discord:1"]);
    expect(await store.listLeftBefore(clock.nowMs + 1, 5)).toEqual(["discord:1", "discord:2"]);
  });

  test("everything of one team is deleted in every table, and nothing of another's", async () => {
    const database = await open();
    const store = createTenantLifeStore(database);
    for (const tenantId of ["discord:1", "discord:2"]) {
      await store.arrived(tenantId);
      await storeRows(database, rowsOf(tenantId, tenantId === "discord:1" ? 1100 : 3));
      await createSettingsStore(database).change(tenantId, { managers: ["9"] });
      await fillSmallTables(database.kysely, tenantId);
    }

    const personas = await createForgottenTeams(database).forget("discord:1");

    expect(personas).toBe(1100);
    for (const { table } of tablesOfTeam) {
      const { rows } = await sql`select distinct tenant_id from ${sql.table(table)}
        where tenant_id not like 'formerly:%' and tenant_id <> 'app:schema'`.execute(database.kysely);
      expect([table, rows]).toEqual([table, [{ tenant_id: "discord:2" }]]);
    }
    const owners = createOwners(database, "persona");
    expect(await owners.isOthers("discord:2", "p of discord:1")).toBe(true);
    expect(await owners.isOthers("discord:1", "p of discord:1")).toBe(false);
    expect(await createForgottenTeams(database).forget("discord:1")).toBe(0);
  });
});

type Kysely = Awaited<ReturnType<Parameters<Parameters<typeof forEachEngine>[0]>[1]>>["kysely"];

async function fillSmallTables(kysely: Kysely, tenant_id: string): Promise<void> {
  const at = "2026-01-01T00:00:00.000Z";
  const kept = { number: 1, at, action: "edit", content_json: "{}", link_state: "linked" } as const;
  await kysely
    .insertInto("persona_versions")
    .values({ tenant_id, id: "ver_1", persona_id: "per_1", ...kept })
    .execute();
  const usage = { day: "2026-01-01", kind: "creates", reservation_id: "f1", user_id: "1", amount: 1 };
  const owed = { delivery_id: "d1", user_id: "1", reply_json: "{}", tell_at: at, created_at: at };
  const owner = { subject_kind: "persona", remote_id: `p of ${tenant_id}`, tenant_id };
  await kysely.insertInto("owners").values(owner).execute();
  await kysely.insertInto("conversations").values(aConversationRow({ tenant_id })).execute();
  await kysely.insertInto("landing_pages").values(aLandingPageRow({ tenant_id })).execute();
  const made = { created_by: "1", created_at: at, updated_by: "1", updated_at: at };
  await kysely
    .insertInto("templates")
    .values({
      ...{ tenant_id, id: "tpl_1", name: "T", name_folded: "t", content_json: "{}" },
      ...{ revision: 1, form_id: "f1", removed_at: null, ...made },
    })
    .execute();
  await kysely
    .insertInto("owed")
    .values({ tenant_id, ...owed })
    .execute();
  await kysely
    .insertInto("usage")
    .values({ tenant_id, ...usage })
    .execute();
  await kysely
    .insertInto("audit")
    .values({
      tenant_id,
      id: "a1",
      at,
      user_id: "1",
      channel_id: null,
      action: "edit",
      persona_id: null,
      details: "",
    })
    .execute();
  await kysely
    .insertInto("warnings")
    .values({
      tenant_id,
      id: "w1",
      topic: "noKey",
      cause: "noKey",
      words: null,
      incident: null,
      count: 1,
      first_at: at,
      last_at: at,
      fixed_at: null,
      user_id: null,
      channel_id: null,
      message_id: null,
      post_state: "due",
      due_at: null,
      lease_until: null,
      tries: 0,
    })
    .execute();
  await sql`insert into videos
    (tenant_id, id, created_by, name, script, is_fast, phase, post_state, created_at)
    values (${tenant_id}, 'vid_1', '1', 'A video', 'Hello', 0, 'ready', 'posted', ${at})`.execute(kysely);
  await sql`insert into rehearsal_lines (tenant_id, form_id, conversation_id, text, state, said_at)
    values (${tenant_id}, 'f1', 'con_1', 'Hi', 'answered', ${at})`.execute(kysely);
  await sql`insert into after_calls
    (tenant_id, id, user_id, persona_id, persona_name, remote_id, began_at, ended_at, end_reason)
    values (${tenant_id}, 'con_1', '1', 'per_1', 'Ada', 'c1', ${at}, ${at}, 'person')`.execute(kysely);
  await kysely.insertInto("deliveries").values({ tenant_id, delivery_id: "d1", created_at: at }).execute();
  await kysely
    .insertInto("drafts")
    .values({
      tenant_id,
      form_id: "f1",
      user_id: "1",
      command: "persona-create",
      values_json: "{}",
      notice: "",
      created_at: at,
    })
    .execute();
  await kysely
    .insertInto("sync_runs")
    .values({
      tenant_id,
      run_id: "r1",
      mode: "apply",
      started_by: "1",
      started_at: at,
      lease_until: at,
      progress_json: "{}",
      cancel_requested: 0,
      ended_at: at,
      summary_json: null,
    })
    .execute();
  await kysely.insertInto("platform_state").values({ tenant_id, name: "n", value: "v" }).execute();
}
