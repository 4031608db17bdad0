import { type Outcome, outcomeOf } from "./outcome.ts";
import { defaultTarget, readLocation } from "./place.ts";
import { postgresCommands } from "./postgres-commands.ts";

export type BackUpOptions = {
  now?: Date;
  /** Default: this process's. */
  environment?: Record<string, string | undefined>;
};

/** `npm run backup [-- file]`. On PostgreSQL the exit code is 1, for nothing was backed up. */
export async function backUp(
  chosen: string | undefined,
  { now = new Date(), environment }: BackUpOptions = {},
): Promise<Outcome> {
  const reading = readLocation(environment);
  if (!reading.ok) return { exitCode: 1, message: reading.message };
  if (reading.kind === "postgres") return { exitCode: 1, message: await postgresCommands(reading) };
  const { file } = reading;
  const target = chosen ?? defaultTarget(file, now);
  return outcomeOf({ place: file }, async () => {
    // Only who needs SQLite loads it.
    const { backUpSqlite } = await import("../database/backup/back-up-sqlite.ts");
    const bytes = await backUpSqlite(file, target);
    const size = `${Math.ceil(bytes / 1024)} kB`;
    return `Backed up ${file} to ${target} (${size}), read through and whole. The teams' Tavus keys in it can be read only with today's ENCRYPTION_KEYS: keep those too, and apart.`;
  });
}
