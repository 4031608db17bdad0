import { setTimeout as delay } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import pg from "pg";
import { randomId } from "../../random-id.ts";
import { within } from "../../within.ts";
import { type Wakes, type WorkKind, workKinds } from "../opening/wakes.ts";
import type { Tables } from "../tables.ts";
import { endInOrder, goodbyeMs } from "./hang-up.ts";
import { isPooled } from "./is-pooled.ts";

const channel = "personaforge";
const connectTimeoutMs = 5_000;
const firstPauseMs = 1_000;
const longestPauseMs = 60_000;
/** Firewalls forget connections on which nothing passes, the sooner ones after some minutes, and tell neither end. */
const usualAskMs = 60_000;
/** What one process makes due at once, such as by a sync, is told once. */
const gatherMs = 20;

/**
 * Wakes by NOTIFY: https://www.postgresql.org/docs/current/sql-notify.html. To tell takes any connection; to listen takes a session of
 * one's own, at `url`. Behind a pooler, which has none to give, nothing is listened to.
 */
export function createNotifications(options: {
  kysely: Kysely<Tables>;
  url: string;
  name: string;
  askMs?: number;
}): Wakes & { close(): Promise<void> } {
  const own = randomId(8);
  const kinds = new Set<WorkKind>();
  const closing = new AbortController();
  let listening: Promise<void> | undefined;

  async function tell(): Promise<void> {
    if (kinds.size === 0) return;
    const payload = `${own} ${[...kinds].join(" ")}`;
    kinds.clear();
    // Whoever is not told looks by themselves.
    await sql`select pg_notify(${channel}, ${payload})`.execute(options.kysely).catch(() => undefined);
  }

  return {
    tellOthers(kind) {
      if (closing.signal.aborted) return;
      if (kinds.size === 0) setTimeout(tell, gatherMs).unref();
      kinds.add(kind);
    },
    listen(hear) {
      listening ??= keepListening({ ...options, signal: closing.signal }, (payload) => {
        const [sender, ...told] = payload.split(" ");
        if (sender !== own) for (const kind of workKinds) if (told.includes(kind)) hear(kind);
      });
    },
    async close() {
      closing.abort();
      await within(tell(), goodbyeMs);
      await listening;
    },
  };
}

type Listening = { url: string; name: string; askMs?: number; signal: AbortSignal };

/** What was told while nobody listened is not told again. */
async function keepListening(options: Listening, hear: (payload: string) => void): Promise<void> {
  let pauseMs = firstPauseMs;
  while (!options.signal.aborted) {
    const ended = await listenOnce(options, hear).catch(() => "failed" as const);
    if (ended === "pooled") return;
    pauseMs = ended === "lost" ? firstPauseMs : Math.min(2 * pauseMs, longestPauseMs);
    await delay(pauseMs, undefined, { signal: options.signal }).catch(() => undefined);
  }
}

async function listenOnce(
  { url, name, askMs = usualAskMs, signal }: Listening,
  hear: (payload: string) => void,
): Promise<"lost" | "pooled"> {
  const client = new pg.Client({
    connectionString: url,
    application_name: name,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: connectTimeoutMs,
    keepAlive: true,
  });
  // Its end says so as well.
  client.on("error", () => undefined);
  const lost = new AbortController();
  client.once("end", () => lost.abort());
  const isOver = AbortSignal.any([lost.signal, signal]);
  try {
    await client.connect();
    if (signal.aborted) return "lost";
    if (await isPooled(client)) return "pooled";
    client.on("notification", ({ payload = "" }) => hear(payload));
    while (!isOver.aborted) {
      // Again and again, which changes nothing: as long as it is answered, so is whatever is told.
      await client.query(`listen ${channel}`);
      await delay(askMs, undefined, { signal: isOver }).catch(() => undefined);
    }
    return "lost";
  } finally {
    await endInOrder(client);
  }
}
