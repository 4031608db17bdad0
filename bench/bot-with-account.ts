import { setTimeout as sleep } from "node:timers/promises";
import SqliteFile from "better-sqlite3";
import { type AccountDriver, startAccountDriver } from "./account-driver.ts";
import { type DiscordDriver, startDiscordDriver } from "./discord-driver.ts";
import type { Program } from "./program.ts";
import { botEnv } from "./subjects.ts";
import type { Workshop } from "./workshop.ts";

/** Our whole bot on Discord, in front of a Tavus account. */
export type BotWithAccount = {
  program: Program;
  discord: DiscordDriver;
  account: AccountDriver;
  /** The bot's database file. */
  database: string;
  /** Gives `/persona-sync` and waits for the run to end; returns its ms by the bot's own record. */
  sync(): Promise<number>;
};

const pollMs = 50;
const patienceMs = 90_000;

export async function startBotWithAccount(workshop: Workshop, name: string): Promise<BotWithAccount> {
  const discord = await workshop.keep(startDiscordDriver(1));
  const account = await workshop.keep(startAccountDriver());
  const database = await workshop.makeDatabase(`${name}.db`);
  const { tenantIds } = discord;
  const env = botEnv({ drivers: [discord], tenantIds, tavusUrl: account.url, database });
  const program = await workshop.start({ entry: "src/main.ts", env, hasProbe: true });
  return {
    program,
    discord,
    account,
    database,
    async sync() {
      const before = latestRun(database)?.run_id;
      await discord.giveCommand("persona-sync", 0);
      return endOfRunAfter(database, before);
    },
  };
}

type Run = { run_id: string; started_at: string; ended_at: string | null; summary_json: string };

function latestRun(path: string): Run | undefined {
  const file = new SqliteFile(path, { readonly: true });
  try {
    return file.prepare<[], Run>("select * from sync_runs").get();
  } finally {
    file.close();
  }
}

async function endOfRunAfter(path: string, before: string | undefined): Promise<number> {
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += pollMs) {
    const run = latestRun(path);
    if (run?.ended_at && run.run_id !== before) {
      if (JSON.parse(run.summary_json).stoppedBecause)
        throw new Error(`The sync stopped: ${run.summary_json}`);
      return Date.parse(run.ended_at) - Date.parse(run.started_at);
    }
    await sleep(pollMs);
  }
  throw new Error("The sync did not end");
}
