import { createExpiringCache } from "../expiring-cache.ts";
import type { Log } from "../log.ts";
import type { TavusClient } from "../tavus/client.ts";
import { TavusError } from "../tavus/errors.ts";
import type { TavusKey } from "../tavus/key.ts";

/** As long as the list: one that was trained anew and failed again has another reason, and Tavus may give one late. */
const freshMs = 5 * 60_000;
/** Replicas whose reason is remembered. */
const most = 2000;

/** Why replicas failed, which no list says: each is asked for by itself, behind what is shown. */
export type FailureReasons = {
  /** What is known by now, however old, in Tavus's words; "" where it gave none. Undefined: not asked yet. */
  find(key: TavusKey, id: string): string | undefined;
  /** Asks about those of which nothing new is known, one after another, and never rejects. Undefined: there are none. */
  fetch(key: TavusKey, ids: readonly string[]): Promise<void> | undefined;
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

  const isOld = (key: TavusKey, id: string) => !reasons.find(nameOf(key, id))?.isFresh;

  async function fetchOld(key: TavusKey, ids: readonly string[]): Promise<void> {
    for (const id of ids) if (isOld(key, id)) await fetchOnce(key, id);
  }

  return {
    find: (key, id) => reasons.find(nameOf(key, id))?.value,
    fetch: (key, ids) => (ids.some((id) => isOld(key, id)) ? fetchOld(key, ids) : undefined),
  };
}
