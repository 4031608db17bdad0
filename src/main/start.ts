import { createPreview } from "../commands/persona-show/persona-preview.ts";
import type { Config } from "../config.ts";
import { readDueTimes } from "../database/due-times.ts";
import { isServed } from "../database/fleet/served.ts";
import { createShardStore } from "../database/fleet/shard-store.ts";
import { createInstallationStore } from "../database/installation/installation-store.ts";
import { longestDueMs } from "../database/link/overdue.ts";
import { connectDatabase, type Database, whereaboutsOf } from "../database/opening/connect.ts";
import { explainIfKnown } from "../database/opening/database-errors.ts";
import { doubtsAbout } from "../database/opening/doubts.ts";
import { migrateToLatest } from "../database/opening/migrate.ts";
import { createKnownKeys } from "../database/sealed/known-keys.ts";
import { createStateStore } from "../database/team/state-store.ts";
import { watchWrites } from "../database/watch-writes.ts";
import { OutsideError } from "../errors.ts";
import type { Log } from "../log.ts";
import { createTavusClient } from "../tavus/client.ts";
import { startWebServer, type WebServer } from "../web/server.ts";
import { within } from "../within.ts";
import { type Alarm, byThemselvesMs, createAlarm } from "./background/alarm.ts";
import { startHousekeeping } from "./background/housekeeping.ts";
import { buildParts } from "./build-parts.ts";
import { buildFleet, type Fleet } from "./fleet/fleet.ts";
import { createServing, type Serving } from "./fleet/serving.ts";
import { createHealth } from "./health.ts";
import { createOperatorLog, logLockedKeys } from "./log-keys.ts";
import { becomeOnlyBot } from "./only-bot.ts";
import type { Parts } from "./parts.ts";
import { createPlatforms, type Platforms } from "./platforms/platforms.ts";
import { watchDirect } from "./platforms/watch-direct.ts";
import { recallWorkspace } from "./platforms/workspace-memory.ts";
import { describeProgram } from "./program.ts";

/** How long work in flight may take once the process was asked to stop; what is left is taken up when its lease ends. */
const usualStopSeconds = 4;
/** For all that comes after it: a supervisor is told to wait as long before it kills. */
const closingMs = 10_000;
const firstTryPatienceMs = 15_000;
/** Others hear at their next beat of the shards that they are to take over: until then somebody has to answer. */
const handOverMs = 7000;
/** What came in just before the doors were closed may take so long beside what was waited for already. */
const lastPatienceMs = 500;

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
  /** Stops taking work, lets what is in flight end within `patienceMs`, and closes everything in reverse order. Default: as it is set. */
  stop(patienceMs?: number): Promise<void>;
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
    throw error instanceof OutsideError
      ? error
      : explainIfKnown(error, whereaboutsOf(options.config.database));
  }
}

