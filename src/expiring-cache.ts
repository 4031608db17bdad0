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
 * milliseconds and may be set back: what lies far ahead of it is not fresh either.
 */
export function createExpiringCache<Value>({
  freshMs,
  most,
  now,
}: {
  freshMs: number;
  most: number;
  now(): number;
}): ExpiringCache<Value> {
  /** The one asked for longest ago comes first. */
  const kept = new Map<string, { value: Value; keptMs: number }>();

  function moveToEnd(key: string, entry: { value: Value; keptMs: number }): void {
    kept.delete(key);
    kept.set(key, entry);
  }

  return {
    find(key) {
      const entry = kept.get(key);
      if (entry === undefined) return undefined;
      moveToEnd(key, entry);
      return { value: entry.value, isFresh: Math.abs(now() - entry.keptMs) < freshMs };
    },
    keep(key, value) {
      moveToEnd(key, { value, keptMs: now() });
      const [oldest] = kept.keys();
      if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    },
    forget(key, value) {
      if (value === undefined || kept.get(key)?.value === value) kept.delete(key);
    },
  };
}
