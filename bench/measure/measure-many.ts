import { setTimeout as sleep } from "node:timers/promises";
import { createInstallationStore } from "../../src/database/installation/installation-store.ts";
import { connectDatabase } from "../../src/database/opening/connect.ts";
import { migrateToLatest } from "../../src/database/opening/migrate.ts";
import { createSecrets } from "../../src/database/team/secrets.ts";
import { type DiscordDriver, startDiscordDriver } from "../discord-driver.ts";
import { freePort } from "../free-port.ts";
import { inFlight } from "../load.ts";
import type { Program, ProgramOptions } from "../program.ts";
import { startSlackHttpDriver } from "../slack-http-driver.ts";
import { median } from "../statistics.ts";
import type { Row } from "../table.ts";
import type { Workshop } from "../workshop.ts";

/** `BENCH_MANY`: where a quick look is enough. */
const many = Number(process.env.BENCH_MANY ?? 10_000);
/** As many workspaces as one process keeps at once. */
const active = Math.min(2000, many / 2);
const targets = { servers: 1.2, start: 1.25, inactiveKb: 0.05, activeKb: 26 };
const key = Buffer.alloc(32, "bench");
const width = 16;
const restMs = 2000;
/** Time for every server to have come: a millisecond each, and no less than this. */
const leastMs = 1500;

/** (p) Very many servers over one gateway, against discord.js alone: heap for each, and a restart, which waits for them all. */
export async function measureManyServers(workshop: Workshop): Promise<Row[]> {
  const few = many / 100;
  const ours = await heldBy("src/main.ts");
  const bare = await heldBy("bench/bare/discord-idle.ts");
  return [
    {
      what: `(p) heap per server of ${many}`,
      unit: "KB",
      target: targets.servers,
      ours: ours.kb,
      bare: bare.kb,
      ratio: ours.kb / bare.kb,
    },
    {
      what: `(p) restart with ${many} servers`,
      unit: "ms",
      target: targets.start,
      ours: ours.startMs,
      bare: bare.startMs,
      ratio: ours.startMs / bare.startMs,
    },
    {
      what: `(p) what they add to a restart with ${few}`,
      unit: "ms",
      target: targets.start,
      ours: ours.addedMs,
      bare: bare.addedMs,
      ratio: ours.addedMs / bare.addedMs,
    },
  ];

  async function heldBy(entry: string): Promise<{ kb: number; startMs: number; addedMs: number }> {
    const fewServers = await workshop.keep(startDiscordDriver(few));
    const manyServers = await workshop.keep(startDiscordDriver(many));
    // The first start of each fills what is cached.
    await withServers(entry, fewServers);
    const some = await withServers(entry, fewServers);
    // A restart is measured: by then every server has come once, and is known.
    await withServers(entry, manyServers);
    const all = await withServers(entry, manyServers);
    const fewMs = median([some.startMs, ...(await restarts(entry, fewServers))]);
    const startMs = median([all.startMs, ...(await restarts(entry, manyServers))]);
    return { kb: (all.heapKb - some.heapKb) / (many - few), startMs, addedMs: startMs - fewMs };
  }

  /** From spawn to ready, ms. */
  async function restarts(entry: string, discord: DiscordDriver): Promise<number[]> {
    const times: number[] = [];
    for (let restart = 0; restart < 4; restart += 1) {
      const program = await workshop.start(optionsOf(entry, discord));
      times.push(program.startMs);
      await program.stop();
    }
    return times;
  }

  function optionsOf(entry: string, { env, tenantIds }: DiscordDriver): ProgramOptions {
    const file = workshop.path(`servers-${tenantIds.length}.db`);
    return { entry, env: { ...env, DATABASE_URL: `file:${file}` }, hasProbe: true };
  }

  async function withServers(
    entry: string,
    discord: DiscordDriver,
  ): Promise<{ heapKb: number; startMs: number }> {
    const program = await workshop.start(optionsOf(entry, discord));
    await sleep(Math.max(leastMs, discord.tenantIds.length));
    const heapKb = await program.heapKb();
    await program.stop();
    return { heapKb, startMs: program.startMs };
  }
}

/** (q) Very many installations on Slack: what the start takes and the heap holds of those that nobody uses, and of those in use. */
export async function measureManyWorkspaces(workshop: Workshop): Promise<Row[]> {
  const slack = await workshop.keep(startSlackHttpDriver());
  const one = await start(1);
  const fewKb = await one.program.heapKb();
  await one.program.stop();
  const all = await start(many);
  const allKb = await all.program.heapKb();
  // What is loaded with the first ones in use does not count as the others'.
  await use(all.port, 0, active / 2);
  const halfKb = await heapAtRest(all.program);
  await use(all.port, active / 2, active);
  const activeKb = ((await heapAtRest(all.program)) - halfKb) / (active / 2);
  return [
    {
      what: `(q) start to ready with ${many} workspaces, against one`,
      unit: "ms",
      target: targets.start,
      ours: all.program.startMs,
      bare: one.program.startMs,
      ratio: all.program.startMs / one.program.startMs,
    },
    {
      what: `(q) heap per workspace of ${many} that nobody uses`,
      unit: "KB",
      target: targets.inactiveKb,
      ours: (allKb - fewKb) / (many - 1),
    },
    { what: "(q) heap per workspace in use", unit: "KB", target: targets.activeKb, ours: activeKb },
  ];

  async function start(count: number): Promise<{ program: Program; port: number }> {
    const file = workshop.path(`workspaces-${count}.db`);
    await install(file, count);
    const port = await freePort();
    const options: ProgramOptions = {
      entry: "src/main.ts",
      env: {
        ...slack.env,
        SLACK_CLIENT_ID: "1.2",
        SLACK_CLIENT_SECRET: "bench",
        PUBLIC_URL: `http://localhost:${port}`,
        ENCRYPTION_KEY: key.toString("base64"),
        DATABASE_URL: `file:${file}`,
        PORT: String(port),
      },
      hasProbe: true,
    };
    // The first start of each fills what is cached.
    await (await workshop.start(options)).stop();
    return { program: await workshop.start(options), port };
  }

  async function use(port: number, from: number, to: number): Promise<void> {
    await inFlight(to - from, width, (index) => slack.command(port, teamOf(from + index)));
  }
}

async function heapAtRest(program: Program): Promise<number> {
  await sleep(restMs);
  return program.heapKb();
}

function teamOf(index: number): string {
  return `T0MANY${index}`;
}

async function install(file: string, count: number): Promise<void> {
  const database = await connectDatabase({ kind: "sqlite", file });
  await migrateToLatest(database);
  const installations = createInstallationStore(database, {
    secrets: createSecrets([key]),
    platform: "slack",
  });
  for (let index = 0; index < count; index += 1)
    await installations.install(teamOf(index), undefined, { token: `xoxb-bench-${index}` });
  await database.close();
}
