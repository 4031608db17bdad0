import type { Database } from "../database/connect.ts";
import type { DeliveryStore } from "../database/delivery-store.ts";
import type { DraftStore } from "../database/draft-store.ts";
import type { Log } from "../log.ts";

const minuteMs = 60_000;
const keepMs = 24 * 60 * minuteMs;
/** A few at a time, so that no statement holds the database for long. */
const rowsPerPurge = 500;

/** Once a minute: forgets drafts and deliveries of more than a day ago, and compares clocks with the database. */
export function startHousekeeping({
  database,
  drafts,
  deliveries,
  log,
}: {
  database: Database;
  drafts: DraftStore;
  deliveries: DeliveryStore;
  log: Log;
}): { stop(): void } {
  async function tidy(): Promise<void> {
    try {
      await database.syncClock();
      await drafts.purgeOlderThan(database.now() - keepMs, rowsPerPurge);
      await deliveries.purgeOlderThan(database.now() - keepMs, rowsPerPurge);
    } catch (error) {
      log.warn({ err: error }, "housekeeping failed; it comes again in a minute");
    }
  }

  const timer = setInterval(tidy, minuteMs);
  return { stop: () => clearInterval(timer) };
}
