import { type PostgresServer, startPostgres } from "../../stand-ins/postgres-server.ts";
import type { SandboxWorld } from "../../stand-ins/world.ts";
import type { FleetPicture } from "../protocol/picture.ts";
import { createPostgresRowWatch } from "../rows/postgres-row-watch.ts";
import type { Running, RunningOptions } from "../start-alone.ts";
import type { UntimedStep } from "../steps/untimed-step.ts";
import { type Passing, startBalancer } from "./balancer.ts";
import { createFleet } from "./fleet.ts";
import { refuseFleetElsewhere } from "./refuse-elsewhere.ts";

/** So long readiness is refused before a process stops: the balancer looks four times as often. */
const drainSeconds = "1";
const stopSeconds = "15";

/** How Discord's interactions come: over the gateway in two shards, or over HTTP through the balancer, as Slack's. */
export type FleetWay = FleetPicture["discord"];

/** Starts PostgreSQL and a balancer, and, without waiting until they are ready, the processes. */
export async function startFleet(
  { world, onChange, onSteps }: RunningOptions,
  way: FleetWay,
): Promise<Running> {
  refuseFleetElsewhere();
  const postgres = await startPostgres();
  const rows = createPostgresRowWatch(databaseOf(postgres, "sandbox"), onChange);
  const balancer = await startBalancer({
    onTurn: onChange,
    onPassing(passing) {
      if (passing.what === "answered") bot.countRequest(passing.target);
      onSteps(passingSteps(passing));
    },
  });
  const bot = createFleet({
    world,
    balancer,
    discord: way,
    envOf: (name) => environment(world, { way, url: balancer.url, database: databaseOf(postgres, name) }),
    async onFirstReady() {
      await rows.open();
      await enterAddresses(world, way, balancer.url);
    },
    onChange,
  });
  return {
    bot,
    fleet: bot,
    rows,
    async close() {
      // Nothing of it is kept, so nobody is waited for.
      await Promise.all(bot.processes.map((process) => process.kill()));
      await rows.close();
      await balancer.close();
      await postgres.stop();
    },
  };
}

/** PostgreSQL knows a process by its name, and says who wrote a row. */
function databaseOf({ url }: PostgresServer, name: string): string {
  return `${url}/postgres?application_name=${encodeURIComponent(name)}`;
}

type Setting = { way: FleetWay; url: string; database: string };

function environment(world: SandboxWorld, { way, url, database }: Setting): Record<string, string> {
  const { SLACK_APP_TOKEN: _, ...env } = world.env;
  return {
    ...env,
    SLACK_SIGNING_SECRET: world.slack.credentials.signingSecret,
    ...(way === "http" && { DISCORD_PUBLIC_KEY: world.discord.signer.publicKey }),
    DATABASE_URL: database,
    PORT: "0",
    PUBLIC_URL: url,
    DRAIN_SECONDS: drainSeconds,
    STOP_SECONDS: stopSeconds,
  };
}

/** As an operator types them into Slack's and Discord's settings, which ask them at once. */
async function enterAddresses({ slack, discord }: SandboxWorld, way: FleetWay, url: string): Promise<void> {
  await slack.connectHttp(`${url}/slack/events`);
  if (way === "gateway") return;
  await discord.enterAddress("interactions", `${url}/discord/interactions`);
  await discord.enterAddress("events", `${url}/discord/events`);
}

const passings: Partial<Record<Passing["what"], string>> = {
  sent: "passes the request on",
  refused: "nobody listens there any more: the next one gets it",
  broken: "the connection breaks off: nobody knows how much was done",
};

function passingSteps({ target, what }: Passing): UntimedStep[] {
  const title = passings[what];
  return title ? [{ from: "balancer", to: "bot", title, process: target }] : [];
}
