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
import type { OwedAnswers } from "../../owed/owed-answers.ts";
import type { Records } from "../build-records.ts";

const minuteMs = 60_000;
const keepMs = 24 * 60 * minuteMs;
const keepFixedMs = 30 * keepMs;
const keepEndedMs = 30 * keepMs;
/** A few at a time, so that no statement holds the database for long. */
const rowsPerPurge = 1500;
const minutesPerPurge = 3;
const mostFailures = 2;

type Errands = { [errand: string]: () => Promise<unknown> };

/**
 * Forgets, every few minutes, drafts, deliveries and rehearsals of more than a day ago, transcripts that their team keeps no
 * longer, answers that nobody came for in a year, warnings fixed, rooms ended and teams that left long ago, and what was written down of people's doings and is too old
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
  owed,
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
  owed: Pick<OwedAnswers, "purge">;
  followUps: Pick<FollowUps, "purge">;
  services: Pick<Services, "life">;
  records: Pick<Records, "purge">;
  log: Log;
}): { stop(): void } {
  let minutes = 0;
  const ago = (ms: number) => database.now() - ms;

  async function attempt(errand: string, carryOut: () => Promise<unknown>): Promise<boolean> {
    try {
      await carryOut();
      return true;
    } catch (error) {
      log.warn({ errand, err: error }, "housekeeping failed; it comes again in a few minutes");
      return false;
    }
  }

  const purges: Errands = {
    instances: instances.forgetTheDead,
    drafts: () => drafts.purgeOlderThan(ago(keepMs), rowsPerPurge),
    deliveries: () => deliveries.purgeOlderThan(ago(keepMs), rowsPerPurge),
    "unchecked keys": unchecked.purgeEnded,
    conversations: () => conversationStore.purgeEndedBefore(ago(keepEndedMs), rowsPerPurge),
    "landing pages": () => landingPageStore.purgeEndedBefore(ago(keepEndedMs), rowsPerPurge),
    "owed answers": owed.purge,
    rehearsals: () => rehearsalLines.purgeSaidBefore(ago(keepMs), rowsPerPurge),
    transcripts: followUps.purge,
    warnings: () => warningStore.purgeFixedBefore(ago(keepFixedMs), rowsPerPurge),
    teams: services.life.purge,
    records: records.purge,
  };

  let next = 0;
  /** What one errand cannot do, such as where its rows are damaged, keeps the others from nothing; where two cannot, most likely none can. */
  async function purge(): Promise<void> {
    const errands = Object.entries(purges);
    let failures = 0;
    for (let tried = 0; tried < errands.length && failures < mostFailures; tried += 1) {
      const [errand, carryOut] = errands[next % errands.length] ?? [];
      next += 1;
      if (errand && carryOut && !(await attempt(errand, carryOut))) failures += 1;
    }
  }

  async function tidy(): Promise<void> {
    await attempt("clock", database.syncClock);
    if (minutes % minutesPerPurge === 0) await purge();
    minutes += 1;
    await attempt("names", () => fileNames(database));
    await attempt("traces", database.eraseTraces);
  }

  let isTidying = false;
  /** A database that is slow is not asked by two at once. */
  async function begin(): Promise<void> {
    if (isTidying) return;
    isTidying = true;
    await tidy();
    isTidying = false;
  }

  const timer = setInterval(begin, minuteMs);
  return { stop: () => clearInterval(timer) };
}
