import type { AfterCall, AfterCallStore } from "../../database/conversation/after-calls.ts";
import { OutsideError, orOutside } from "../../errors.ts";
import { isTriedEnough } from "../../link/tried-enough.ts";
import type { Log } from "../../log.ts";
import { shortName } from "../../short-name.ts";
import type { TavusClient } from "../../tavus/client.ts";
import { waitAsked } from "../../tavus/wait-asked.ts";
import type { TenantKeys } from "../../tenants/keys.ts";
import type { TeamSettings } from "../../tenants/settings.ts";
import { createTicker, type Rounds } from "../../ticker.ts";
import { asWork } from "../../work.ts";
import { readOrGone } from "../confirm-end.ts";
import { readEndReason } from "../end-reason.ts";
import { certainlyJoinedMs } from "../terms.ts";
import { readTranscript, writeTranscript } from "./transcript.ts";
import { saysNobodyCame, shutdownReason, whyEnded } from "./why-ended.ts";

/** A call as the person who made it is told of it. */
export type CallReport = {
  call: AfterCall;
  /** Why it ended, as a clause. */
  why: string;
  /** The file, for how many days and until when (Unix ms) it is kept, and whether that is over; or why there is none. */
  transcript:
    | { text: string; days: number; untilMs: number; isOver: boolean }
    | "nobodyCame"
    | "nobodyThere"
    | "neverCame";
};

/** How people hear of their calls. */
export type TellReport = {
  /**
   * By direct message, if it `isOurs` to tell right before that; false: they take none. Rejects with OutsideError where the platform
   * failed, or another process tells it.
   */
  directly(report: CallReport, isOurs: () => Promise<boolean>): Promise<boolean>;
  /** Without the file, at their next command at the latest. */
  otherwise(report: CallReport): Promise<void>;
};

const second = 1000;
const minute = 60 * second;
const day = 24 * 60 * minute;
/** Transcripts come some while after the end, or never: then it is said so. */
const patienceMs = 60 * minute;
/** Where Tavus could not be asked, so many looks come before it counts as having told nothing. */
const leastTries = 8;
const pausesMs = [5, 15, 30, 60, 120, 240, 480].map((seconds) => seconds * second);
const longestPauseMs = 15 * minute;
/** A process that dies over a look costs this, and one that dies as it tells that. */
const leaseMs = minute;
const tellLeaseMs = 110 * second;
const tickMs = 5 * second;
const callsAtOnce = 20;
/** A workspace that takes its time over so many is given no more, so that there is room for the calls of others. */
const callsOfTeamAtOnce = 5;

/** Transcripts that are kept. */
export type Transcripts = Pick<AfterCallStore, "find" | "newestOf">;

export type FollowUps = Rounds & {
  /** Tavus's callback about the room with this hash of a token, whose transcript may have come. False: there is none here. */
  called(tokenHash: string): Promise<boolean>;
  /** Deletes transcripts that are older than their team keeps them. */
  purge(): Promise<void>;
};

export type FollowUpDeps = {
  store: AfterCallStore;
  settings: TeamSettings;
  keys: TenantKeys;
  tavus: Pick<TavusClient, "conversations">;
  tell: TellReport;
  /** The database's clock, Unix ms. */
  now(): number;
  log: Log;
};

/**
 * Tells people of their calls once the transcript has come, or nobody need wait for it any longer, where their team wants that.
 * What is due stands in the database; a team that wants none is not asked about at Tavus.
 */
