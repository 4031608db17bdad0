import { basename, dirname, extname, join } from "node:path";
import { readUsableConfig } from "../config.ts";
import type { DatabaseLocation } from "../database/opening/connect.ts";

/** Where the data lies, even if the bot would not start with the rest of the environment. */
export function readLocation(
  environment?: Record<string, string | undefined>,
): ({ ok: true } & DatabaseLocation) | { ok: false; message: string } {
  const { refused, problems, config } = readUsableConfig(environment);
  if (!refused.includes("DATABASE_URL")) return { ok: true, ...config.database };
  const problem = problems.find((sentence) => sentence.startsWith("DATABASE_URL"));
  return { ok: false, message: `${problem ?? "DATABASE_URL cannot be used"}.` };
}

/** `data/backups/personaforge-<now>.db` for `data/personaforge.db`. */
export function defaultTarget(path: string, now: Date): string {
  return join(dirname(path), "backups", `${basename(path, extname(path))}-${stamp(now)}${extname(path)}`);
}

/** Where a database is kept that a backup has taken the place of. */
export function asideOf(path: string, now: Date): string {
  return `${path}.replaced-${stamp(now)}`;
}

function stamp(now: Date): string {
  return now.toISOString().replace(/[-:.]/g, "");
}
