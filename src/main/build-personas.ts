import type { News } from "../commands/reply/news.ts";
import { attemptsPerTenant, createLinkQueue } from "../database/link/link-queue.ts";
import { createLinkStore } from "../database/link/link-store.ts";
import type { Database } from "../database/opening/connect.ts";
import { createPersonaImports } from "../database/persona/persona-imports.ts";
import { createPersonaLists } from "../database/persona/persona-lists.ts";
import { type PersonaRecord, personaKind } from "../database/persona/persona-record.ts";
import { createPersonaStore } from "../database/persona/persona-store.ts";
import { createSyncRows } from "../database/persona/sync-rows.ts";
import { createSyncStore } from "../database/team/sync-store.ts";
import { createTenantStore } from "../database/team/tenant-store.ts";
import { type OutcomeWait, usualOutcomeWait } from "../link/await-outcome.ts";
import { createGate } from "../link/gate.ts";
import { createLinkKind, type LinkKind } from "../link/kind.ts";
import type { Linking, LinkTools } from "../link/port.ts";
import { createToldBatch, type ToldBatch } from "../link/told-batch.ts";
import { createWatchers, type Watchers } from "../link/watchers.ts";
import { createWorker, type Worker } from "../link/worker.ts";
import type { Log } from "../log.ts";
import type { PersonaDeps } from "../personas/deps.ts";
import { createPersonaPort } from "../personas/persona-port.ts";
import { createPersonas, type Personas } from "../personas/personas.ts";
import { createTeamAccounts } from "../personas/team-account.ts";
import { createReplicaCache } from "../replicas/replica-cache.ts";
import type { TavusClient } from "../tavus/client.ts";
import type { TenantKeys } from "../tenants/keys.ts";
import type { Limits } from "../tenants/limits.ts";
import type { FailureReporter } from "../warnings/warnings.ts";

export type PersonaParts = {
  personas: Personas;
  worker: Worker;
  watchers: Pick<Watchers<PersonaRecord>, "close">;
  toldBatch: ToldBatch;
  /** What the queue does with personas. */
  kind: LinkKind;
};

export type PersonaOptions = {
  database: Database;
  tavus: TavusClient;
  keys: TenantKeys;
  news: News;
  /** Teams may see and link what others have in the Tavus account they share. */
  isAccountShared?: boolean;
  /** What making personas takes of the day's limits; absent where nothing is limited. */
  limits?: Pick<Limits, "limitOf">;
  /** Absent where no team is to hear of failures. */
  warnings?: FailureReporter;
  /** Other kinds of objects that the queue works for, the most urgent first; they go before personas. */
  beside?: readonly { kind: string; build(tools: LinkTools): LinkKind }[];
  log: Log;
  outcomeWait?: OutcomeWait | undefined;
};

/** Personas with their queue, which need each other: a verb wakes the worker, the worker does verbs. */
export function buildPersonas(options: PersonaOptions): PersonaParts {
  const { database, tavus, keys, news, log, isAccountShared = false, beside = [] } = options;
  const kinds = [...beside.map(({ kind }) => kind), personaKind];
  const tools = buildTools(options, kinds, () => worker.wake());
  const store = createPersonaStore(database);
  const imports = createPersonaImports(database);
  const hooks = { makeRoom: imports.makeRoom, mayShare: isAccountShared };
  const links = createLinkStore(database, personaKind, hooks);
  const accounts = createTeamAccounts({ tavus, links, isShared: isAccountShared });
  const linking: Linking<PersonaRecord> = {
    ...tools,
    links,
    port: createPersonaPort({ store, tavus, accounts, announcements: news }),
    watchers: createWatchers(),
    told: createToldBatch(links, log),
  };
  const deps: PersonaDeps = {
    store,
    linking,
    keys,
    accounts,
    imports,
    lists: createPersonaLists(database),
    runs: createSyncStore(database),
    rows: createSyncRows(database),
  };
  const kind = createLinkKind(linking);
  const others = beside.map(({ build }) => build(tools));
  const worker = createWorker(tools, [...others, kind]);
  const personas = createPersonas(deps, createReplicaCache(tavus, log, Date.now));
  return { personas, worker, watchers: linking.watchers, toldBatch: linking.told, kind };
}

/** `kinds` are those that the queue works for, the most urgent first. */
export function buildTools(
  { database, keys, limits, warnings = noReporter, log, outcomeWait = usualOutcomeWait }: PersonaOptions,
  kinds: readonly string[],
  wakeQueue: () => void,
): LinkTools {
  return {
    queue: createLinkQueue(database, kinds),
    tenants: createTenantStore(database),
    keys,
    log,
    async makingLimits(tenantId) {
      const limit = await limits?.limitOf(tenantId, "creates");
      return new Map(limit && [[personaKind, { kind: "creates", amount: 1, limit }]]);
    },
    gate: createGate(attemptsPerTenant),
    warnings,
    now: database.now,
    random: Math.random,
    wakeQueue,
    outcomeWait,
  };
}

const noReporter: FailureReporter = { raise: async () => undefined, succeeded: () => undefined };
