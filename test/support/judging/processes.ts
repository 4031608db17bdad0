import { onTestFinished } from "vitest";
import { type BotProcess, startBotProcess } from "../../../sandbox/stand-ins/bot-process.ts";
import type { SandboxWorld } from "../../../sandbox/stand-ins/world.ts";
import { compiledCode } from "../black-box/compiled-code.ts";
import { freePort } from "../black-box/free-port.ts";
import { untilTrue } from "../until-true.ts";
import { type Balancer, startBalancer } from "./balancer.ts";

/** How the platforms reach the processes: over connections that these open, or at an address with a balancer behind it. */
export type Way = "sockets" | "http";

export type Processes = {
  /** Every line that any of them wrote. */
  lines: string[];
  living(): BotProcess[];
  /** One more, ready. */
  start(): Promise<BotProcess>;
  /** In order, as a supervisor does it. */
  stop(bot: BotProcess): Promise<void>;
  kill(bot: BotProcess): Promise<void>;
  /** Those that ended although nobody asked them to, with the last they said. */
  endedByThemselves(): string[];
};

const startPatienceMs = 90_000;
/** Longer than a stop takes by its own patience. */
const stopPatienceMs = 60_000;

/** Real processes of the bot on one database, between the same stand-ins, until the test ends. */
export async function startProcesses(world: SandboxWorld, way: Way, count: number): Promise<Processes> {
  const balancer = way === "http" ? await startBalancer() : undefined;
  const lines: string[] = [];
  const alive = new Map<BotProcess, number | undefined>();
  const fallen: string[] = [];
  onTestFinished(() => void Promise.all([...alive.keys()].map((bot) => bot.kill())));

  function watch(bot: BotProcess): void {
    void bot.exited.then((code) => {
      if (alive.delete(bot)) fallen.push(`code ${code}: ${bot.lines.slice(-3).join("\n")}`);
    });
  }

  function forget(bot: BotProcess): number | undefined {
    const port = alive.get(bot);
    alive.delete(bot);
    return port;
  }

  const processes: Processes = {
    lines,
    living: () => [...alive.keys()],
    async start() {
      const port = balancer && (await freePort());
      const env = {
        ...compiledCode,
        ...environmentOf(world, balancer?.url),
        ...(port && { PORT: String(port) }),
      };
      const bot = startBotProcess({ env, onLine: (line) => void lines.push(line) });
      alive.set(bot, port);
      watch(bot);
      await bot.ready(startPatienceMs);
      if (port !== undefined && balancer) await join(balancer, port);
      return bot;
    },
    async stop(bot) {
      forget(bot);
      await bot.stop(stopPatienceMs);
    },
    async kill(bot) {
      const port = forget(bot);
      await bot.kill();
      if (port !== undefined) balancer?.remove(port);
    },
    endedByThemselves: () => [...fallen],
  };
  for (let started = 0; started < count; started += 1) await processes.start();
  if (balancer) await enterAddresses(world, balancer.url);
  return processes;
}

async function join(balancer: Balancer, port: number): Promise<void> {
  const before = balancer.readyCount();
  balancer.add(port);
  await untilTrue(() => balancer.readyCount() > before, { what: "a process to be ready for its turns" });
}

/** Every team there is. */
export function teamsOf({ discord, slack }: SandboxWorld): string[] {
  return [`slack:${slack.workspace.teamId}`, ...discord.guilds.map(({ id }) => `discord:${id}`)];
}

function environmentOf(world: SandboxWorld, url: string | undefined): Record<string, string> {
  const { env, discord, slack } = world;
  // A balancer has to notice first, and a person's answer may be under way.
  const common: Record<string, string> = {
    ...env,
    DRAIN_SECONDS: "1",
    STOP_SECONDS: "15",
    TAVUS_API_KEY_TENANTS: teamsOf(world).join(","),
  };
  if (url === undefined) return common;
  const { SLACK_APP_TOKEN: _, ...others } = common;
  return {
    ...others,
    PUBLIC_URL: url.replace("127.0.0.1", "localhost"),
    DISCORD_PUBLIC_KEY: discord.signer.publicKey,
    SLACK_SIGNING_SECRET: slack.credentials.signingSecret,
  };
}

async function enterAddresses({ discord, slack }: SandboxWorld, url: string): Promise<void> {
  await slack.connectHttp(`${url}/slack/events`);
  await discord.enterAddress("interactions", `${url}/discord/interactions`);
  await discord.enterAddress("events", `${url}/discord/events`);
}
