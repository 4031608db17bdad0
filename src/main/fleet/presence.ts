import { beatEveryMs, type InstanceStore } from "../../database/fleet/instance-store.ts";
import type { Log } from "../../log.ts";
import { createTicker, type Ticker } from "../../ticker.ts";

/**
 * Says every few seconds that this process is there, for the others on the same database; `beaten` comes after each.
 * Undefined on SQLite, where there are none.
 */
export function createPresence({
  instances,
  platforms,
  beaten,
  log,
}: {
  instances: InstanceStore;
  /** How each is connected. */
  platforms(): Record<string, string>;
  beaten(): Promise<void>;
  log: Log;
}): Ticker | undefined {
  if (!instances.isShared) return undefined;
  return createTicker({
    everyMs: beatEveryMs,
    async tick() {
      await instances.beat(platforms());
      await beaten();
    },
    failed: (error) => log.warn({ err: error }, "that this process is there could not be noted"),
  });
}
