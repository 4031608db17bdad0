import { expect, test } from "vitest";
import { forEachEngine, type OpenDatabase } from "../../support/databases.ts";
import { startPersonaBot, workspace } from "../../support/persona-bot.ts";

const hourMs = 3_600_000;

forEachEngine((_, open) => {
  test("an automatic sync runs when its time has come, posts what it changed, and is due again later", async () => {
    const bot = await aBotThatSyncs(open);
    bot.account.addPersona({ name: "Grace" });

    await runWhenDue(bot);

    expect((await bot.rows()).map(({ name }) => name)).toEqual(["Grace"]);
    expect(bot.channels.messages).toHaveLength(1);
    expect(bot.channels.messages[0]?.reply.text).toContain("Imported from Tavus: 1");
    const { autoSync } = await bot.settings.of(workspace);
    expect(Date.parse(autoSync?.nextAt ?? "") - bot.database.now()).toBeGreaterThan(5.9 * hourMs);
  });

  test("before its time, and where nothing changed, nothing is said", async () => {
    const bot = await aBotThatSyncs(open);

    await bot.autoSync.wake();
    const requestsBefore = bot.standIn.requests.length;
    await runWhenDue(bot);

    expect(requestsBefore).toBe(0);
    expect(bot.standIn.requests.length).toBeGreaterThan(0);
    expect(bot.channels.messages).toEqual([]);
  });

  test("what differs is told once, not at every run", async () => {
    const bot = await aBotThatSyncs(open);
    const grace = bot.account.addPersona({ name: "Grace" });
    await runWhenDue(bot);
    bot.account.changePersona(grace.id, { persona_name: "Grace Hopper" });

    await runWhenDue(bot);
    await runWhenDue(bot);

    expect(bot.channels.messages).toHaveLength(2);
    expect(bot.channels.messages[1]?.reply.text).toContain("Changed in Tavus: 1");
  });

  test("one that stops to ask whether this is the right account is told once", async () => {
    const bot = await aBotThatSyncs(open);
    for (let count = 1; count <= 6; count += 1) bot.account.addPersona({ name: `Ada ${count}` });
    await runWhenDue(bot);
    for (const { id } of bot.account.personas) bot.account.removePersona(id);
    bot.account.addPersona({ name: "Somebody else" });

    await runWhenDue(bot);
    await runWhenDue(bot);

    expect(bot.channels.messages).toHaveLength(2);
    const asked = bot.channels.messages[1]?.reply;
    expect(asked?.text).toContain("none of your 6 linked personas");
    expect(asked?.buttons?.map(({ label }) => label)).toContain("They were deleted: go on");
  });

  test("it stands in the team's log", async () => {
    const bot = await aBotThatSyncs(open);

    await runWhenDue(bot);

    const [entry] = await bot.services.audit.newest(workspace, 1);
    expect(entry).toMatchObject({ action: "sync", userId: "automatic", details: "in step: 0" });
  });

  test("two processes give one team's turn to one of them", async () => {
    const bot = await aBotThatSyncs(open);
    bot.account.addPersona({ name: "Grace" });
    bot.skip(6 * hourMs);

    await Promise.all([bot.autoSync.wake(), bot.autoSync.wake()]);

    expect(await bot.rows()).toHaveLength(1);
    expect(bot.channels.messages).toHaveLength(1);
  });

  test("a team that removed the bot is left alone", async () => {
    const bot = await aBotThatSyncs(open);
    await bot.events.joined(workspace, undefined);
    await bot.events.left(workspace, "app_uninstalled");

    await runWhenDue(bot);

    expect(bot.standIn.requests).toEqual([]);
  });
});

type Bot = Awaited<ReturnType<typeof startPersonaBot>>;

async function aBotThatSyncs(open: OpenDatabase): Promise<Bot> {
  const bot = await startPersonaBot(open);
  bot.autoSync.start();
  const nextAt = new Date(bot.database.now() + 6 * hourMs).toISOString();
  await bot.settings.change(workspace, {
    autoSync: { hours: 6, nextAt },
    channel: { id: "C9", setBy: "U1", closedAt: null },
  });
  return bot;
}

async function runWhenDue(bot: Bot): Promise<void> {
  bot.skip(6 * hourMs);
  await bot.autoSync.wake();
}
