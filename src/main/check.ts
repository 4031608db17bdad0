import { commands } from "../commands/all.ts";
import { readConfig } from "../config.ts";
import { connectDatabase } from "../database/opening/connect.ts";
import { migrateToLatest } from "../database/opening/migrate.ts";
import { renderCommands } from "../discord/render/render-commands.ts";
import { renderManifest } from "../slack/manifest.ts";
import "./start.ts";

/**
 * `--check`: loads all that a start does, reads the environment, checks every form (they check themselves as they load), renders
 * the commands for both platforms and migrates a database in memory. An environment that names no platform fails nothing
 * here, for that is what a build machine has; but it is said, for a start would refuse it.
 */
export async function check(): Promise<{ exitCode: number; message: string }> {
  const reading = readConfig();
  if (!reading.ok && !reading.isUnconfigured) return { exitCode: 1, message: reading.message };
  const discord = renderCommands(commands);
  const slack = renderManifest(commands, { mode: "socket" });
  const database = await connectDatabase({ kind: "sqlite", file: ":memory:" });
  await migrateToLatest(database).finally(() => database.close());
  const parts = `${discord.length} commands, a manifest of ${slack.length} characters, the tables`;
  if (reading.ok) return { exitCode: 0, message: `All is well: ${parts}.` };
  return {
    exitCode: 0,
    message: `The program is well: ${parts}. A build needs no more; a start would refuse this:\n${reading.message}`,
  };
}
