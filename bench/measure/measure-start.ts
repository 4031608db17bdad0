import { setTimeout as sleep } from "node:timers/promises";
import { startDiscordDriver } from "../discord-driver.ts";
import { interleave } from "../load.ts";
import type { ProgramOptions } from "../program.ts";
import { startSlackDriver } from "../slack-driver.ts";
import { compare } from "../statistics.ts";
import { botEnv } from "../subjects.ts";
import type { Row } from "../table.ts";
import type { Workshop } from "../workshop.ts";

const rounds = 20;
const targets = { start: 1.1, memory: 1.05 };

/** Long enough for what a start still has under way when it says ready. */
const idleMs = 700;

type Start = { startMs: number; residentMb: number };

/** (d) A restart of the bot on both platforms, its database there already, against a process that only connects. */
export async function measureStart(workshop: Workshop): Promise<Row[]> {
  const discord = await workshop.keep(startDiscordDriver(1));
  const slack = await workshop.keep(startSlackDriver());
  const env = botEnv({
    drivers: [discord, slack],
    tenantIds: discord.tenantIds,
    tavusUrl: "http://127.0.0.1:9",
    database: await workshop.makeDatabase("ours.db"),
  });
  const subjects = {
    ours: { entry: "src/main.ts", env, hasProbe: false },
    bare: { entry: "bench/bare/both-platforms.ts", env, hasProbe: false },
  };
  const startOnce = (options: ProgramOptions) => startAndStop(workshop, options);
  // The first start of each fills the compile cache.
  await interleave(1, subjects, startOnce);
  const { ours, bare } = await interleave(rounds, subjects, startOnce);
  const pick = (figure: keyof Start) =>
    compare(
      ours.map((start) => start[figure]),
      bare.map((start) => start[figure]),
    );
  return [
    { what: "(d) start to ready", unit: "ms", target: targets.start, ...pick("startMs") },
    { what: "(d) memory when idle", unit: "MB", target: targets.memory, ...pick("residentMb") },
  ];
}

async function startAndStop(workshop: Workshop, options: ProgramOptions): Promise<Start> {
  const program = await workshop.start(options);
  await sleep(idleMs);
  const residentMb = await program.residentMb();
  await program.stop();
  return { startMs: program.startMs, residentMb };
}
