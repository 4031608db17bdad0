import type { Services } from "../../commands/services.ts";
import type { FollowUps } from "../../conversations/after/follow-up.ts";
import type { ConversationStore } from "../../database/conversation/conversation-store.ts";
import type { RehearsalLines } from "../../database/conversation/rehearsal-lines.ts";
import type { InstanceStore } from "../../database/fleet/instance-store.ts";
import type { LandingPageStore } from "../../database/landing-page/landing-page-store.ts";
import type { Database } from "../../database/opening/connect.ts";
import { fileNames } from "../../database/persona/name-blocks.ts";
import type { DeliveryStore } from "../../database/team/delivery-store.ts";
import type { DraftStore } from "../../database/team/draft-store.ts";
import type { UncheckedKeys } from "../../database/team/unchecked-keys.ts";
import type { WarningStore } from "../../database/team/warnings/warning-store.ts";
import type { Log } from "../../log.ts";
import type { Records } from "../build-records.ts";

const minuteMs = 60_000;
const keepMs = 24 * 60 * minuteMs;
const keepFixedMs = 30 * keepMs;
const keepEndedMs = 30 * keepMs;
/** A few at a time, so that no statement holds the database for long. */
const rowsPerPurge = 1500;
const minutesPerPurge = 3;

/**
 * Forgets, every few minutes, drafts, deliveries and rehearsals of more than a day ago, transcripts that their team keeps no
 * longer, warnings fixed, rooms ended and teams that left long ago, and what was written down of people's doings and is too old
 * or too much; files names that an older version wrote. Compares clocks with the database once a minute, and lets it forget
 * what was deleted.
 */
export function startHousekeeping({
  database,
  instances,
  drafts,
  deliveries,
  unchecked,
  warningStore,
  conversationStore,
  landingPageStore,
  rehearsalLines,
  followUps,
  services,
  records,
  log,
}: {
  database: Database;
  instances: InstanceStore;
  drafts: DraftStore;
  deliveries: DeliveryStore;
  unchecked: UncheckedKeys;
  warningStore: WarningStore;
  conversationStore: ConversationStore;
  landingPageStore: Pick<LandingPageStore, "purgeEndedBefore">;
  rehearsalLines: RehearsalLines;
  followUps: Pick<FollowUps, "purge">;
  services: Pick<Services, "life">;
  records: Pick<Records, "purge">;
  log: Log;
}): { stop(): void } {
  let minutes = 0;

  async function tidy(): Promise<void> {
    try {
      await database.syncClock();
      if (minutes % minutesPerPurge === 0) await purge();
      minutes += 1;
      await fileNames(database);
      await database.eraseTraces();
    } catch (error) {
      log.warn({ err: error }, "housekeeping failed; it comes again in a minute");
    }
  }

  async function purge(): Promise<void> {
    await instances.forgetTheDead();
    await drafts.purgeOlderThan(database.now() - keepMs, rowsPerPurge);
    await deliveries.purgeOlderThan(database.now() - keepMs, rowsPerPurge);
    await unchecked.purgeEnded();
    await conversationStore.purgeEndedBefore(database.now() - keepEndedMs, rowsPerPurge);
    await landingPageStore.purgeEndedBefore(database.now() - keepEndedMs, rowsPerPurge);
    await rehearsalLines.purgeSaidBefore(database.now() - keepMs, rowsPerPurge);
    await followUps.purge();
    await warningStore.purgeFixedBefore(database.now() - keepFixedMs, rowsPerPurge);
    await services.life.purge();
    await records.purge();
  }

  const timer = setInterval(tidy, minuteMs);
  return { stop: () => clearInterval(timer) };
}
