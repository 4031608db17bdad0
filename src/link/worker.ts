import type { PersonaDeps } from "../personas/deps.ts";
import { personaFromRow } from "../personas/persona.ts";
import type { TavusKey } from "../tenants/keys.ts";
import { createTicker } from "../ticker.ts";
import { attemptCreate } from "./attempt.ts";
import { lookForLost } from "./find-lost.ts";
import { missingKeyOf, waitForKey } from "./missing-key.ts";
import { leaseMs } from "./outcome.ts";
import { pushRevision } from "./push.ts";
import { removeRemembered } from "./remembered-removals.ts";
import { settle, tellDirectly } from "./settle.ts";
import { removeSurplus } from "./surplus.ts";

const tickMs = 1000;
/** Sweeps look for what a dead process left undone; they need not be quick. */
const sweepMs = 30_000;
const tenantsPerTick = 20;
const untoldPerSweep = 50;
const untoldLeaseMs = 300_000;
const pausedPerPage = 200;

export type Worker = {
  start(): void;
  /** Looks at once what is due. */
  wake(): void;
  /** Takes nothing new; resolves when what is in flight has ended, or after `withinMs`. */
  stop(withinMs: number): Promise<void>;
};

/**
 * Works off the queue: the one place, beside a persona's very first call, from which Tavus is asked to make anything.
 * Nothing lives in its memory that a restart needs.
 */
export function createWorker(deps: PersonaDeps): Worker {
  const busy = new Map<string, Promise<void>>();
  let lastSweepMs = 0;

  async function tick(): Promise<void> {
    const toSend = await deps.queue.claimableTenants(false, tenantsPerTick);
    for (const tenantId of toSend) begin(tenantId, () => sendDue(deps, tenantId));
    const toLook = await deps.queue.claimableTenants(true, tenantsPerTick);
    for (const tenantId of toLook) begin(tenantId, () => lookIn(deps, tenantId));
    if (performance.now() - lastSweepMs < sweepMs) return;
    lastSweepMs = performance.now();
    begin("sweep", () => sweep(deps));
  }

  /** One piece of work per tenant at a time; where it found something to do there may be more. */
  function begin(tenantId: string, work: () => Promise<boolean>): void {
    if (ticker.isStopped() || busy.has(tenantId)) return;
    const done = work()
      .catch((error: unknown) => {
        deps.log.error({ tenant: tenantId, err: error }, "queue work failed");
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
    failed: (error) => deps.log.error({ err: error }, "the queue could not be read"),
  });

  return {
    start() {
      lastSweepMs = performance.now() - sweepMs;
      ticker.start();
      begin("paused", () => liftPausesOfOtherKeys(deps));
    },
    wake: ticker.wake,
    stop: (withinMs) => ticker.stop(withinMs, () => busy.values()),
  };
}

async function sendDue(deps: PersonaDeps, tenantId: string): Promise<boolean> {
  const key = await keyOrPause(deps, tenantId);
  if (!key) return false;
  const openedAtMs = performance.now();
  const rows = await deps.queue.claimAttempts(tenantId, { keyTag: key.tag, leaseMs });
  await Promise.all(
    rows.map(async (row) => {
      if (row.link === "pending") {
        await attemptCreate(deps, { row, key, openedAtMs });
        await settle(deps, tenantId, row.id);
      } else await pushRevision(deps, { row, key, openedAtMs });
    }),
  );
  return rows.length > 0;
}

async function lookIn(deps: PersonaDeps, tenantId: string): Promise<boolean> {
  const key = await keyOrPause(deps, tenantId);
  if (key) await lookForLost(deps, tenantId, key);
  return false;
}

async function keyOrPause(deps: PersonaDeps, tenantId: string): Promise<TavusKey | undefined> {
  const key = await deps.keys.keyFor(tenantId);
  if (key) return key;
  const cause = await missingKeyOf(deps, tenantId);
  await deps.outcomes.waitForKey(tenantId, cause);
  await waitForKey(deps, tenantId, { cause });
  return undefined;
}

async function sweep(deps: PersonaDeps): Promise<boolean> {
  await removeSurplus(deps);
  await removeRemembered(deps);
  const untold = await deps.queue.claimUntold(untoldPerSweep, untoldLeaseMs);
  for (const row of untold) await tellDirectly(deps, personaFromRow(row));
  return false;
}

/** A pause holds for one key. With another, at start, there is no reason to wait the rest of it. */
async function liftPausesOfOtherKeys(deps: PersonaDeps): Promise<boolean> {
  let after = "";
  for (;;) {
    const tenants = await deps.tenants.claimPaused(after, pausedPerPage);
    for (const { tenantId, queuePause } of tenants) {
      const key = await deps.keys.keyFor(tenantId);
      if ((key?.tag ?? null) !== queuePause?.keyTag) await deps.tenants.resumeQueue(tenantId);
    }
    after = tenants.at(-1)?.tenantId ?? "";
    if (tenants.length < pausedPerPage) return true;
  }
}
