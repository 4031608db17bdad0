import type { Logger } from "pino";
import { createExpiringCache } from "../expiring-cache.ts";
import type { TavusClient } from "../tavus/client.ts";
import type { TavusKey } from "../tavus/key.ts";
import type { TavusReplica } from "../tavus/schemas.ts";
import { within } from "../within.ts";

/** A list this old is still shown while a new one is fetched. */
const freshMs = 5 * 60_000;
/** A suggestion must come within a second or it is of no use. */
const patienceMs = 900;
/** Accounts remembered at once; the one asked for longest ago goes first. */
const mostAccounts = 200;

export type ReplicaCache = {
  /** What can be used in this account, own ones first; empty while the first list is still on its way. */
  list(key: TavusKey): Promise<readonly TavusReplica[]>;
  /** The same without waiting for anything: what is in memory, and a newer list is fetched behind it. */
  cached(key: TavusKey): readonly TavusReplica[];
};

/** Replicas by account, kept in memory and refreshed in the background: a suggestion cannot wait for Tavus. */
export function createReplicaCache(tavus: TavusClient, log: Logger, now: () => number): ReplicaCache {
  const lists = createExpiringCache<readonly TavusReplica[]>({ freshMs, most: mostAccounts, now });
  const fetches = new Map<string, Promise<void>>();

  async function fetchList(key: TavusKey): Promise<void> {
    try {
      lists.keep(key.tag, usable(await tavus.replicas.list(key.value)));
    } catch (error) {
      // The old list stays; the next look tries again.
      log.warn({ err: error, keyTag: key.tag }, "the replicas could not be read");
    }
  }

  /** However many ask meanwhile, Tavus is asked once. */
  function fetchOnce(key: TavusKey): Promise<void> {
    const fetching = fetches.get(key.tag) ?? fetchList(key).finally(() => fetches.delete(key.tag));
    fetches.set(key.tag, fetching);
    return fetching;
  }

  return {
    async list(key) {
      const known = lists.find(key.tag);
      if (known?.isFresh) return known.value;
      const fetching = fetchOnce(key);
      if (known) return known.value;
      await within(fetching, patienceMs);
      return lists.find(key.tag)?.value ?? [];
    },
    cached(key) {
      const known = lists.find(key.tag);
      if (!known?.isFresh) void fetchOnce(key);
      return known?.value ?? [];
    },
  };
}

function usable(replicas: readonly TavusReplica[]): TavusReplica[] {
  const ready = replicas.filter((replica) => replica.status === undefined || replica.status === "completed");
  return [
    ...ready.filter((replica) => replica.type !== "system"),
    ...ready.filter((replica) => replica.type === "system"),
  ];
}
