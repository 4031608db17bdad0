import { commands } from "../commands/all.ts";
import { readConfig } from "../config.ts";
import { connectDatabase } from "../database/connect.ts";
import { migrateToLatest } from "../database/migrate.ts";
import { createBot as createDiscordBot } from "../discord/bot.ts";
import { createBot as createSlackBot } from "../slack/bot.ts";

/**
 * `--check`: loads every part, reads the environment, checks every form (they check themselves as they load) and
 * migrates a database in memory. An environment with no platform in it is fine here: that is what CI has.
 */
export async function check(): Promise<{ exitCode: number; message: string }> {
  const reading = readConfig();
  if (!reading.ok && !reading.isUnconfigured) return { exitCode: 1, message: reading.message };
  const database = await connectDatabase({ kind: "sqlite", file: ":memory:" });
  try {
    await migrateToLatest(database);
  } finally {
    await database.close();
  }
  const parts = [createDiscordBot, createSlackBot].filter((part) => typeof part === "function").length;
  return {
    exitCode: 0,
    message: `All is well: ${commands.length} forms, ${parts} platforms, the database's tables.`,
  };
}
