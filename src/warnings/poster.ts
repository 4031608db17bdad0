import type { StoredWarning } from "../database/team/warnings/stored-warning.ts";
import type { ClaimedWarning } from "../database/team/warnings/warning-queue.ts";
import { OutsideError } from "../errors.ts";
import { createTicker, type Rounds } from "../ticker.ts";
import { createShares } from "../turns.ts";
import { type DeliveryDeps, deliver } from "./deliver.ts";
import { type ThreadDeps, writeThread } from "./thread.ts";
import { callTopic, keyCauses, syncTopic, videosTopic } from "./topic.ts";
import type { CallKind } from "./warnings.ts";

const tickMs = 1000;
/** What ended without anybody saying so, such as by a deletion, is noticed so often. */
const sweepMs = 15_000;
const mostAtOnce = 20;
/** A workspace that takes its time over so many is given no more, so that there is room for the warnings of others. */
const mostOfTeam = 5;
/** A lease longer than a message with all its repetitions. */
const leaseMs = 120_000;
const minuteMs = 60_000;
/** The pause after each failure of the platform in a row. */
const pausesMs = [10_000, 30_000, minuteMs, 5 * minuteMs];
const longestPauseMs = 15 * minuteMs;

export type Poster = Rounds & {
  /** A call of this kind went well: the warnings that this refutes are over. */
  succeeded(tenantId: string, call: CallKind): void;
};

export type PosterDeps = DeliveryDeps & ThreadDeps;

/** Keeps the messages of all warnings up to date. What it must not forget is in the database. */
export function createPoster(deps: PosterDeps): Poster {
  const { store, queue, threads, log } = deps;
  const successes = new Map<string, Map<CallKind, number>>();
  const shares = createShares({ atOnce: mostAtOnce, ofTeam: mostOfTeam });
  let lastSweepMs = 0;
  /** What a success proves is soon said where anything may be open; else it can wait. */
  let mayBeOpen = true;
  let proving: NodeJS.Timeout | undefined;

  async function tick(): Promise<void> {
    mayBeOpen = await store.isAnyOpen();
    await endWhatIsOver();
    const rows = shares.room() > 0 ? await queue.claimDue(shares.room(), leaseMs, shares.full()) : [];
    for (const row of rows) begin(row, sayOrPostpone(row));
    const claimed = shares.room() > 0 ? await threads.claimDue(shares.room(), leaseMs, shares.full()) : [];
    for (const thread of claimed) begin(thread, writeThread(deps, thread));
    // There may be more, of others.
    if (rows.length + claimed.length > 0) ticker.wake();
  }

  async function endWhatIsOver(): Promise<void> {
    clearTimeout(proving);
    proving = undefined;
    const proven = [...successes];
    successes.clear();
    if (!mayBeOpen) return;
    for (const [tenantId, calls] of proven) {
      for (const [call, atMs] of calls) await store.resolve(tenantId, refutedBy(call), atMs);
    }
    if (proven.length === 0 && performance.now() - lastSweepMs < sweepMs) return;
    lastSweepMs = performance.now();
    await store.resolveOutlived();
  }

  function begin({ tenantId }: StoredWarning, saying: Promise<void>): void {
    const done = saying.catch((error: unknown) =>
      log.error({ tenant: tenantId, err: error }, "a warning is stuck"),
    );
    shares.add(tenantId, done, ticker.wake);
  }

  async function sayOrPostpone(row: ClaimedWarning): Promise<void> {
    const { tenantId: tenant, cause, tries } = row;
    let askedMs = 0;
    try {
      if (await deliver(deps, row)) return;
    } catch (error) {
      // Anything else is a mistake of ours, and comes again no sooner for that.
      const level = error instanceof OutsideError ? "warn" : "error";
      askedMs = error instanceof OutsideError ? (error.waitMs ?? 0) : 0;
      log[level]({ tenant, cause, err: error }, "a warning could not be posted; it is tried again");
    }
    await queue.postponed(tenant, row, Math.max(askedMs, pausesMs[tries] ?? longestPauseMs));
  }

  const ticker = createTicker({
    everyMs: tickMs,
    tick,
    failed: (error) => log.error({ err: error }, "the warnings could not be read"),
  });

  return {
    start: ticker.start,
    wake: ticker.wake,
    succeeded(tenantId, call) {
      const calls = successes.get(tenantId) ?? new Map<CallKind, number>();
      successes.set(tenantId, calls.set(call, deps.now()));
      if (mayBeOpen) proving ??= setTimeout(ticker.wake, tickMs).unref();
    },
    stop(withinMs) {
      clearTimeout(proving);
      return ticker.stop(withinMs, shares.all);
    },
  };
}

/** Any call proves the key; that there are credits, only one that costs some. */
function refutedBy(call: CallKind): readonly string[] {
  const ofKey = ["", `${callTopic}:`, `${syncTopic}:`].flatMap((about) =>
    keyCauses.map((cause) => `${about}${cause}`),
  );
  const refuted = [...ofKey, videosTopic];
  switch (call) {
    case "create":
      return [...refuted, "outOfCredits"];
    case "call":
      return [...refuted, "outOfCredits", callTopic];
    case "sync":
      return [...refuted, syncTopic];
    case "push":
    case "read":
      return refuted;
  }
}