async function openParts(
  { config, log, onFatal, connect = connectDatabase }: StartOptions,
  opened: (() => Promise<void>)[],
): Promise<RunningBot> {
  const serving = createServing(config);
  const { database, alarm } = await openDatabase({ config, log, connect }, { serving, opened });
  const fleet = buildFleet(database, log);
  opened.push(() => fleet.instances.end());
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
    others: fleet.interactions,
    instance: fleet.instances.isShared ? fleet.instances.id : undefined,
    channelsOf: (tenantId) => platforms.channelsOf(tenantId),
    sendDirectFor: watchDirect((tenantId) => platforms.sendDirectFor(tenantId), {
      warnings: () => parts.warnings,
      log,
    }),
  });
  const { dispatcher, worker, keeper, followUps, poster, owed, autoSync, follower, keys, events } = parts;
  const { pageKeeper } = parts;
  const { dispatch } = dispatcher;
  const sayOperatorUse = createOperatorLog({
    keys,
    isAccountShared: config.tavus.isAccountShared ?? false,
    log,
  });
  const queueSilentForMs = () => Math.max(alarm.silentForMs(), worker.silentForMs() - byThemselvesMs);
  let isReady = false;
  const shards = createShardStore(database, fleet.instances.id);
  const platforms = await createPlatforms({
    config,
    log,
    onFatal(sentences) {
      // It ends now: nobody is to read that it is ready, and no work begins.
      isStopping = true;
      onFatal(sentences);
    },
    state,
    serving,
    shards,
    keys,
    events,
    installations:
      parts.secrets && createInstallationStore(database, { secrets: parts.secrets, platform: "slack" }),
    deliveries: parts.deliveries,
    now: database.now,
    dispatch,
    preview: createPreview(parts.services),
    teamsKnown() {
      worker.keysSettled();
      if (isReady) void quietly(sayOperatorUse);
    },
  });
  const health = createHealth({
    database,
    queueSilentForMs,
    longestDueMs: () => longestDueMs(database),
    platforms: platforms.health,
  });
  const web =
    config.port === undefined
      ? undefined
      : await startWebServer({
          port: config.port,
          slackListener: platforms.slackListener,
          discordListener: platforms.discordListener,
          slackPages: platforms.slackPages,
          callbacks: parts.callbacks,
          health,
          metrics: metrics?.door({
            database,
            queueSilentForMs,
            platforms: platforms.health,
            shards: platforms.shards,
          }),
        });
  if (web) {
    opened.push(() => web.close());
    log.info({ port: web.port }, "listening");
  }
  opened.push(() => platforms.close());
  if (config.slack) {
    const workspace = await recallWorkspace({ state, botToken: config.slack.botToken });
    if (workspace !== undefined) {
      keys.setWorkspace(workspace);
      serving.addWorkspace(workspace);
    }
  }
  if (config.slackInstall) keys.setWorkspace(undefined);
  await createKnownKeys(database).note(parts.secrets?.fingerprints ?? []);
  fleet.start(
    () => statesOf(platforms),
    () => void autoSync.resume(),
  );
  poster.start(byThemselvesMs);
  owed.start(byThemselvesMs);
  alarm.start({
    links: worker.wake,
    linkErrands: worker.wake,
    rooms: keeper.wake,
    calls: followUps.wake,
    videos: follower.wake,
    pages: pageKeeper.wake,
    warnings: poster.wake,
    owed: owed.wake,
  });
  const housekeeping = startHousekeeping({ database, ...fleet, ...parts, log });
  let isStopping = false;

  async function announce(): Promise<void> {
    await firstTries(platforms);
    if (isStopping) return;
    // By now a platform that can be reached has said which teams have removed the bot: nothing is made for those.
    worker.start(byThemselvesMs);
    keeper.start(byThemselvesMs);
    followUps.start(byThemselvesMs);
    // A sync tells people what it lacks, so it waits until it shows whose key is whose.
    autoSync.start();
    follower.start(byThemselvesMs);
    pageKeeper.start(byThemselvesMs);
    const settings = { wake: parts.settings.forgetAll };
    database.wakes.listen((kind) =>
      ({ queue: worker, warnings: poster, owed, shards, settings })[kind]?.wake(),
    );
    log.info(
      { instance: fleet.instances.id, engine: database.engine, platforms: statesOf(platforms) },
      "ready",
    );
    isReady = true;
    await sayOperatorUse();
    await logLockedKeys({ ...parts, database, log });
  }

  function quietly(say: () => Promise<void>): Promise<void> {
    return say().catch((error: unknown) =>
      log.warn({ err: error }, "whose keys are in use could not be looked up"),
    );
  }

  // Not waited for: the bot can be stopped, and does its work, while a platform hangs.
  void quietly(announce);

  return {
    drain() {
      web?.drain();
      void platforms.drain();
    },
    async stop(patienceMs = (config.stopSeconds ?? usualStopSeconds) * 1000) {
      isStopping = true;
      await endWork({ web, housekeeping, parts, alarm, fleet, platforms, log }, patienceMs);
      await closeAll(opened, log);
    },
  };
}

