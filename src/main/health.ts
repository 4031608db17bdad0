import type { Database } from "../database/opening/connect.ts";
import type { PlatformHealth } from "./platforms/connection-state.ts";

/** A probe may come from several places every second; one answer serves them all for so long. */
const keptMs = 2000;
/** What is due is asked for every ten seconds. */
const mostSilentMs = 60_000;
/** What is due is taken up within seconds, also when a hundred wait. */
const mostOverdueMs = 10 * 60_000;

export type HealthReport = {
  /** `degraded`: it works, but not everything; `unavailable`: people's commands fail. While it stops the web server says `stopping`. */
  status: "ok" | "degraded" | "unavailable";
  database: { ok: boolean; reason?: string };
  queue: { ok: boolean; reason?: string };
  platforms: { [platform: string]: PlatformHealth };
};

export type Health = {
  /** Whether a write would succeed. */
  isHealthy: boolean;
  /** Whether people can be served: the same, the queue goes on, and a platform is connected. */
  isReady: boolean;
  report: HealthReport;
};

export type HealthOptions = {
  database: Pick<Database, "checkWrite">;
  /** How long ago it was last seen what is due. */
  queueSilentForMs(): number;
  longestDueMs(): Promise<number>;
  platforms(): { [platform: string]: PlatformHealth };
};

/** What the bot says of itself to whoever watches over it. Names no team, and holds no address. */
export function createHealth(options: HealthOptions): () => Promise<Health> {
  let checking: { local: Promise<Local>; untilMs: number } | undefined;

  return async () => {
    if (!checking || checking.untilMs < performance.now()) {
      checking = { local: checkLocal(options), untilMs: performance.now() + keptMs };
    }
    const { database, queue } = await checking.local;
    const platforms = options.platforms();
    const states = Object.values(platforms);
    const isReady = database.ok && queue.ok && states.some(isConnected);
    const isWhole = states.every((each) => isConnected(each) && each.impaired === undefined);
    const status = !isReady ? "unavailable" : isWhole ? "ok" : "degraded";
    return { isHealthy: database.ok, isReady, report: { status, database, queue, platforms } };
  };
}

type Local = Pick<HealthReport, "database" | "queue">;

async function checkLocal(options: HealthOptions): Promise<Local> {
  const database = await options.database.checkWrite();
  return { database, queue: await checkQueue(options) };
}

async function checkQueue({ queueSilentForMs, longestDueMs }: HealthOptions): Promise<HealthReport["queue"]> {
  const silentMs = queueSilentForMs();
  if (silentMs > mostSilentMs) return stuck(`The queue has not been read for ${inMinutes(silentMs)}.`);
  try {
    const overdueMs = await longestDueMs();
    if (overdueMs <= mostOverdueMs) return { ok: true };
    return stuck(`Something in the queue has been due for ${inMinutes(overdueMs)}.`);
  } catch {
    return stuck("The queue cannot be read.");
  }
}

function stuck(reason: string) {
  return { ok: false, reason };
}

function inMinutes(ms: number): string {
  return `${Math.ceil(ms / 60_000)} min`;
}

function isConnected({ state }: PlatformHealth): boolean {
  return state === "connected";
}
