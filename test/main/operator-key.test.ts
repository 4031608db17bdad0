import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { GuildHandle } from "../../sandbox/stand-ins/discord/guild/guild-handle.ts";
import type { DiscordStandIn } from "../../sandbox/stand-ins/discord/stand-in.ts";
import { createSandboxWorld } from "../../sandbox/stand-ins/world.ts";
import { readConfig } from "../../src/config.ts";
import { diagnose } from "../../src/doctor/doctor.ts";
import { createLog } from "../../src/log.ts";
import { startBot } from "../../src/main/start.ts";
import { answerTo, waitFor } from "../support/black-box/black-box-chat.ts";
import { createDiscordChat } from "../support/black-box/black-box-discord.ts";
import { makeFolder } from "../support/databases.ts";

/** An operator with a key, whose bot can be stopped and started among other servers. */
async function anOperator(guilds: { name: string }[]) {
  const world = await createSandboxWorld(`file:${join(makeFolder(), "bot.db")}`, { discord: { guilds } });
  const lines: string[] = [];
  let stop = async () => {};
  const operator = {
    world,
    env: { ...world.env },
    guild(name: string): GuildHandle {
      const found = world.discord.guilds.find((guild) => guild.name === name);
      if (!found) throw new Error(`there is no server ${name}`);
      return found;
    },
    async start() {
      const reading = readConfig(operator.env);
      if (!reading.ok) throw new Error(reading.message);
      lines.length = 0;
      const log = createLog({ level: "info", destination: { write: (line) => void lines.push(line) } });
      const bot = await startBot({ config: reading.config, log, onFatal: (said) => void lines.push(said) });
      stop = () => bot.stop(0);
      await waitFor(() => logged() !== undefined);
    },
    stop: () => stop(),
    /** Who uses the key, by the newest word of the log, by the doctor, and by trying. */
    async users() {
      const { examination } = await diagnose({ environment: operator.env });
      const findings = examination.sections.flatMap((section) => section.findings);
      const told = findings.find(({ name }) => name === "Operator's key")?.sentence ?? "";
      const tried: string[] = [];
      for (const guild of world.discord.guilds)
        if (await canUse(world.discord, guild)) tried.push(guild.name);
      return { log: named(JSON.stringify(logged())), doctor: named(told.split(". ")[0] ?? ""), tried };
    },
    logged: () => logged(),
  };
  const logged = (): { teams: string[]; msg: string } | undefined => {
    const line = lines.findLast((candidate) => candidate.includes("the operator's TAVUS_API_KEY"));
    return line === undefined ? undefined : JSON.parse(line);
  };
  const named = (text: string) =>
    world.discord.guilds.filter(({ id }) => text.includes(`discord:${id}`)).map(({ name }) => name);
  onTestFinished(async () => {
    await stop();
    await world.close();
  });
  return operator;
}

/** What its own admin reads of the team's key. */
async function canUse(discord: DiscordStandIn, guild: GuildHandle): Promise<boolean> {
  const chat = createDiscordChat(discord, { guild, isAdmin: true });
  const { text } = await answerTo(chat, () => chat.run("persona-status"));
  return text.includes("That of whoever runs the bot");
}

type Operator = Awaited<ReturnType<typeof anOperator>>;

const [home, second, third] = [{ name: "Home" }, { name: "Second" }, { name: "Third" }];

test.each<[string, { name: string }[], (operator: Operator) => Promise<unknown>, string[], RegExp]>([
  ["one server", [home], async () => {}, ["Home"], /only one the bot was in/],
  ["two servers", [home, second], async () => {}, [], /was in several, so no server uses it/],
  [
    "one server, and is invited to a second before anybody asks",
    [home],
    async ({ world }) => world.discord.addGuild(second),
    ["Home"],
    /only one/,
  ],
  [
    "one server, and starts again among three",
    [home],
    async ({ world, stop, start }) => {
      await stop();
      world.discord.addGuild(second);
      world.discord.addGuild(third);
      await start();
    },
    ["Home"],
    /only one/,
  ],
  [
    "two servers, of which one is left",
    [home, second],
    async ({ world, guild }) => world.discord.removeGuild(guild("Second").id),
    [],
    /was in several, so no server uses it/,
  ],
  [
    "two servers, of which one is left before a start",
    [home, second],
    async ({ world, guild, stop, start }) => {
      world.discord.removeGuild(guild("Second").id);
      await stop();
      await start();
    },
    [],
    /was in several/,
  ],
  [
    "one server, which is left for another",
    [home],
    async ({ world, guild, stop, start }) => {
      world.discord.addGuild(second);
      world.discord.removeGuild(guild("Home").id);
      await stop();
      await start();
    },
    [],
    /where the bot is no more/,
  ],
  [
    "no server, and is invited to its first",
    [],
    async ({ world }) => world.discord.addGuild(home),
    ["Home"],
    /only one/,
  ],
])("log, doctor and bot agree on who uses the operator's key of a bot in %s", async (_where, guilds, act, users, words) => {
  const operator = await anOperator(guilds);
  await operator.start();
  await act(operator);

  await expect.poll(() => operator.users()).toEqual({ log: users, doctor: users, tried: users });

  expect(operator.logged()?.teams).toContain("slack:T0SANDBOX");
  expect(operator.logged()?.msg).toMatch(words);
});

test("with TAVUS_API_KEY_TENANTS it alone decides, for all three", async () => {
  const operator = await anOperator([home, second]);
  operator.env.TAVUS_API_KEY_TENANTS = `discord:${operator.guild("Second").id}`;
  await operator.start();

  expect(await operator.users()).toEqual({ log: ["Second"], doctor: ["Second"], tried: ["Second"] });
  expect(operator.logged()?.teams).toHaveLength(1);
});

test("while Discord cannot be reached no server is given the key, and the log says later who has it", async () => {
  const operator = await anOperator([home]);
  operator.world.discord.fault({ match: /^GET \/gateway\/bot$/, answer: { status: 503 }, times: 2 });
  await operator.start();
  expect(operator.logged()?.teams).toEqual(["slack:T0SANDBOX"]);

  await expect
    .poll(() => operator.users(), { timeout: 30_000 })
    .toMatchObject({ log: ["Home"], tried: ["Home"] });
});
