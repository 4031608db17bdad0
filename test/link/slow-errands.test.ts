import { expect, test } from "vitest";
import { keyTag } from "../../src/tenants/keys.ts";
import { openSqlite } from "../support/databases.ts";
import { guild, type PersonaBot, startPersonaBot, workspace } from "../support/persona-bot.ts";
import { aStoredPersona } from "../support/personas/persona-builders.ts";
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

test.each(cases)("%s of a team whom everything keeps waiting hold up no other team's", async (_, prepare) => {
  const bot = await startSlowFor(workspace);
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

/** A bot for whom Tavus, and whatever is sent to people, hangs where that team is concerned. */
async function startSlowFor(tenantId: string) {
  const bot = await startPersonaBot(openSqlite, { otherKeys: [ownKey], operatorTenants: [tenantId] });
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
