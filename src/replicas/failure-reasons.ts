import { createExpiringCache } from "../expiring-cache.ts";
import type { Log } from "../log.ts";
import type { TavusClient } from "../tavus/client.ts";
import { TavusError } from "../tavus/errors.ts";
import type { TavusKey } from "../tavus/key.ts";

/** What failed stays failed; a training that was begun anew has another state. */
const freshMs = 60 * 60_000;
/** Replicas whose reason is remembered. */
const most = 2000;

/** Why replicas failed, which no list says: each is asked for by itself, behind what is shown. */
export type FailureReasons = {
  /** What is known by now, in Tavus's words; "" where it gave none. Undefined: not asked yet. */
  find(key: TavusKey, id: string): string | undefined;
  /** Asks about those that are not known, one after another, and never rejects. */
  fetch(key: TavusKey, ids: readonly string[]): Promise<void>;
};

export function createFailureReasons(
  tavus: Pick<TavusClient, "replicas">,
  { log, now }: { log: Log; now(): number },
): FailureReasons {
  const reasons = createExpiringCache<string>({ freshMs, most, now });
  const fetches = new Map<string, Promise<void>>();
  const nameOf = (key: TavusKey, id: string) => `${key.tag} ${id}`;

  async function fetchReason(key: TavusKey, id: string): Promise<void> {
    try {
      const { error } = await tavus.replicas.get(key.value, id);
      reasons.keep(nameOf(key, id), error ?? "");
    } catch (error) {
      if (!(error instanceof TavusError)) throw error;
      log.info({ err: error, keyTag: key.tag }, "why a replica failed could not be asked");
    }
  }

  function fetchOnce(key: TavusKey, id: string): Promise<void> {
    const name = nameOf(key, id);
    const fetching = fetches.get(name) ?? fetchReason(key, id).finally(() => fetches.delete(name));
    fetches.set(name, fetching);
    return fetching;
  }

  return {
    find: (key, id) => reasons.find(nameOf(key, id))?.value,
    async fetch(key, ids) {
      for (const id of ids) if (!reasons.find(nameOf(key, id))?.isFresh) await fetchOnce(key, id);
    },
  };
}
