import { type RawBuilder, sql } from "kysely";
import { expect, test } from "vitest";
import { randomId } from "../../src/random-id.ts";
import { keyTag } from "../../src/tenants/keys.ts";
import { insertRow } from "../support/any-row.ts";
import { aConversationRow } from "../support/conversation-rows.ts";
import { forEachEngine, type OpenDatabase } from "../support/databases.ts";
import { aLandingPageRow } from "../support/landing-page-rows.ts";
import { guild, type PersonaBot, startPersonaBot, workspace } from "../support/persona-bot.ts";
import { aLinkRow, aStoredPersona } from "../support/personas/persona-builders.ts";
import { aLinkedRow, storeRows } from "../support/personas/stored-personas.ts";
import { untilTrue } from "../support/until-true.ts";
import { key } from "../tavus/setup.ts";

const ownKey = "0123456789abcdef0123456789abcdef";
/** More than are taken up at once, and due before anybody else's. */
const backlog = 60;
const [longAgo, later] = ["1970-01-01T00:00:00.000Z", "1970-01-02T00:00:00.000Z"];

type Case = [what: string, prepare: (bot: PersonaBot, tenantId: string, at: string) => Promise<unknown>];

const cases: Case[] = [
  ["deletions", (bot, tenant_id, at) => storeRows(bot.database, [removed(tenant_id, at)])],
  ["searches for a second copy", (bot, tenant_id, at) => storeRows(bot.database, [doubtful(tenant_id, at)])],
  ["news that nobody was told", (bot, tenant_id, at) => storeRows(bot.database, [untold(tenant_id, at)])],
  ["what a team that was forgotten has left behind", leaveBehind],
];

/** What each of those who look after it by themselves does, and what its rows say once it is done. */
const lookers: [...Case, begin: (bot: PersonaBot) => void, done: RawBuilder<unknown>][] = [
  ["warnings", aWarning, ({ poster }) => poster.start(), sql`warnings where due_at is null`],
  ["rooms", aRoom, ({ keeper }) => keeper.start(), sql`conversations where ended_at is not null`],
  [
    "links outside",
    aPage,
    ({ pageKeeper }) => pageKeeper.start(),
    sql`landing_pages where ended_at is not null`,
  ],
  ["words on a video", aVideo, ({ follower }) => follower.start(), sql`videos where post_due_at is null`],
];

forEachEngine((_engine, open) => {
  test.each(
    cases,
  )("%s of a team whom everything keeps waiting hold up no other team's", async (_, prepare) => {
    const bot = await startSlowFor(workspace, open);
    await Promise.all(Array.from({ length: backlog }, () => prepare(bot, workspace, longAgo)));
    await prepare(bot, guild, later);

    await untilTrue(async () => {
      // Begins with a sweep each time.
      bot.worker.start();
      return (await leftOf(bot, guild)) === 0;
    });

    expect(await leftOf(bot, workspace)).toBe(backlog);
    await bot.letGo();
  });

  test.each(
    lookers,
  )("%s of a team whom everything keeps waiting leave room for others", async (_, prepare, begin, done) => {
    const bot = await startSlowFor(workspace, open);
    const all = [bot.poster, bot.keeper, bot.pageKeeper, bot.follower];
    await Promise.all(all.map((one) => one.stop(2000)));
    await Promise.all(Array.from({ length: backlog }, () => prepare(bot, workspace, longAgo)));
    await prepare(bot, guild, later);

    begin(bot);
    const doneOf = async () => {
      const { rows } = await sql<{ tenant_id: string }>`select tenant_id from ${done}`.execute(
        bot.database.kysely,
      );
      return rows.map(({ tenant_id }) => tenant_id);
    };
    await untilTrue(async () => (await doneOf()).length > 0);

    expect(await doneOf()).toEqual([guild]);
    await bot.letGo();
    await Promise.all(all.map((one) => one.stop(2000)));
  });
});

/** A bot for whom Tavus, and whatever is sent to people, hangs where that team is concerned. */
async function startSlowFor(tenantId: string, open: OpenDatabase) {
  const bot = await startPersonaBot(open, { otherKeys: [ownKey], operatorTenants: [tenantId] });
  await bot.services.teamKeys.store({ tenantId: guild, userId: "admin", value: ownKey }, null);
  await bot.worker.stop(2000);
  bot.standIn.setFault("hang", { key });
  const { promise: hanging, resolve: release } = Promise.withResolvers<void>();
  const send = bot.direct.send;
  bot.direct.send = async (userId, ...more) => {
    if (userId === tenantId) await hanging;
    return send(userId, ...more);
  };
  return {
    ...bot,
    async letGo() {
      release();
      await bot.standIn.close();
    },
  };
}

