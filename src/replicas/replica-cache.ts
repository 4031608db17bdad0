import type { Logger } from "pino";
import type { TavusClient } from "../tavus/client.ts";
import type { TavusKey } from "../tavus/key.ts";
import type { TavusReplica } from "../tavus/schemas.ts";

/** A list this old is still shown while a new one is fetched. */
const freshMs = 5 * 60_000;
/** A suggestion must come within a second or it is of no use. */
const patienceMs = 900;
/** Accounts remembered at once; the one asked for longest ago goes first. */
const mostAccounts = 200;

type Entry = { replicas: readonly TavusReplica[]; fetchedMs: number; fetching: Promise<void> | undefined };

export type ReplicaCache = {
  /** What can be used in this account, own ones first; empty while the first list is still on its way. */
  list(key: TavusKey): Promise<readonly TavusReplica[]>;
  /** The same without waiting for anything: what is in memory, and a newer list is fetched behind it. */
  cached(key: TavusKey): readonly TavusReplica[];
};

/** Replicas by account, kept in memory and refreshed in the background: a suggestion cannot wait for Tavus. */
export function createReplicaCache(tavus: TavusClient, log: Logger, now: () => number): ReplicaCache {
  const entries = new Map<string, Entry>();

  async function refresh(entry: Entry, key: TavusKey): Promise<void> {
    try {
      entry.replicas = usable(await tavus.listReplicas(key.value));
      entry.fetchedMs = now();
    } catch (error) {
      // The old list stays; the next look tries again.
      log.warn({ err: error, keyTag: key.tag }, "the replicas could not be read");
    } finally {
      entry.fetching = undefined;
    }
  }

  function entryFor(key: TavusKey): Entry {
    const entry = entries.get(key.tag) ?? { replicas: [], fetchedMs: 0, fetching: undefined };
    // Set again even if known, so that the map's first entry is the one asked for longest ago.
    entries.delete(key.tag);
    entries.set(key.tag, entry);
    const [oldest] = entries.keys();
    if (entries.size > mostAccounts && oldest) entries.delete(oldest);
    if (now() - entry.fetchedMs > freshMs) entry.fetching ??= refresh(entry, key);
    return entry;
  }

  return {
    async list(key) {
      const entry = entryFor(key);
      if (entry.fetchedMs === 0 && entry.fetching !== undefined) await withPatience(entry.fetching);
      return entry.replicas;
    },
    cached: (key) => entryFor(key).replicas,
  };
}

function usable(replicas: readonly TavusReplica[]): TavusReplica[] {
  const ready = replicas.filter((replica) => replica.status === undefined || replica.status === "completed");
  return [
    ...ready.filter((replica) => replica.type !== "system"),
    ...ready.filter((replica) => replica.type === "system"),
  ];
}

async function withPatience(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patienceMs);
  });
  await Promise.race([work, timeUp]);
  clearTimeout(timer);
}