export function createFollowUps(deps: FollowUpDeps): FollowUps {
  const { store, log, now } = deps;
  const told: Told = new Map();
  /** By id. */
  const busy = new Map<string, { tenantId: string; done: Promise<void> }>();

  async function tick(): Promise<void> {
    const most = Math.min(callsOfTeamAtOnce, callsAtOnce - busy.size);
    if (most <= 0) return;
    const due = await store.claimDue(most, leaseMs, { teams: fullTeams(), ids: [...busy.keys()] });
    for (const call of due) begin(call);
    // There may be more, of others.
    if (due.length > 0) ticker.wake();
  }

  function fullTeams(): string[] {
    const teams = Map.groupBy(busy.values(), ({ tenantId }) => tenantId);
    return [...teams].flatMap(([tenantId, calls]) => (calls.length < callsOfTeamAtOnce ? [] : [tenantId]));
  }

  function begin(call: AfterCall): void {
    const { tenantId, id } = call;
    const done = asWork(now(), () => followUp(deps, call, told))
      .catch((error: unknown) =>
        log.error({ tenant: tenantId, conversation: id, err: error }, "what follows a call is stuck"),
      )
      .finally(() => {
        busy.delete(id);
        ticker.wake();
      });
    busy.set(id, { tenantId, done });
  }

  const ticker = createTicker({
    everyMs: tickMs,
    tick,
    failed: (error) => log.error({ err: error }, "what follows calls could not be read"),
  });

  return {
    start: ticker.start,
    wake: ticker.wake,
    stop: (withinMs) => ticker.stop(withinMs, () => Array.from(busy.values(), ({ done }) => done)),
    async called(tokenHash) {
      const isOurs = await store.lookNow(tokenHash);
      if (isOurs) ticker.wake();
      return isOurs;
    },
    purge: () => purge(deps),
  };
}

/** What was told and could not be noted, because the database failed: it is not told again. By id, whether it is kept. */
type Told = Map<string, boolean>;

/** One look at what follows a call: its transcript, and the word to whoever called. */
async function followUp(deps: FollowUpDeps, call: AfterCall, told: Told): Promise<void> {
  const { store, settings } = deps;
  if (told.has(call.id)) return noteTold(deps, call, told);
  const { transcriptDays: days } = await settings.of(call.tenantId);
  // Whoever opened a room and did not come hears of it whatever the team keeps: it took minutes.
  const closed = days === null ? closedReport(call) : undefined;
  if (days === null && !closed) return store.remove(call);
  const report = days === null ? closed : await unlessOutside(deps, call, () => reportOn(deps, call, days));
  if (!report || report instanceof OutsideError) return later(deps, call, report);
  const lookMs = await store.telling(call, { why: report.why, withinMs: tellLeaseMs });
  if (lookMs === undefined) return;
  const telling = { ...call, lookMs };
  const isTold = await unlessOutside(deps, call, () => tell(deps, report, () => store.isTelling(telling)));
  if (isTold !== true) return later(deps, telling);
  // Without a transcript nothing is kept.
  told.set(call.id, typeof report.transcript !== "string");
  await noteTold(deps, telling, told);
}

async function noteTold({ store }: FollowUpDeps, call: AfterCall, told: Told): Promise<void> {
  await (told.get(call.id) ? store.told(call) : store.remove(call));
  told.delete(call.id);
}

/** A platform that takes no direct message for a day, or says that it never will, does not keep the word from the person. */
async function tell(
  { tell, now }: FollowUpDeps,
  report: CallReport,
  isOurs: () => Promise<boolean>,
): Promise<boolean> {
  try {
    if (await tell.directly(report, isOurs)) return true;
  } catch (error) {
    const isLate = now() > report.call.endedMs + day;
    if (!(error instanceof OutsideError) || !(error.isFinal || isLate)) throw error;
  }
  if (!(await isOurs())) return false;
  await tell.otherwise(report);
  return true;
}

async function unlessOutside<T>(
  { log }: FollowUpDeps,
  { tenantId, id }: AfterCall,
  work: () => Promise<T>,
): Promise<T | OutsideError> {
  const done = await orOutside(work);
  if (done instanceof OutsideError)
    log.warn({ tenant: tenantId, conversation: id, err: done }, "a call is followed up later");
  return done;
}

async function later({ store, now }: FollowUpDeps, call: AfterCall, failed?: OutsideError): Promise<void> {
  const usualMs = pausesMs[call.lookTries] ?? longestPauseMs;
  const pauseMs = Math.max(usualMs, waitAsked(failed, longestPauseMs));
  const lastMs = call.endedMs + patienceMs;
  const nextMs = now() + pauseMs;
  const atMs = lastMs > now() ? Math.min(nextMs, lastMs) : nextMs;
  await store.lookAgain(call, { atMs, tries: call.lookTries + 1 });
}