function removed(tenant_id: string, at: string) {
  return aLinkedRow({ tenant_id, created_by: tenant_id, deleted_at: at, delete_in_tavus: 1, told_at: at });
}

function doubtful(tenant_id: string, at: string) {
  return aLinkedRow({ tenant_id, surplus_check_at: at, unknown_attempts: JSON.stringify([at]), told_at: at });
}

function untold(tenant_id: string, at: string) {
  return aLinkedRow({ tenant_id, created_by: tenant_id, told_at: null, tell_lease_until: at });
}

async function leaveBehind({ database: { kysely } }: PersonaBot, tenant_id: string, due_at: string) {
  const { id: subject_id } = aStoredPersona();
  const settings = kysely.selectFrom("tenant_settings").select("key_sealed");
  const own = await settings.where("tenant_id", "=", tenant_id).executeTakeFirst();
  const noted = { key_tag: keyTag(own ? ownKey : key), key_sealed: own?.key_sealed ?? null };
  const leftover = { tenant_id, subject_kind: "persona", subject_id, attempts: "[]", due_at, ...noted };
  await kysely.insertInto("leftovers").values(leftover).execute();
}

function aWarning({ database }: PersonaBot, tenant_id: string, at: string) {
  const id = randomId(10);
  const about = { topic: `call:${id}`, cause: "outOfCredits", count: 1, first_at: at, last_at: at };
  return insertRow(database, "warnings", {
    ...about,
    tenant_id,
    id,
    user_id: tenant_id,
    post_state: "new",
    due_at: at,
  });
}

async function aRoom({ database: { kysely } }: PersonaBot, tenant_id: string, at: string) {
  const subject_id = `con_${randomId(10)}`;
  const due = { ended_at: null, end_reason: null, look_at: at, press_id: subject_id, user_id: subject_id };
  await kysely
    .insertInto("conversations")
    .values(aConversationRow({ tenant_id, id: subject_id, ...due }))
    .execute();
  await insertLink(kysely, { tenant_id, subject_id, subject_kind: "conversation" });
}

async function aPage({ database: { kysely } }: PersonaBot, tenant_id: string, at: string) {
  const subject_id = `lnd_${randomId(10)}`;
  const due = {
    ended_at: null,
    end_reason: null,
    look_at: at,
    form_id: subject_id,
    persona_id: subject_id,
    end_told: 0,
  };
  await kysely
    .insertInto("landing_pages")
    .values(aLandingPageRow({ tenant_id, id: subject_id, ...due }))
    .execute();
  await insertLink(kysely, { tenant_id, subject_id, subject_kind: "landingPage" });
}

async function aVideo({ database: { kysely } }: PersonaBot, tenant_id: string, at: string) {
  const subject_id = `vid_${randomId(10)}`;
  const asked = {
    form_id: subject_id,
    form_digest: "digest",
    created_by: tenant_id,
    name: "Ada",
    script: "Hi.",
  };
  const over = {
    phase: "ready",
    hosted_url: "https://tavus.example/v",
    post_state: "due",
    post_due_at: at,
  } as const;
  const rest = { is_fast: 0, looks: 0, post_tries: 0, created_at: at };
  await kysely
    .insertInto("videos")
    .values({ tenant_id, id: subject_id, ...asked, ...over, ...rest })
    .execute();
  await insertLink(kysely, { tenant_id, subject_id, subject_kind: "video" });
}

async function insertLink(
  kysely: PersonaBot["database"]["kysely"],
  of: { tenant_id: string; subject_id: string; subject_kind: string },
): Promise<void> {
  const inStep = { state: "linked", pushed_revision: 1, next_attempt_at: null, told_at: longAgo } as const;
  await kysely
    .insertInto("links")
    .values(aLinkRow({ ...of, ...inStep, remote_id: of.subject_id }))
    .execute();
}

async function leftOf({ database: { kysely } }: PersonaBot, tenantId: string): Promise<number> {
  const links = await kysely
    .selectFrom("links")
    .select("subject_id")
    .where("tenant_id", "=", tenantId)
    .where(({ or, eb }) =>
      or([eb("remove_remote", "=", 1), eb("surplus_check_at", "is not", null), eb("told_at", "is", null)]),
    )
    .execute();
  const leftovers = await kysely
    .selectFrom("leftovers")
    .select("subject_id")
    .where("tenant_id", "=", tenantId)
    .execute();
  return links.length + leftovers.length;
}
