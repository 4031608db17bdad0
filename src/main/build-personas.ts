import type { News } from "../commands/reply/news.ts";
import { createPlaces } from "../database/fleet/places.ts";
import { attemptsPerTenant, createLinkQueue } from "../database/link/link-queue.ts";
import { createLinkStore } from "../database/link/link-store.ts";
import type { Database } from "../database/opening/connect.ts";
import { createKeptChanges } from "../database/persona/kept-changes.ts";
import { createPersonaImports } from "../database/persona/persona-imports.ts";
import { createPersonaLists } from "../database/persona/persona-lists.ts";
import { type PersonaRecord, personaKind } from "../database/persona/persona-record.ts";
import { createPersonaStore } from "../database/persona/persona-store.ts";
import { createSyncRows } from "../database/persona/sync-rows.ts";
import { createVersionStore } from "../database/persona/version-store.ts";
import type { Secrets } from "../database/team/secrets.ts";
import { createSyncStore } from "../database/team/sync-store.ts";
import { createTenantStore } from "../database/team/tenant-store.ts";
import { type OutcomeWait, usualOutcomeWait } from "../link/await-outcome.ts";
import { createGate, type Gate } from "../link/gates/gate.ts";
import { createSharedGate } from "../link/gates/shared-gate.ts";
import { createLinkKind, type LinkKind } from "../link/kind.ts";
import type { Linking, LinkTools } from "../link/port.ts";
import { tellDirectly } from "../link/settle.ts";
import { createToldBatch, type ToldBatch } from "../link/told-batch.ts";
import type { Watchers } from "../link/watching/watchers.ts";
import { createWorker, type Worker } from "../link/worker.ts";
import type { Log } from "../log.ts";
import type { PersonaDeps } from "../personas/deps.ts";
import { createPersonaPort } from "../personas/persona-port.ts";
import { createPersonas, type Personas } from "../personas/personas.ts";
import { createTeamAccounts } from "../personas/team-account.ts";
import type { TavusClient } from "../tavus/client.ts";
import type { TenantKeys } from "../tenants/keys.ts";
import type { LimitKind, Limits } from "../tenants/limits.ts";
import type { FailureReporter } from "../warnings/warnings.ts";
import { buildWatchers } from "./kinds/build-watchers.ts";

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
  /** This process, where several share the database. */
  instance?: string | undefined;
  tavus: TavusClient;
  keys: TenantKeys;
  news: News;
  /** Teams may see and link what others have in the Tavus account they share. */
  isAccountShared?: boolean;
  /** What making personas takes of the day's limits; absent where nothing is limited. */
  limits?: Pick<Limits, "limitOf">;
  /** Absent where no team is to hear of failures. */
  warnings?: FailureReporter;
  log: Log;
  outcomeWait?: OutcomeWait | undefined;
  /** Opens where answers stand; absent: whoever is told later is told by a message of its own. */
  secrets?: Pick<Secrets, "open"> | undefined;
  startThread?: Parameters<typeof createTeamAccounts>[0]["startThread"];
  /** What else the queue makes in Tavus, the most urgent first; personas come after it. */
  others?: readonly OtherKind[];
};

/** A kind of object beside personas, built on the tools that all share. */
export type OtherKind = {
  name: string;
  /** The daily limit from which making one takes 1. */
  limit?: LimitKind;
  build(tools: LinkTools): LinkKind;
};

/** Personas with their queue, which need each other: a verb wakes the worker, the worker does verbs. */
export function buildPersonas(options: PersonaOptions): PersonaParts {
  const { database, tavus, keys, news, log, isAccountShared = false, others = [] } = options;
  const names = [...others.map(({ name }) => name), personaKind];
  const wakeQueue = () => {
    worker.wake();
    database.wakes.tellOthers("queue");
  };
  const tools = buildTools(options, names, wakeQueue);
  const store = createPersonaStore(database);
  const versions = createVersionStore(database);
  const imports = createPersonaImports(database);
  const hooks = { makeRoom: imports.makeRoom, mayShare: isAccountShared };
  const links = createLinkStore(database, personaKind, hooks);
  const accounts = createTeamAccounts({
    tavus,
    links,
    isShared: isAccountShared,
    startThread: options.startThread,
  });
  const port = createPersonaPort({ store, versions, tavus, accounts, announcements: news });
  const linking: Linking<PersonaRecord> = {
    ...tools,
    links,
    port,
    watchers: buildWatchers({
      ...options,
      kind: personaKind,
      load: port.load,
      tell: (record) => tellDirectly(linking, record),
    }),
    told: createToldBatch(links, log, { isShared: database.engine === "postgres" }),
  };
  const ending = new AbortController();
  const deps: PersonaDeps = {
    store,
    linking,
    keys,
    accounts,
    imports,
    kept: createKeptChanges(database),
    versions,
    lists: createPersonaLists(database),
    runs: createSyncStore(database),
    rows: createSyncRows(database),
    ending: ending.signal,
  };
  const kind = createLinkKind(linking);
  const worker = createWorker(tools, [...others.map((other) => other.build(tools)), kind]);
  const personas = createPersonas(deps, () => ending.abort());
  return { personas, worker, watchers: linking.watchers, toldBatch: linking.told, kind };
}

/** `kinds` are those that the queue works for, the most urgent first. */
export function buildTools(
  options: PersonaOptions,
  kinds: readonly string[],
  wakeQueue: () => void,
): LinkTools {
  const { database, keys, limits, warnings = noReporter, log, outcomeWait = usualOutcomeWait } = options;
  const limitKinds: [string, LimitKind][] = [
    [personaKind, "creates"],
    ...(options.others ?? []).flatMap(({ name, limit }): [string, LimitKind][] =>
      limit ? [[name, limit]] : [],
    ),
  ];
  return {
    queue: createLinkQueue(database, kinds),
    tenants: createTenantStore(database),
    keys,
    log,
    async makingLimits(tenantId) {
      if (!limits) return new Map();
      const limited = limitKinds.map(async ([name, kind]) => {
        return [name, { kind, amount: 1, limit: await limits.limitOf(tenantId, kind) }] as const;
      });
      return new Map(await Promise.all(limited));
    },
    gate: buildGate(database),
    answerOf: ({ tenantId, answerSealed: sealed }) =>
      sealed === undefined ? undefined : options.secrets?.open(tenantId, sealed),
    warnings,
    now: database.now,
    random: Math.random,
    wakeQueue,
    outcomeWait,
  };
}

const noReporter: FailureReporter = { raise: async () => undefined, succeeded: () => undefined };

/** Where several processes may be at work, they share a team's places. */
function buildGate(database: Database): Gate {
  if (database.engine === "sqlite") return createGate(attemptsPerTenant);
  return createSharedGate(createPlaces(database, attemptsPerTenant), attemptsPerTenant);
}
