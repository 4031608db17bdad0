import { Gauge, type Registry } from "prom-client";
import { longestDueMs } from "../database/link/overdue.ts";
import { countQueue } from "../database/link/queue-counts.ts";
import type { Database } from "../database/opening/connect.ts";
import { countOpenWarnings } from "../database/team/warnings/open-warnings.ts";
import { within } from "../within.ts";

/** Prometheus gives up after ten seconds, and what needs no database is worth having without it. */
const patienceMs = 3000;

export type Sources = {
  database: Pick<Database, "kysely" | "now" | "serves" | "engine" | "poolState">;
  /** How long ago the queue was last read without a failure. */
  queueSilentForMs(): number;
  /** By the platform's name. */
  platforms(): { [platform: string]: { state: string } };
  /** The part of Discord's gateway that this process holds; undefined: it has no gateway. */
  shards?(): { id: number; count: number; isReady: boolean }[] | undefined;
};

/** Returns how to bring the gauges up to date; who asks meanwhile gets the same look. */
export function createLookedUp(registry: Registry, sources: Sources): () => Promise<void> {
  const gauges = createGauges(registry);
  let looking: Promise<void> | undefined;
  return () => {
    looking ??= look(gauges, sources).finally(() => {
      looking = undefined;
    });
    return looking;
  };
}

type Gauges = ReturnType<typeof createGauges>;

async function look(
  gauges: Gauges,
  { database, queueSilentForMs, platforms, shards }: Sources,
): Promise<void> {
  showShards(gauges, shards?.());
  gauges.queueSilence.set(queueSilentForMs() / 1000);
  for (const [platform, { state }] of Object.entries(platforms())) {
    gauges.connected.set({ platform }, state === "connected" ? 1 : 0);
  }
  for (const [state, count] of Object.entries(database.poolState?.() ?? {}))
    gauges.pool.set({ state }, count);
  const found = await lookIntoDatabase(database);
  gauges.databaseUp.set(found ? 1 : 0);
  // Numbers of before would look as if they were today's.
  for (const gauge of [gauges.links, gauges.warnings, gauges.oldestDue]) gauge.reset();
  if (!found) return void gauges.oldestDue.remove();
  gauges.oldestDue.set(found.oldestDueMs / 1000);
  for (const { kind, state, count } of found.queue) gauges.links.set({ kind, state }, count);
  for (const { cause, count } of found.warnings) gauges.warnings.set({ cause }, count);
}

/** What another process holds by now is not told here any more. */
function showShards(
  { shardReady, shardCount }: Gauges,
  shards: ReturnType<NonNullable<Sources["shards"]>>,
): void {
  shardReady.reset();
  shardCount.reset();
  const counts = shards?.map(({ count }) => count) ?? [];
  if (counts.length > 0) shardCount.set(Math.max(...counts));
  else shardCount.remove();
  for (const { id, isReady } of shards ?? []) shardReady.set({ shard: String(id) }, isReady ? 1 : 0);
}

/** Undefined: it does not answer, or not in time. */
async function lookIntoDatabase(database: Sources["database"]) {
  const reading = Promise.all([countQueue(database), countOpenWarnings(database), longestDueMs(database)]);
  let found: Awaited<typeof reading> | undefined;
  const done = reading.then(
    (values) => {
      found = values;
    },
    () => undefined,
  );
  await within(done, patienceMs);
  return found && { queue: found[0], warnings: found[1], oldestDueMs: found[2] };
}

function createGauges(registry: Registry) {
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
    new Gauge({ name: `personaforge_${name}`, help, labelNames, registers: [registry] });
  return {
    connected: gauge("platform_connected", "1 while the platform is connected", ["platform"]),
    shardReady: gauge("discord_shard_ready", "1 while a shard that is held here is connected", ["shard"]),
    shardCount: gauge("discord_shards", "How many shards there are, where one of them is held"),
    databaseUp: gauge("database_up", "1 when the database answered this look"),
    links: gauge("queue_links", "Objects that wait for Tavus or for people", ["kind", "state"]),
    oldestDue: gauge("queue_oldest_due_seconds", "How long the object that waits longest has been due"),
    queueSilence: gauge("queue_silence_seconds", "How long ago the queue was last read"),
    warnings: gauge("warnings_open", "Warnings that teams have open, by cause", ["cause"]),
    pool: gauge("database_pool_connections", "PostgreSQL's connections, and who waits for one", ["state"]),
  };
}
