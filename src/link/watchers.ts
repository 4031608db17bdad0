import type { Persona } from "../personas/persona.ts";

/** Somebody waits, in this process, to hear how a persona ends. */
export type Watchers = {
  /** Resolves when the persona is settled, or with undefined after `patienceMs` or when `signal` aborts. */
  watch(
    persona: Pick<Persona, "tenantId" | "id">,
    patienceMs: number,
    signal?: AbortSignal,
  ): Promise<Persona | undefined>;
  isWatched(persona: Pick<Persona, "tenantId" | "id">): boolean;
  /** True: somebody heard it, and will tell the person. */
  settle(persona: Persona): boolean;
  /** Lets those go who wait for this one: somebody else will tell the person. */
  letGo(persona: Pick<Persona, "tenantId" | "id">): void;
  /** Lets everybody go, so that the process can end. */
  close(): void;
};

type Watcher = (persona: Persona | undefined) => void;

export function createWatchers(): Watchers {
  const watchers = new Map<string, Set<Watcher>>();

  function leave(key: string, watcher: Watcher): void {
    const others = watchers.get(key);
    others?.delete(watcher);
    if (others?.size === 0) watchers.delete(key);
  }

  function release(key: string, persona: Persona | undefined): boolean {
    const heard = [...(watchers.get(key) ?? [])];
    for (const watcher of heard) watcher(persona);
    return heard.length > 0;
  }

  return {
    watch({ tenantId, id }, patienceMs, signal) {
      const key = `${tenantId}/${id}`;
      return new Promise((resolve) => {
        const giveUp = () => watcher(undefined);
        const timer = setTimeout(giveUp, patienceMs);
        timer.unref();
        signal?.addEventListener("abort", giveUp, { once: true });
        const watcher: Watcher = (persona) => {
          clearTimeout(timer);
          signal?.removeEventListener("abort", giveUp);
          leave(key, watcher);
          resolve(persona);
        };
        watchers.set(key, (watchers.get(key) ?? new Set()).add(watcher));
      });
    },
    isWatched: ({ tenantId, id }) => watchers.has(`${tenantId}/${id}`),
    settle(persona) {
      return release(`${persona.tenantId}/${persona.id}`, persona);
    },
    letGo({ tenantId, id }) {
      release(`${tenantId}/${id}`, undefined);
    },
    close() {
      for (const key of [...watchers.keys()]) release(key, undefined);
    },
  };
}
