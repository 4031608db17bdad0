import { basename, dirname, extname, join } from "node:path";
import { readUsableAddress, readUsableConfig, refusalAmong } from "../config.ts";
import type { DatabaseLocation } from "../database/opening/connect.ts";
import { isMissing } from "../private-files.ts";

export type LocationReading = ({ ok: true } & DatabaseLocation) | { ok: false; message: string };

/**
 * Where the data lies, even if the bot would not start with the rest of the environment. What is wrong about the way there is not
 * passed over: the work would go another way than was meant.
 */
export function readLocation(environment?: Record<string, string | undefined>): LocationReading {
  const reading = readUsableConfig(environment);
  const message = refusalAmong(reading, /^DATABASE_/);
  return message === undefined ? { ok: true, ...reading.config.database } : { ok: false, message };
}

/** Opening one that is not there would make an empty one. */
export function isAbsent(
  location: DatabaseLocation,
): location is Extract<DatabaseLocation, { kind: "sqlite" }> {
  return location.kind === "sqlite" && isMissing(location.file);
}

/** An address that stands elsewhere than in DATABASE_URL: `setting` is what people know it by. */
export function readAddress(
  address: string,
  setting: string,
  environment?: Record<string, string | undefined>,
): LocationReading {
  const { set, refused, problems, config } = readUsableAddress(address, environment);
  // Nothing but spaces would be the default.
  if (refused.length === 0 && set.length > 0) return { ok: true, ...config.database, setting };
  const [, ...rule] = (problems.find((sentence) => sentence.startsWith("DATABASE_URL")) ?? "").split(" ");
  const words = rule.join(" ").replace("Correct or remove it", "Correct it") || "is empty";
  return { ok: false, message: `${setting.charAt(0).toUpperCase()}${setting.slice(1)} ${words}.` };
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
