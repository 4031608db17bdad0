import { expect, onTestFinished, test, vi } from "vitest";
import {
  createDiscordStandIn,
  type DiscordStandInOptions,
} from "../../../sandbox/stand-ins/discord/server.ts";
import type { BotOptions } from "../../../src/discord/bot.ts";
import { startWebServer } from "../../../src/web/server.ts";
import { botFor, dispatchOf } from "../started-bot.ts";

/** A bot over HTTP with an address of its own, started but not entered at Discord. */
async function anHttpBot(options: Partial<BotOptions> = {}, standInOptions: DiscordStandInOptions = {}) {
  const standIn = await createDiscordStandIn(standInOptions);
  onTestFinished(() => standIn.close());
  const { publicKey } = standIn.signer;
  const made = botFor(standIn, { mode: { kind: "http", publicKey }, ...options });
  const health = async () => ({ isHealthy: true, isReady: true, report: {} });
  const web = await startWebServer({ port: 0, discordListener: made.bot.httpListener, health });
  onTestFinished(() => web.close());
  const address = `http://127.0.0.1:${web.port}/discord`;
  const enter = async () => {
    await standIn.enterAddress("interactions", `${address}/interactions`);
    await standIn.enterAddress("events", `${address}/events`);
  };
  return { standIn, ...made, address, enter };
}

test("commands are answered over HTTP, and no gateway is opened", async () => {
  const dispatch = dispatchOf({
    command: (_, answering) => answering.answer({ tone: "success", title: "Done" }),
  });
  const { standIn, bot, enter } = await anHttpBot({ dispatch });
  await bot.start();
  await enter();
  const [guild] = standIn.guilds;
  const ada = guild?.addMember({ name: "Ada" });

  const asked = await ada?.command(guild?.channel("general").id ?? "", "persona-list");
  const message = await asked?.settled();

  expect(message?.embeds[0]?.title).toContain("Done");
  expect(standIn.gateway.connectedCount).toBe(0);
  expect(standIn.problems).toEqual([]);
});

test("every server is found, however many pages they fill", async () => {
  const guilds = Array.from({ length: 451 }, (_, index) => ({ name: `Server ${index}` }));
  const { standIn, bot, reports } = await anHttpBot({}, { guilds });

  await bot.start();

  expect(reports.tenants[0]?.toSorted()).toEqual(standIn.guilds.map(({ id }) => id).toSorted());
});

test("who comes is told at once, and who goes is found when Discord says that somebody went", async () => {
  const { standIn, bot, reports, enter } = await anHttpBot();
  await bot.start();
  await enter();

  const guild = standIn.addGuild({ name: "Newcomers" });
  await vi.waitFor(() => expect(reports.joined.map(({ id }) => id)).toEqual([guild.id]));
  standIn.removeGuild(standIn.guilds[0]?.id ?? "");

  await vi.waitFor(() => expect(reports.tenants.at(-1)).toEqual([guild.id]));
  expect(standIn.problems).toEqual([]);
});

test("a server that uses commands without having the bot as a member is taken for neither a member nor gone", async () => {
  const { standIn, bot, reports, enter } = await anHttpBot();
  await bot.start();
  await enter();
  const [guild] = standIn.guilds;
  const ada = guild?.addMember({ name: "Ada" });
  const asked = await ada?.command(guild?.channel("general").id ?? "", "persona-list");
  const strange = standIn.nextId();
  const before = reports.tenants.length;

  standIn.dispatchInteraction({ ...asked?.payload, id: standIn.nextId(), token: "other", guild_id: strange });

  // Its first use is a reason to look.
  await vi.waitFor(() => expect(reports.tenants.length).toBeGreaterThan(before));
  expect([reports.tenants.at(-1)?.includes(strange), reports.covers(strange)]).toEqual([false, false]);
});

test.each<[what: string, scopes: string[] | undefined, isMember: boolean]>([
  // Noted as a member, it would be gone when another process, or the next one, sees it in no list.
  ["with its commands alone has it by using them", ["applications.commands"], false],
  ["as a member is gone when no list names it", ["bot", "applications.commands"], true],
  ["in a way that nobody names is gone when no list names it", undefined, true],
])("a server that has added the bot %s", async (_what, scopes, isMember) => {
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
  const { standIn, bot, reports, address } = await anHttpBot();
  await bot.start();
  const id = standIn.nextId();
  const tell = async (type: string, data: object) => {
    const event = { type, timestamp: new Date().toISOString(), data };
    const body = JSON.stringify({ version: 1, application_id: "1", type: 1, event });
    await fetch(`${address}/events`, { method: "POST", body, headers: standIn.signer.headers(body) });
  };

  await tell("APPLICATION_AUTHORIZED", { guild: { id }, scopes });
  expect(reports.joined).toEqual(isMember ? [{ id }] : []);
  vi.setSystemTime(Date.now() + 120_000);
  const before = reports.tenants.length;
  await tell("APPLICATION_DEAUTHORIZED", {});

  await vi.waitFor(() => expect(reports.tenants.length).toBeGreaterThan(before));
  expect([reports.tenants.at(-1)?.includes(id), reports.covers(id)]).toEqual([false, isMember]);
});

test("the key of another application ends the start for good, with what to do", async () => {
  const { bot } = await anHttpBot({ mode: { kind: "http", publicKey: "a".repeat(64) } });

  await expect(bot.start()).rejects.toMatchObject({
    isFinal: true,
    message: expect.stringMatching(/DISCORD_PUBLIC_KEY is not the key .* Copy the Public Key again from/),
  });
});

test("that Discord sends nothing is said until the address has been entered", async () => {
  const { bot, reports, enter } = await anHttpBot();
  await bot.start();
  expect(reports.impaired.at(-1)).toMatch(/no address to send commands to.*\/discord\/interactions/);

  await enter();

  await vi.waitFor(async () => {
    expect(reports.impaired.at(-1)).toBeUndefined();
  });
});

test("a list that Discord does not give marks nobody as gone", async () => {
  const { standIn, bot, reports, enter } = await anHttpBot();
  await bot.start();
  await enter();
  await vi.waitFor(() => expect(reports.impaired.at(-1)).toBeUndefined());
  const before = reports.tenants.length;

  standIn.fault({ match: /users\/@me\/guilds/, times: 4, answer: { status: 500 } });
  standIn.removeGuild(standIn.guilds[0]?.id ?? "");
  await vi.waitFor(() => expect(reports.lines.join()).toContain("servers not compared"));

  expect(reports.tenants.length).toBe(before);
  expect(reports.fatal).toEqual([]);
});