/** Undefined: it was not nobody's being there that ended it. */
function closedReport(call: AfterCall): CallReport | undefined {
  const reason = readEndReason(call.endReason);
  if (reason !== "nobodyCame" && reason !== "nobodyThere") return undefined;
  return { call, why: whyEnded(reason, "participant_absent_timeout"), transcript: reason };
}

/** Undefined: there is nothing to tell yet. */
async function reportOn(deps: FollowUpDeps, call: AfterCall, days: number): Promise<CallReport | undefined> {
  const { store, now } = deps;
  if (call.transcript !== undefined) {
    const untilMs = (call.foundMs ?? now()) + days * day;
    const transcript = { text: call.transcript, days, untilMs, isOver: now() >= untilMs };
    return { call, why: call.why ?? "", transcript };
  }
  const isLast = now() >= call.endedMs + patienceMs;
  const events = await eventsOf(deps, call, isLast);
  if (!events) return undefined;
  const said = shutdownReason(events);
  const why = whyEnded(readEndReason(call.endReason), said);
  const lines = readTranscript(events, call.beganMs);
  if (lines) {
    const head = headOf(call, why);
    const text = writeTranscript(lines, { personaName: call.personaName, head });
    // Of a team that was forgotten meanwhile nothing is told.
    if (!(await store.found(call, { why, transcript: text }))) return undefined;
    return { call, why, transcript: { text, days, untilMs: now() + days * day, isOver: false } };
  }
  if (nobodyCame(call, said)) return { call, why, transcript: "nobodyCame" };
  return isLast ? { call, why, transcript: "neverCame" } : undefined;
}

/** What lasted longer had somebody in it, who may have said something. */
function nobodyCame({ endReason, beganMs, endedMs }: AfterCall, said: string | undefined): boolean {
  const isShort = endReason !== "nobodyThere" && endedMs - beganMs <= certainlyJoinedMs;
  return endReason === "nobodyCame" || (isShort && saysNobodyCame(said));
}

/** What Tavus tells of the call. One that cannot be asked has told nothing, once that was tried for long enough. */
async function eventsOf({ keys, tavus, now }: FollowUpDeps, call: AfterCall, isLast: boolean) {
  const trials = { sinceMs: call.endedMs, tries: call.lookTries };
  const isGivenUp = isTriedEnough(trials, { nowMs: now(), forMs: patienceMs, least: leastTries });
  const key = await keys.keyMadeWith(call.tenantId, call.keyTag);
  try {
    const seen = key && (await readOrGone(tavus, key.value, call.remoteId));
    if (seen || isLast) return seen?.events ?? [];
    return undefined;
  } catch (error) {
    if (error instanceof OutsideError && isGivenUp) return [];
    throw error;
  }
}

/** Every name typed here fits; one that comes from Tavus may not. */
const longestName = 100;

function headOf({ personaName, beganMs, endedMs }: AfterCall, why: string): string {
  const when = new Date(beganMs).toISOString().substring(0, 16).replace("T", " ");
  return `Call with ${shortName(personaName, longestName)}, ${when} UTC, ${durationText(endedMs - beganMs)}. ${why}`;
}

/** Such as "5 min 12 s". */
export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / second));
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

async function purge({ store, now, log }: FollowUpDeps): Promise<void> {
  for (const { tenantId, oldestMs, days } of await store.listKept()) {
    const foundBeforeMs = days === null ? undefined : now() - days * day;
    if (foundBeforeMs !== undefined && oldestMs >= foundBeforeMs) continue;
    const neglectedMs = (foundBeforeMs ?? now()) - day;
    const count = await store.purge(tenantId, { foundBeforeMs, neglectedMs });
    if (count > 0) log.info({ tenant: tenantId, count }, "transcripts whose days were over were deleted");
  }
}
