/** Values by key, remembered for a while; where there are too many, the one asked for longest ago is forgotten. */
export type ExpiringCache<Value> = {
  /** What is remembered, fresh or not; undefined: nothing is. */
  find(key: string): { value: Value; isFresh: boolean } | undefined;
  /** Remembers it from now on, in place of what was there. */
  keep(key: string, value: Value): void;
  /** With a `value`: only if that one is what is remembered. */
  forget(key: string, value?: Value): void;
};

/**
 * An old value stays until another takes its place, for those who show it while they fetch a new one. `now` is in
 * milliseconds and may be set back: what lies far ahead of it is not fresh either. `most`: so many values, or with `sizeOf` as
 * many as come to that together; one is kept in any case.
 */
export function createExpiringCache<Value>({
  freshMs,
  most,
  now,
  sizeOf = () => 1,
}: {
  freshMs: number;
  most: number;
  now(): number;
  sizeOf?(value: Value): number;
}): ExpiringCache<Value> {
  /** The one asked for longest ago comes first. */
  const kept = new Map<string, Entry<Value>>();
  let size = 0;

  function put(key: string, entry: Entry<Value>): void {
    kept.set(key, entry);
    size += entry.size;
  }

  function take(key: string): Entry<Value> | undefined {
    const entry = kept.get(key);
    if (kept.delete(key)) size -= entry?.size ?? 0;
    return entry;
  }

  return {
    find(key) {
      const entry = take(key);
      if (entry === undefined) return undefined;
      put(key, entry);
      return { value: entry.value, isFresh: Math.abs(now() - entry.keptMs) < freshMs };
    },
    keep(key, value) {
      take(key);
      put(key, { value, keptMs: now(), size: sizeOf(value) });
      for (const oldest of kept.keys()) {
        if (size <= most || oldest === key) return;
        take(oldest);
      }
    },
    forget(key, value) {
      if (value === undefined || kept.get(key)?.value === value) take(key);
    },
  };
}

type Entry<Value> = { value: Value; keptMs: number; size: number };
