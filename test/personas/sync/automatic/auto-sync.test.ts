import { expect, onTestFinished, test } from "vitest";
import type { FaultName } from "../../../../sandbox/stand-ins/tavus/faults.ts";
import { forEachEngine, type OpenDatabase } from "../../../support/databases.ts";
import { startPersonaBot, workspace } from "../../../support/persona-bot.ts";
import { openedForm } from "../../../support/recording-answering.ts";
import { untilTrue } from "../../../support/until-true.ts";

const hourMs = 3_600_000;

forEachEngine((engine, open) => {
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

  test.each(
    Object.entries(findings).flatMap(([found, find]) =>
      Object.entries(engine === "sqlite" ? weathers : { nothing }).map(
        ([weather, spoil]) => [found, weather, { find, spoil }] as const,
      ),
    ),
  )("what is %s is told once, also with %s in between, and once more when another is", async (found, _weather, {
    find,
    spoil,
  }) => {
    const bot = await aBotThatSyncs(open);
    for (const name of names) bot.account.addPersona({ name });
    await runWhenDue(bot);
    const before = bot.channels.messages.length;
    for (const name of ["Ada", "Bo", "Cy"]) await find(bot, name);

    await runWhenDue(bot);
    const repair = await spoil(bot);
    await runWhenDue(bot);
    repair();
    await runWhenDue(bot);
    const once = bot.channels.messages.slice(before).map(({ reply }) => reply.text);
    await find(bot, "Di");
    await runWhenDue(bot);

    expect(once).toHaveLength(1);
    expect(once[0]).toContain(`${found}: 3`);
    expect(bot.channels.messages.slice(before + 1).map(({ reply }) => reply.text)).toEqual([
      expect.stringContaining(`${found}: 4`),
    ]);
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

  test.each(
    Object.entries(ends),
  )("the warning that one failed is over with %s, and not before", async (_end, { fault, end }) => {
    const bot = await aBotThatSyncs(open);
    for (const name of names) bot.account.addPersona({ name });
    await runWhenDue(bot);
    const repair = bot.standIn.setFault(fault);
    await runWhenDue(bot);
    await runWhenDue(bot);
    const openTopics = async () => (await bot.services.warnings.open(workspace)).map(({ title }) => title);
    const before = await openTopics();
    repair();
    bot.poster.start();
    onTestFinished(() => bot.poster.stop(2_000));

    await end(bot);

    expect(before).toHaveLength(1);
    await untilTrue(async () => (await openTopics()).length === 0, { what: "the end of the warning" });
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

const names = ["Ada", "Bo", "Cy", "Di", "Ed", "Flo", "Gus", "Hal", "Ida"];

/** What stands until somebody does something about it, by its words in the report. */
const findings: Record<string, (bot: Bot, name: string) => void | Promise<void>> = {
  "Changed in Tavus": (bot, name) =>
    void bot.account.changePersona(idOf(bot, name), { system_prompt: `Another ${name}.` }),
  "Gone in Tavus": (bot, name) => void bot.account.removePersona(idOf(bot, name)),
  async "Not in Tavus yet"(bot, name) {
    bot.standIn.setFault("rejected", { operation: "create persona" });
    await bot.person("u1", "admin").create({ name: `New ${name}` });
  },
};

const nothing = () => () => {};

/** What a run between two others may meet; what is returned ends it. */
const weathers: Record<string, (bot: Bot) => (() => void) | Promise<() => void>> = {
  nothing,
  "a Tavus that fails": (bot) => bot.standIn.setFault("nonsense", { operation: "list personas" }),
  "lists in another order"(bot) {
    bot.standIn.behaviour.order = "oldestFirst";
    return () => {};
  },
  "a list that does not add up"(bot) {
    Object.assign(bot.standIn.behaviour, { total: "oneMore", beyondEnd: "lastPage" });
    return () => Object.assign(bot.standIn.behaviour, { total: "right", beyondEnd: "empty" });
  },
  async "a person's own that comes to nothing"(bot) {
    const repair = bot.standIn.setFault("nonsense", { operation: "list personas" });
    await bot.person("u1", "admin").run("persona-sync", {});
    repair();
    return () => {};
  },
};

/** What ends a warning of a sync that failed for this. */
const ends: Record<string, { fault: FaultName; end(bot: Bot): Promise<unknown> }> = {
  "the next one that comes to its end": { fault: "nonsense", end: (bot) => runWhenDue(bot) },
  "the next one that stops to ask": {
    fault: "nonsense",
    async end(bot) {
      for (const { id } of bot.account.personas) bot.account.removePersona(id);
      await runWhenDue(bot);
    },
  },
  "automatic syncs turned off": {
    fault: "nonsense",
    async end(bot) {
      const admin = bot.person("u1", "admin");
      const form = openedForm(await admin.press({ label: "", action: "setup-sync", state: "-" }));
      await admin.send(form, { hours: "0" });
    },
  },
  "any call that the key is good for": {
    fault: "invalidKey",
    end: (bot) => bot.person("u1", "admin").create({ name: "Goes well" }),
  },
};

function idOf(bot: Bot, name: string): string {
  return bot.account.personas.find(({ document }) => document.persona_name === name)?.id ?? "";
}

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
