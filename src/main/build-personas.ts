import type { News } from "../commands/reply/news.ts";
import type { Database } from "../database/opening/connect.ts";
import { createPersonaLists } from "../database/persona/persona-lists.ts";
import { createPersonaOutcomes } from "../database/persona/persona-outcomes.ts";
import { attemptsPerTenant, createPersonaQueue } from "../database/persona/persona-queue.ts";
import { createPersonaStore } from "../database/persona/persona-store.ts";
import { createPersonaSyncStore } from "../database/persona/persona-sync-store.ts";
import { createPersonaSyncWrites } from "../database/persona/persona-sync-writes.ts";
import { createWaitingPersonas } from "../database/persona/waiting-personas.ts";
import { createSyncStore } from "../database/team/sync-store.ts";
import { createTenantStore } from "../database/team/tenant-store.ts";
import { createGate } from "../link/gate.ts";
import { createTellings, type Tellings } from "../link/tellings.ts";
import { createWatchers, type Watchers } from "../link/watchers.ts";
import { createWorker, type Worker } from "../link/worker.ts";
import type { Log } from "../log.ts";
import type { PersonaDeps } from "../personas/deps.ts";
import { createPersonas, type Personas } from "../personas/personas.ts";
import { createReplicaCache } from "../replicas/replica-cache.ts";
import type { TavusClient } from "../tavus/client.ts";
import type { TenantKeys } from "../tenants/keys.ts";
import type { Alarm } from "../warnings/warnings.ts";

export type PersonaParts = { personas: Personas; worker: Worker; watchers: Watchers; tellings: Tellings };

/** Personas with their queue, which need each other: a verb wakes the worker, the worker does verbs. */
export function buildPersonas({
  database,
  tavus,
  keys,
  news,
  warnings = noAlarm,
  log,
}: {
  database: Database;
  tavus: TavusClient;
  keys: TenantKeys;
  news: News;
  /** Absent where no team is to hear of failures. */
  warnings?: Alarm;
  log: Log;
}): PersonaParts {
  const watchers = createWatchers();
  const outcomes = createPersonaOutcomes(database);
  const tellings = createTellings(outcomes, log);
  const deps: PersonaDeps = {
    store: createPersonaStore(database),
    lists: createPersonaLists(database),
    outcomes,
    tellings,
    warnings,
    queue: createPersonaQueue(database),
    waiting: createWaitingPersonas(database),
    syncs: createSyncStore(database),
    syncRows: createPersonaSyncStore(database),
    syncWrites: createPersonaSyncWrites(database),
    tenants: createTenantStore(database),
    keys,
    tavus,
    log,
    gate: createGate(attemptsPerTenant),
    watchers,
    now: database.now,
    random: Math.random,
    announce: news.announce,
    announceRemoval: news.announceRemoval,
    wakeQueue: () => worker.wake(),
  };
  const worker = createWorker(deps);
  const personas = createPersonas(deps, createReplicaCache(tavus, log, Date.now));
  return { personas, worker, watchers, tellings };
}

const noAlarm: Alarm = { raise: async () => undefined, succeeded: () => undefined };
