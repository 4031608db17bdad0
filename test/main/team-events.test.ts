import { expect, test } from "vitest";
import { createTenantLifeStore } from "../../src/database/team/tenant-life-store.ts";
import { newTenant } from "../../src/database/team/tenant-store.ts";
import { forEachEngine } from "../support/databases.ts";
import { guild, type PersonaBot, startPersonaBot, workspace } from "../support/persona-bot.ts";
import { untilTrue } from "../support/until-true.ts";

const team = "discord:7";
const nowhere = async () => undefined;
/** The bot is in these servers and in no other. */
const those = (tenantIds: string[]) => ({ tenantIds, covers: () => true });

forEachEngine((_, open) => {
  test("a team that invites the bot is welcomed once in its system channel, with a button to set up", async () => {
    const bot = await startPersonaBot(open);

    await bot.events.joined(team, "C1");
    await bot.events.joined(team, "C1");

    expect(bot.channels.messages).toHaveLength(1);
    const [welcome] = bot.channels.messages;
    expect(welcome?.reply.title).toBe("Hello, this is PersonaForge");
    expect(welcome?.reply.buttons).toEqual([expect.objectContaining({ label: "Set up", action: "setup" })]);
  });

  test("a team that uses the bot in the moment it comes is welcomed all the same", async () => {
    const bot = await startPersonaBot(open);
    await bot.person("U1", "member", guild).run("persona-list");
    await untilTrue(async () => (await leftAt(bot, guild)) === null, { what: "the team to be known" });

    await bot.events.joined(guild, "C1");

    expect(bot.channels.messages.map(({ reply }) => reply.title)).toEqual(["Hello, this is PersonaForge"]);
  });

  test("a team's arrival is noted however long its welcome takes", async () => {
    const bot = await startPersonaBot(open);
    const never = Promise.withResolvers<never>();
    const asked: string[] = [];
    bot.channels.post = (place) => {
      asked.push(String(place));
      return never.promise;
    };

    await bot.events.joined(team, "C1");

    expect(asked).toEqual(["C1"]);
    expect(await leftAt(bot, team)).toBeNull();
  });

  test("a system channel that is closed to the bot, or a platform that is down, stops nothing", async () => {
    const bot = await startPersonaBot(open);
    bot.channels.closed.set("C1", "Let the bot in.");

    await bot.events.joined(team, "C1");
    bot.channels.isDown = true;
    await bot.events.joined("discord:8", "C2");

    expect(bot.channels.messages).toEqual([]);
  });

  test("a team that comes back finds everything as it was, and is told so", async () => {
    const bot = await startPersonaBot(open);
    await bot.events.joined(team, "C1");
    await bot.settings.change(team, { managers: ["R1"] });

    await bot.events.left(team, "guild_delete");
    await bot.events.joined(team, "C1");

    expect(bot.channels.messages.map(({ reply }) => reply.title)).toEqual([
      "Hello, this is PersonaForge",
      "I am back",
    ]);
    expect((await bot.settings.of(team)).managers).toEqual(["R1"]);
  });

  test("who left while nobody watched is noticed when the teams are named, and forgotten 30 days later", async () => {
    const bot = await startPersonaBot(open);
    await bot.events.present("discord:", those(["discord:1", "discord:2"]), nowhere);
    await bot.settings.change("discord:1", { managers: ["R1"] });
    await bot.settings.change("discord:2", { managers: ["R2"] });

    await bot.events.present("discord:", those(["discord:2"]), nowhere);
    await bot.services.life.purge();
    const before = await bot.settings.of("discord:1");
    bot.skip(31 * 24 * 3_600_000);
    await bot.services.life.purge();

    expect(before.managers).toEqual(["R1"]);
    expect((await bot.settings.of("discord:1")).managers).toEqual([]);
    expect((await bot.settings.of("discord:2")).managers).toEqual(["R2"]);
  });

  test("who invited the bot while it was away is welcomed when it is back, those it knew are not", async () => {
    const bot = await startPersonaBot(open);
    await bot.events.joined("discord:1", undefined);

    await bot.events.present("discord:", those(["discord:1", "discord:2"]), async (id) => `C-${id}`);

    await untilTrue(() => bot.channels.messages.length > 0, { what: "the welcome" });
    expect(bot.channels.messages.map(({ channelId }) => channelId)).toEqual(["C-discord:2"]);
  });

  test("who joins while all are compared is not taken for gone", async () => {
    const bot = await startPersonaBot(open);
    // Enough guilds to be compared in several steps.
    const known = Array.from({ length: 500 }, (_, index) => `discord:1${String(index).padStart(3, "0")}`);
    await bot.database.kysely.insertInto("tenants").values(known.map(aTenant)).execute();

    const comparing = bot.events.present("discord:", those(known), nowhere);
    await Promise.all([comparing, bot.events.joined("discord:2", undefined)]);

    expect(await leftAt(bot, "discord:2")).toBeNull();
  });

  test("a server that has the commands without the bot is in no list, and is not taken for gone", async () => {
    const bot = await startPersonaBot(open);
    await bot.person("U1", "member", guild).run("persona-list");
    await untilTrue(async () => (await leftAt(bot, guild)) === null, { what: "the team to be known" });

    await bot.events.present("discord:", those([]), nowhere);
    const alone = await leftAt(bot, guild);
    await bot.events.joined(guild, undefined);
    await bot.events.present("discord:", those([]), nowhere);

    expect(alone).toBeNull();
    expect(await leftAt(bot, guild)).not.toBeNull();
  });

  test("a server that has the bot, and had everything deleted, is noticed to leave while nobody watches", async () => {
    const bot = await startPersonaBot(open);
    await bot.events.present("discord:", those([guild]), nowhere);

    await bot.services.life.forget(guild);
    const forgotten = await leftAt(bot, guild);
    await bot.events.present("discord:", those([]), nowhere);

    expect(forgotten).toBeNull();
    expect(await leftAt(bot, guild)).not.toBeNull();
  });

  test("a part of the servers says nothing of the others", async () => {
    const bot = await startPersonaBot(open);
    await bot.events.present("discord:", those(["discord:1", "discord:2", "discord:3"]), nowhere);

    const covers = (tenantId: string) => tenantId !== "discord:3";
    await bot.events.present("discord:", { tenantIds: ["discord:1"], covers }, nowhere);

    expect(await leftAt(bot, "discord:1")).toBeNull();
    expect(await leftAt(bot, "discord:2")).not.toBeNull();
    expect(await leftAt(bot, "discord:3")).toBeNull();
  });

  test("teams of another platform are not taken for gone", async () => {
    const bot = await startPersonaBot(open);
    await bot.events.joined("slack:T1", undefined);

    await bot.events.present("discord:", those([]), nowhere);

    expect(await leftAt(bot, "slack:T1")).toBeNull();
  });

  test("a team taken for gone that uses the bot is there: its work goes on", async () => {
    const bot = await startPersonaBot(open);
    await bot.events.joined(workspace, undefined);
    await bot.events.left(workspace, "absent");

    await bot.person("U1").run("persona-list");

    await untilTrue(async () => (await leftAt(bot, workspace)) === null, { what: "the team to be there" });
  });

  test("the same of one that was in use here a while before another process noted that it left", async () => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1");
    await person.run("persona-list");
    await untilTrue(async () => (await leftAt(bot, workspace)) === null, { what: "the team to be known" });
    await createTenantLifeStore(bot.database).left(workspace, "absent");

    bot.skip(10 * 60_000);
    await person.run("persona-list");

    await untilTrue(async () => (await leftAt(bot, workspace)) === null, { what: "the team to be there" });
  });

  test("the first person who opens the conversation is welcomed there, for the whole team", async () => {
    const bot = await startPersonaBot(open);

    await bot.events.opened("slack:T1", "U1");
    await bot.events.opened("slack:T1", "U2");

    expect(bot.direct.sent.map(({ userId }) => userId)).toEqual(["U1"]);
  });
});

function aTenant(tenantId: string) {
  const since = "2026-01-01T00:00:00.000Z";
  return { ...newTenant(tenantId, since), member_since: since };
}

async function leftAt({ database }: PersonaBot, tenantId: string): Promise<string | null | undefined> {
  const query = database.kysely.selectFrom("tenants").select("left_at").where("tenant_id", "=", tenantId);
  return (await query.executeTakeFirst())?.left_at;
}
