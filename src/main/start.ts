import type { Config } from "../config.ts";
import { createInstanceStore } from "../database/fleet/instance-store.ts";
import { isServed } from "../database/fleet/served.ts";
import { longestDueMs } from "../database/link/overdue.ts";
import { connectDatabase, type Database } from "../database/opening/connect.ts";
import { exposedData } from "../database/opening/exposed-data.ts";
import { migrateToLatest } from "../database/opening/migrate.ts";
import { createKnownKeys } from "../database/sealed/known-keys.ts";
import { createStateStore } from "../database/team/state-store.ts";
import type { Log } from "../log.ts";
import { randomId } from "../random-id.ts";
import { createTavusClient } from "../tavus/client.ts";
import { startWebServer, type WebServer } from "../web/server.ts";
import { within } from "../within.ts";
import { buildParts, type Parts } from "./build-parts.ts";
import { createPresence } from "./fleet/presence.ts";
import { createServing } from "./fleet/serving.ts";
import { createHealth } from "./health.ts";
import { startHousekeeping } from "./housekeeping.ts";
import { createOperatorLog, logLockedKeys } from "./log-keys.ts";
import { createPlatforms, type Platforms } from "./platforms/platforms.ts";
import { recallWorkspace } from "./platforms/workspace-memory.ts";
import { describeProgram } from "./program.ts";
import { watchDirect } from "./watch-direct.ts";
import { keepYoungSpace } from "./young-space.ts";

const firstTryPatienceMs = 15_000;

export type StartOptions = {
  config: Config;
  log: Log;
  /** No platform that is configured can work; a sentence with cause and remedy for each, one a line. */
  onFatal(sentences: string): void;
  /** Default: `connectDatabase`. */
  connect?: typeof connectDatabase;
};

export type RunningBot = {
  /** Says to whoever asks that nobody is to be sent here any more; work goes on. */
  drain(): void;
  /** Stops taking work, lets what is in flight end within `patienceMs`, and closes everything in reverse order. */
  stop(patienceMs: number): Promise<void>;
};

/**
 * Builds the parts, each from those above it, and starts them. Warnings and housekeeping start with the database, the queue
 * when each platform has had its first try; each platform connects by itself, now or later. Throws OutsideError with a
 * sentence for the operator when the database or the port cannot be used; what was opened until then is closed again.
 */
export async function startBot(options: StartOptions): Promise<RunningBot> {
  const opened: (() => Promise<void>)[] = [];
  try {
    return await openParts(options, opened);
  } catch (error) {
    await closeAll(opened, options.log);
    throw error;
  }
}

