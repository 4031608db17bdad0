import type { Config } from "../config.ts";
import { connectDatabase } from "../database/opening/connect.ts";
import { migrateToLatest } from "../database/opening/migrate.ts";
import { createStateStore } from "../database/team/state-store.ts";
import type { Log } from "../log.ts";
import { randomId } from "../random-id.ts";
import { createTavusClient } from "../tavus/client.ts";
import { startWebServer } from "../web/server.ts";
import { buildParts } from "./build-parts.ts";
import { startHousekeeping } from "./housekeeping.ts";
import { logKeys } from "./log-keys.ts";
import { createPlatforms } from "./platforms.ts";

export type StartOptions = {
  config: Config;
  log: Log;
  /** The bot cannot go on, for the reason the sentence gives. */
  onFatal(sentence: string): void;
};

export type RunningBot = {
  /** Stops taking work, lets what is in flight end within `patienceMs`, and closes everything in reverse order. */
  stop(patienceMs: number): Promise<void>;
};

/**
 * Builds the parts, each from those above it, and starts them. Throws OutsideError with a sentence for the operator
 * when the database, a platform or the port cannot be used; what was opened until then is closed again.
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
  { config, log, onFatal }: StartOptions,
  opened: (() => Promise<void>)[],
): Promise<RunningBot> {
  const database = await connectDatabase(config.database);
  opened.push(() => database.close());
  await migrateToLatest(database);
  const tavus = createTavusClient({ apiUrl: config.tavus.apiUrl, vocabulary: config.tavus.vocabulary });
  opened.push(async () => tavus.close());
  const state = createStateStore(database);
  const parts = buildParts({
    config,
    database,
    tavus,
    log,
    channelsOf: (tenantId) => platforms.channelsOf(tenantId),
    sendDirectFor: (tenantId) => platforms.sendDirectFor(tenantId),
  });
  const { dispatcher, worker, poster, autoSync, keys, events } = parts;
  const { dispatch } = dispatcher;
  const platforms = createPlatforms({ config, log, onFatal, state, keys, events, dispatch });
  if (config.port !== undefined) {
    const web = await startWebServer({
      port: config.port,
      slackListener: platforms.slackListener,
      isHealthy: () => database.isReachable(),
    });
    opened.push(() => web.close());
    log.info({ port: web.port }, "listening");
  }
  opened.push(() => platforms.close());
  await platforms.start();
  worker.start();
  poster.start();
  autoSync.start();
  const housekeeping = startHousekeeping({ database, ...parts, log });
  logKeys({ ...parts, log }).catch((error: unknown) =>
    log.warn({ err: error }, "whose keys are in use could not be looked up"),
  );
  log.info({ instance: randomId(6), engine: database.engine }, "ready");

  return {
    async stop(patienceMs) {
      platforms.stopListening();
      housekeeping.stop();
      autoSync.stop();
      await Promise.all([dispatcher.idle(patienceMs), worker.stop(patienceMs), poster.stop(patienceMs)]);
      parts.watchers.close();
      await parts.toldBatch.flush();
      await parts.records.audit.flush();
      await closeAll(opened, log);
    },
  };
}

async function closeAll(opened: (() => Promise<void>)[], log: Log): Promise<void> {
  for (const close of opened.reverse()) {
    // One part that does not close must not keep the others open.
    await close().catch((error: unknown) => log.error({ err: error }, "a part did not close cleanly"));
  }
}
