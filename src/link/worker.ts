import { createTicker, type Rounds } from "../ticker.ts";
import { asWork } from "../work.ts";
import { createClockWatch } from "./clock-watch.ts";
import { allOf, type ByTeam, createByTeam } from "./gates/by-team.ts";
import type { LinkKind } from "./kind.ts";
import { oneByOne, onPages } from "./one-by-one.ts";
import { leaseMs } from "./outcome.ts";
import { keyOrPause } from "./pause-queue.ts";
import type { LinkTools } from "./port.ts";
import { checkAgainMs, checksPerRound } from "./removals/surplus.ts";

const tickMs = 1000;
/** A sweep looks for what a dead process has left undone, which need not be quick. */
const sweepMs = 30_000;
const tenantsPerTick = 20;
const untoldPerSweep = 50;
const untoldLeaseMs = 300_000;
const pausedPerPage = 200;
/**
 * How long a process that dies in a search holds up the next one. A reading may take longer: a second one beside it only
 * costs its requests, for every decision holds for one attempt and is made once.
 */
const searchLeaseMs = 20_000;

export type Worker = Rounds & {
  /** To be called when it is known which teams use the operator's key: the queues of those that waited for a key go on. */
  keysSettled(): void;
  /** How long ago the queue was last read without a failure. */
  silentForMs(): number;
};

/**
 * Works off the queue: the one place, beside a record's very first call, from which Tavus is asked to make anything.
 * Nothing lives in its memory that a restart needs.
 */
export function createWorker(tools: LinkTools, kinds: readonly LinkKind[]): Worker {
  const busy = new Map<string, Promise<void>>();
  const sweep = createSweep(tools, kinds);
  const clock = createClockWatch(tools.now);
  let lastSweepMs = 0;
  let sweeps = 0;
  let areTimesSound = false;

  async function tick(): Promise<void> {
    if (clock.wasSetBack()) areTimesSound = false;
    if (!areTimesSound) await tools.queue.bringTimesBack();
    areTimesSound = true;
    // Those under way have most of their backlog still due: they would keep the others out.
    const toSend = await tools.queue.dueTenants(false, tenantsPerTick, [...busy.keys()]);
    for (const tenantId of toSend) begin(tenantId, () => sendDue(tools, kinds, tenantId));
    const toFind = await tools.queue.dueTenants(true, tenantsPerTick);
    for (const tenantId of toFind) begin(tenantId, () => findLostIn(tools, kinds, tenantId));
    if (performance.now() - lastSweepMs < sweepMs) return;
    lastSweepMs = performance.now();
    // The next one does not wait for a team that this one is still at.
    sweeps += 1;
    begin(`sweep ${sweeps}`, sweep);
  }

  /** One piece of work per tenant at a time; where it found something to do there may be more. */
  function begin(tenantId: string, work: () => Promise<boolean>): void {
    if (ticker.isStopped() || busy.has(tenantId)) return;
    const done = asWork(tools.now(), work)
      .catch((error: unknown) => {
        tools.log.error({ tenant: tenantId, err: error }, "queue work failed");
        return false;
      })
      .then((mayBeMore) => {
        busy.delete(tenantId);
        if (mayBeMore) ticker.wake();
      });
    busy.set(tenantId, done);
  }

  const ticker = createTicker({
    everyMs: tickMs,
    tick,
    failed: (error) => tools.log.error({ err: error }, "the queue could not be read"),
  });

  return {
    start(everyMs) {
      lastSweepMs = performance.now() - sweepMs;
      ticker.start(everyMs);
      begin("paused", () => liftPausesOfOtherKeys(tools));
    },
    wake: ticker.wake,
    keysSettled: () => begin("paused", () => liftPausesOfOtherKeys(tools)),
    stop: (withinMs) => ticker.stop(withinMs, () => busy.values()),
    silentForMs: ticker.silentForMs,
  };
}

async function sendDue(tools: LinkTools, kinds: readonly LinkKind[], tenantId: string): Promise<boolean> {
  const key = await keyOrPause(tools, tenantId);
  if (!key) return false;
  const { refused, isMore } = await tools.queue.takeAllowances(tenantId, await tools.makingLimits(tenantId));
  for (const link of refused) await kindOf(kinds, link.kind)?.settle(link);
  const openedAtMs = performance.now();
  const opened = await tools.queue.openAttempts(tenantId, { keyTag: key.tag, leaseMs });
  await Promise.all(opened.map((link) => kindOf(kinds, link.kind)?.send(link, { key, openedAtMs })));
  return opened.length > 0 || isMore;
}

async function findLostIn(tools: LinkTools, kinds: readonly LinkKind[], tenantId: string): Promise<boolean> {
  const key = await keyOrPause(tools, tenantId);
  if (!key || !(await tools.tenants.beginSearch(tenantId, searchLeaseMs))) return false;
  let isMore = false;
  try {
    await oneByOne(kinds, async (kind) => {
      isMore = (await kind.findLost(tenantId, key)) || isMore;
    });
  } finally {
    await tools.tenants.endSearch(tenantId);
  }
  return isMore;
}

function createSweep(tools: LinkTools, kinds: readonly LinkKind[]): () => Promise<boolean> {
  const [checks, tellings] = [createByTeam(), createByTeam()];
  const steps = [
    () => checkSurplus(tools, kinds, checks),
    ...kinds.flatMap((kind) => [() => kind.removeRemembered(), () => kind.removeLeftovers()]),
    () => tellUntold(tools, kinds, tellings),
  ];
  return async () => {
    await allOf(steps, (step) => step());
    return false;
  };
}

function tellUntold({ queue }: LinkTools, kinds: readonly LinkKind[], byTeam: ByTeam): Promise<void> {
  return byTeam(
    (except) => queue.claimUntold(untoldPerSweep, untoldLeaseMs, except),
    (untold) => oneByOne(untold, async (link) => kindOf(kinds, link.kind)?.tell(link)),
  );
}

function checkSurplus(tools: LinkTools, kinds: readonly LinkKind[], byTeam: ByTeam): Promise<void> {
  return byTeam(
    (except) => tools.queue.claimSurplusChecks(checksPerRound, checkAgainMs, except),
    async (due, tenantId) => {
      const keys = await tools.keys.keysEver(tenantId);
      if (keys.length === 0) return;
      const groups = Map.groupBy(due, ({ kind }) => kind);
      await oneByOne(groups, async ([kind, links]) => kindOf(kinds, kind)?.removeSurplus(links, keys));
    },
  );
}

function kindOf(kinds: readonly LinkKind[], name: string): LinkKind | undefined {
  return kinds.find(({ kind }) => kind === name);
}

/** A pause holds for one key. With another, at start, there is no reason to wait the rest of it. */
async function liftPausesOfOtherKeys({ tenants, keys }: LinkTools): Promise<boolean> {
  const read = (after: string) => tenants.listPaused(after, pausedPerPage);
  const paused = onPages(pausedPerPage, read, ({ tenantId }) => tenantId);
  await oneByOne(paused, async ({ tenantId, queuePause }) => {
    if (!(await keys.isSettled(tenantId))) return;
    const key = await keys.keyFor(tenantId);
    if ((key?.tag ?? null) !== queuePause?.keyTag) await tenants.resumeQueue(tenantId);
  });
  return true;
}
