import { describe, expect } from "vitest";
import type { GuildHandle } from "../../sandbox/stand-ins/discord/guild/guild-handle.ts";
import { answerTo, type Chat, reads, waitFor } from "../support/black-box/black-box-chat.ts";
import { createDiscordChat } from "../support/black-box/black-box-discord.ts";
import { create, createLinked } from "../support/black-box/black-box-people.ts";
import { rowOf } from "../support/black-box/black-box-rows.ts";
import { type Run, insideTest as test } from "../support/black-box/black-box-run.ts";

const timeout = 60_000;
const keyless = { TAVUS_API_KEY: undefined, SLACK_BOT_TOKEN: undefined, SLACK_APP_TOKEN: undefined };
const withoutSlack = { SLACK_BOT_TOKEN: undefined, SLACK_APP_TOKEN: undefined };

describe.concurrent("a Discord server", () => {
  test("that invites the bot is welcomed once, with a button for those who may set it up", {
    timeout,
  }, async ({ startRun }) => {
    const run = await startRun(withoutSlack);
    const guild = run.world.discord.addGuild({ name: "New", systemChannel: "general" });
    const admin = createDiscordChat(run.world.discord, { guild, isAdmin: true });
    const member = createDiscordChat(run.world.discord, { guild });

    const welcome = await reads(admin, "Hello, this is PersonaForge");
    expect(welcome.isPublic).toBe(true);
    await admin.run("persona-list");
    const form = await welcome.pressForForm("Set up");
    expect(form.identity.command).toBe("persona-setup-form");
    await answerTo(member, () => member.run("persona-list"));
    const refusal = await answerTo(member, async () => (await reads(member, "Hello")).press("Set up"));
    expect(refusal.text).toContain("Only people with Manage Server");

    run.world.discord.setAvailable(guild.id, false);
    run.world.discord.setAvailable(guild.id, true);
    await run.bot.stop();
    await run.start(withoutSlack);
    await answerTo(admin, () => admin.run("persona-list"));
    expect(admin.messages().filter(({ text }) => text.includes("PersonaForge"))).toHaveLength(1);
  });

  test("that removes the bot is left alone until it invites it again", { timeout }, async ({ startRun }) => {
    const run = await startRun(keyless);
    const { gone, there } = await twoServers(run);

    run.world.discord.removeGuild(gone.guild.id);
    await waitFor(() => leftBecause(run, gone.chat) === "guild_delete");
    await startWithKey(run, [gone, there]);
    await reads(there.chat, "“There” is ready", 40_000);
    expect(rowOf(run, "Gone")).toMatchObject({ link: "pending" });
    expect(account(run).personas).toHaveLength(1);

    run.world.discord.inviteAgain(gone.guild.id);
    await reads(gone.chat, "“Gone” is ready", 40_000);
    await reads(gone.chat, "I am back");
    expect(leftBecause(run, gone.chat)).toBeNull();
    expect(account(run).personas).toHaveLength(2);
    const list = await answerTo(gone.chat, () => gone.chat.run("persona-list"));
    expect(list.text).toContain("Gone (linked)");
  });

  test("that removed the bot while it was down is noticed at its start", { timeout }, async ({
    startRun,
  }) => {
    const run = await startRun(keyless);
    const { gone, there } = await twoServers(run);

    await run.bot.stop();
    run.world.discord.removeGuild(gone.guild.id);
    await startWithKey(run, [gone, there]);
    await reads(there.chat, "“There” is ready", 40_000);
    expect(leftBecause(run, gone.chat)).toBe("absent");
    expect(rowOf(run, "Gone")).toMatchObject({ link: "pending" });

    await run.bot.stop();
    run.world.discord.inviteAgain(gone.guild.id);
    await startWithKey(run, [gone, there]);
    await waitFor(() => rowOf(run, "Gone").link === "linked", 40_000);
    await reads(gone.chat, "I am back");
  });

  test("in an outage is still served, and keeps everything", { timeout }, async ({ startRun }) => {
    const run = await startRun(keyless);
    const { gone: hidden, there } = await twoServers(run);

    run.world.discord.setAvailable(hidden.guild.id, false);
    await startWithKey(run, [hidden, there]);
    await waitFor(() => run.rows().every(({ link }) => link === "linked"), 40_000);
    expect(leftBecause(run, hidden.chat)).toBeNull();

    run.world.discord.setAvailable(hidden.guild.id, true);
    await createLinked(hidden.chat, "After the outage");
    // The one of its first day.
    expect(hidden.chat.messages().filter(({ text }) => text.includes("PersonaForge"))).toHaveLength(1);
  });

  test("that removes the bot in the middle of a sync ends it", { timeout }, async ({ startRun }) => {
    const run = await startRun(withoutSlack, { tavus: { pageMaximum: 10 } });
    const [guild] = run.world.discord.guilds;
    if (!guild) throw new Error("There is no server.");
    const admin = createDiscordChat(run.world.discord, { guild, isAdmin: true });
    for (let number = 1; number <= 300; number += 1) account(run).addPersona({ name: `Own ${number}` });
    run.world.tavus.setFault({ delayMs: 700 }, { operation: "list personas" });

    await admin.run("persona-sync");
    await waitFor(() => run.world.tavus.requests.length >= 8);
    run.world.discord.removeGuild(guild.id);
    await waitFor(() => run.table("sync_runs")[0]?.ended_at != null);

    expect(run.table("sync_runs")[0]?.summary_json).toContain('"cancelled"');
    expect(run.rows().length).toBeLessThan(300);
  });
});

type Server = { guild: GuildHandle; chat: Chat };

/** Two servers, each with a persona that waits for a key. */
async function twoServers(run: Run): Promise<{ gone: Server; there: Server }> {
  const { discord } = run.world;
  const [guild] = discord.guilds;
  if (!guild) throw new Error("There is no server.");
  const other = discord.addGuild({ name: "Other", systemChannel: "general" });
  const gone = { guild: other, chat: createDiscordChat(discord, { guild: other }) };
  const there = { guild, chat: createDiscordChat(discord, { guild }) };
  await create(gone.chat, "Gone");
  await create(there.chat, "There");
  for (const { chat } of [gone, there]) await reads(chat, "TAVUS_API_KEY not configured");
  return { gone, there };
}

/** Starts the bot with a key for both servers. */
async function startWithKey(run: Run, servers: Server[]): Promise<void> {
  await run.bot.stop();
  const tenants = servers.map(({ chat }) => chat.tenantId).join(",");
  await run.start({ ...withoutSlack, TAVUS_API_KEY_TENANTS: tenants });
}

function account(run: Run) {
  return run.world.tavus.account();
}

function leftBecause(run: Run, { tenantId }: Chat): unknown {
  return run.table("tenants").find((row) => row.tenant_id === tenantId)?.left_because;
}