async function openParts(
  { config, log, onFatal, connect = connectDatabase }: StartOptions,
  opened: (() => Promise<void>)[],
): Promise<RunningBot> {
  const serving = createServing(config);
  const serves = (column: string) => isServed(serving.served(), column);
  const database: Database = { ...(await connect(config.database)), serves };
  opened.push(() => database.close());
  const { isAhead } = await migrateToLatest(database);
  if (isAhead)
    log.info("a newer version has migrated the tables, and says that this one may go on with them");
  for (const { sentence, remedy } of exposedData(config.database))
    log.warn(`${sentence} Close it: ${remedy}`);
  const instances = createInstanceStore(database, randomId(6));
  opened.push(() => instances.end());
  const metrics = await beginMetrics(config, database);
  const { apiUrl, vocabulary } = config.tavus;
  const tavus = createTavusClient({ apiUrl, vocabulary, onAnswered: metrics?.tavusAnswered });
  opened.push(async () => tavus.close());
  const state = createStateStore(database);
  const parts: Parts = buildParts({
    config,
    database,
    tavus,
    log,
    onEnded: metrics?.interactionEnded,
    channelsOf: (tenantId) => platforms.channelsOf(tenantId),
    sendDirectFor: watchDirect((tenantId) => platforms.sendDirectFor(tenantId), {
      warnings: () => parts.warnings,
      log,
    }),
  });
  const { dispatcher, worker, keeper, followUps, poster, owed, autoSync, follower, keys, events } = parts;
  const { dispatch } = dispatcher;
  const sayOperatorUse = createOperatorLog({
    keys,
    isAccountShared: config.tavus.isAccountShared ?? false,
    log,
  });
  let isReady = false;
  const platforms = createPlatforms({
    config,
    log,
    onFatal,
    state,
    serving,
    keys,
    events,
    dispatch,
    teamsKnown() {
      worker.keysSettled();
      if (isReady) void quietly(sayOperatorUse);
    },
  });
  let web: WebServer | undefined;
  if (config.port !== undefined) {
    const server = await startWebServer({
      port: config.port,
      slackListener: platforms.slackListener,
      callbacks: parts.callbacks,
      health: createHealth({
        database,
        worker,
        longestDueMs: () => longestDueMs(database),
        platforms: platforms.health,
      }),
      metrics: metrics?.door({ database, queueSilentForMs: worker.silentForMs, platforms: platforms.health }),
    });
    opened.push(() => server.close());
    log.info({ port: server.port }, "listening");
    web = server;
  }
  opened.push(() => platforms.close());
  if (config.slack) {
    const workspace = await recallWorkspace({ state, botToken: config.slack.botToken });
    if (workspace !== undefined) {
      keys.setWorkspace(workspace);
      serving.addWorkspace(workspace);
    }
  }
  await createKnownKeys(database).note(parts.secrets?.fingerprints ?? []);
  const presence = createPresence({
    instances,
    platforms: () => statesOf(platforms),
    async beaten() {},
    log,
  });
  presence?.start();
  poster.start();
  owed.start();
  const housekeeping = startHousekeeping({ database, instances, ...parts, log });
  let isStopping = false;

  async function announce(): Promise<void> {
    await firstTries(platforms);
    if (isStopping) return;
    // By now a platform that can be reached has said which teams have removed the bot: nothing is made for those.
    worker.start();
    keeper.start();
    followUps.start();
    // A sync tells people what it lacks, so it waits until it shows whose key is whose.
    autoSync.start();
    follower.start();
    log.info({ instance: instances.id, engine: database.engine, platforms: statesOf(platforms) }, "ready");
    isReady = true;
    keepYoungSpace();
    await sayOperatorUse();
    await logLockedKeys({ ...parts, database, log });
  }

  function quietly(say: () => Promise<void>): Promise<void> {
    return say().catch((error: unknown) =>
      log.warn({ err: error }, "whose keys are in use could not be looked up"),
    );
  }

  async function endsCallsAtShutdown(tenantId: string): Promise<boolean> {
    return (await parts.settings.of(tenantId)).endsCallsAtShutdown;
  }

  // Not waited for: the bot can be stopped, and does its work, while a platform hangs.
  void quietly(announce);

  return {
    drain: () => web?.drain(),
    async stop(patienceMs) {
      web?.drain();
      isStopping = true;
      platforms.stopListening();
      housekeeping.stop();
      autoSync.stop();
      await Promise.all([
        dispatcher.idle(patienceMs),
        parts.conversations.endOwn(endsCallsAtShutdown, patienceMs),
        worker.stop(patienceMs),
        poster.stop(patienceMs),
        follower.stop(patienceMs),
      ]);
      await Promise.all([keeper.stop(patienceMs), followUps.stop(patienceMs)]);
      await owed.stop(patienceMs);
      parts.watchers.close();
      parts.videoWatchers.close();
      await Promise.all([parts.toldBatch.flush(), parts.conversationsTold.flush(), parts.videosTold.flush()]);
      await parts.records.audit.flush();
      await presence?.stop(patienceMs, () => []);
      await closeAll(opened, log);
    },
  };
}

/** Nothing of it is loaded where nobody could read it. */
async function beginMetrics({ metricsToken: token, port }: Config, database: Database) {
  if (token === undefined || port === undefined) return undefined;
  const { createMetrics } = await import("../metrics/metrics.ts");
  const { name: _name, ...build } = describeProgram(database);
  const { page, ...observed } = createMetrics(build);
  return { ...observed, door: (sources: Parameters<typeof page>[0]) => ({ token, ...page(sources) }) };
}

/** A platform that hangs does not hold up the word that the bot is there. */
async function firstTries(platforms: Platforms): Promise<void> {
  await within(platforms.start(), firstTryPatienceMs);
}

function statesOf(platforms: Platforms): Record<string, string> {
  return Object.fromEntries(Object.entries(platforms.health()).map(([name, { state }]) => [name, state]));
}

async function closeAll(opened: (() => Promise<void>)[], log: Log): Promise<void> {
  for (const close of opened.reverse()) {
    // One part that does not close must not keep the others open.
    await close().catch((error: unknown) => log.error({ err: error }, "a part did not close cleanly"));
  }
}