/** Connects, makes sure that no other process uses the same SQLite file, and brings the tables up to date. */
async function openDatabase(
  { config, log, connect }: Pick<StartOptions, "config" | "log"> & { connect: typeof connectDatabase },
  { serving, opened }: { serving: Serving; opened: (() => Promise<void>)[] },
): Promise<{ database: Database; alarm: Alarm }> {
  const connected = await connect(config.database);
  opened.push(() => connected.close());
  const letGo = await becomeOnlyBot({ location: config.database, patienceMs: longestStopMs(config), log });
  opened.push(async () => letGo());
  const alarm = createAlarm({ read: () => readDueTimes(connected), now: connected.now, log });
  const serves = (column: string) => isServed(serving.served(), column);
  const database: Database = { ...watchWrites(connected, alarm.ask), serves };
  const { isAhead } = await migrateToLatest(database);
  if (isAhead)
    log.info("a newer version has migrated the tables, and says that this one may go on with them");
  for (const doubt of await doubtsAbout(database, config.database)) log.warn(doubt);
  return { database, alarm };
}

type Running = {
  web: WebServer | undefined;
  housekeeping: { stop(): void };
  parts: Parts;
  alarm: Alarm;
  fleet: Fleet;
  platforms: Platforms;
  log: Log;
};

/** Takes no new work, lets what is in flight end within `patienceMs`, then writes down what is only in memory. */
async function endWork(
  { web, housekeeping, parts, alarm, fleet, platforms, log }: Running,
  patienceMs: number,
): Promise<void> {
  /** What cannot end its work, for the database is away, leaves it to the next process, and keeps nothing else from ending its own. */
  const calmly = async (ending: Promise<unknown> | undefined) => {
    await ending?.catch((error: unknown) => log.error({ err: error }, "a part could not end its work"));
  };
  const { dispatcher, worker, keeper, followUps, poster, owed, follower, pageKeeper } = parts;
  const endsCalls = async (tenantId: string) => (await parts.settings.of(tenantId)).endsCallsAtShutdown;
  const endMs = performance.now() + patienceMs;
  /** What is left of it, and a little in any case for what has only just come. */
  const leftMs = () => Math.max(lastPatienceMs, endMs - performance.now());
  web?.drain();
  housekeeping.stop();
  parts.autoSync.stop();
  parts.personas.handSyncsOver();
  await calmly(alarm.stop());
  const isAlone = await fleet.isAlone();
  // Whoever comes meanwhile is served as ever: nobody is sent away because of a restart.
  const inFlight = [
    dispatcher.idle(patienceMs),
    within(platforms.drain(), isAlone ? patienceMs : Math.max(patienceMs, handOverMs)),
    // Where another process looks after them, calls go on.
    isAlone ? parts.conversations.endOwn(endsCalls, patienceMs) : undefined,
    worker.stop(patienceMs),
    poster.stop(patienceMs),
    follower.stop(patienceMs),
    pageKeeper.stop(patienceMs),
  ];
  await Promise.all(inFlight.map(calmly));
  await Promise.all([keeper.stop(leftMs()), followUps.stop(leftMs())].map(calmly));
  platforms.stopListening();
  await calmly(web?.close());
  await dispatcher.idle(lastPatienceMs);
  // A socket that was busy to the last is closed only now.
  await calmly(platforms.close());
  await dispatcher.idle(lastPatienceMs);
  await calmly(owed.stop(leftMs()));
  parts.watchers.close();
  parts.videoWatchers.close();
  await Promise.all([parts.toldBatch.flush(), parts.conversationsTold.flush(), parts.videosTold.flush()]);
  await parts.records.audit.flush();
  await calmly(fleet.stop(leftMs()));
}

/** By when a process with these settings has ended that was asked to stop. */
function longestStopMs({ drainSeconds = 0, stopSeconds = usualStopSeconds }: Config): number {
  return (drainSeconds + stopSeconds) * 1000 + closingMs;
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
