import { type Logger, LogLevel } from "@slack/bolt";
import type { Log } from "../log.ts";

/**
 * Bolt's log lines in ours. Its debug lines hold whole payloads with tokens and response URLs, so they are dropped
 * whatever our level is.
 */
export function createBoltLog(log: Log): Logger {
  const say = (parts: unknown[]) => `bolt: ${parts.map(String).join(" ")}`;
  return {
    debug: () => undefined,
    info: (...parts) => log.debug(say(parts)),
    warn: (...parts) => log.warn(say(parts)),
    error: (...parts) => log.error(say(parts)),
    getLevel: () => LogLevel.INFO,
    setLevel: () => undefined,
    setName: () => undefined,
  };
}
