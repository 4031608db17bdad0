import type { News } from "../commands/news.ts";
import type { Database } from "../database/connect.ts";
import { createPersonaLists } from "../database/persona-lists.ts";
import { createPersonaOutcomes } from "../database/persona-outcomes.ts";
import { attemptsPerTenant, createPersonaQueue } from "../database/persona-queue.ts";
import { createPersonaStore } from "../database/persona-store.ts";
import { createPersonaSyncStore } from "../database/persona-sync-store.ts";
import { createPersonaSyncWrites } from "../database/persona-sync-writes.ts";
import { createSyncStore } from "../database/sync-store.ts";
import { createTenantStore } from "../database/tenant-store.ts";
import { createWaitingPersonas } from "../database/waiting-personas.ts";
import type { Log } from "../log.ts";
import type { PersonaDeps } from "../personas/deps.ts";
import { createGate } from "../personas/gate.ts";
import { createPersonas, type Personas } from "../personas/personas.ts";
import { createReplicaCache } from "../personas/replica-cache.ts";
import { createTellings, type Tellings } from "../personas/tellings.ts";
import { createWatchers, type Watchers } from "../personas/watchers.ts";
import { createWorker, type Worker } from "../personas/worker.ts";
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
