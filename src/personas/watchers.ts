import type { Persona } from "./persona.ts";

/** Somebody waits, in this process, to hear how a persona ends. */
export type Watchers = {
  /** Resolves when the persona is settled, or with undefined after `patienceMs`. */
  watch(persona: Pick<Persona, "tenantId" | "id">, patienceMs: number): Promise<Persona | undefined>;
  /** True: somebody heard it, and will tell the person. */
  settle(persona: Persona): boolean;
  /** Lets everybody go, so that the process can end. */
  close(): void;
};

type Watcher = { resolve(persona: Persona | undefined): void; timer: NodeJS.Timeout };

export function createWatchers(): Watchers {
  const watchers = new Map<string, Watcher[]>();

  function release(key: string, persona: Persona | undefined): boolean {
    const heard = watchers.get(key) ?? [];
    watchers.delete(key);
    for (const { resolve, timer } of heard) {
      clearTimeout(timer);
      resolve(persona);
    }
    return heard.length > 0;
  }

  return {
    watch({ tenantId, id }, patienceMs) {
      const key = `${tenantId}/${id}`;
      return new Promise((resolve) => {
        const timer = setTimeout(() => release(key, undefined), patienceMs);
        timer.unref();
        watchers.set(key, [...(watchers.get(key) ?? []), { resolve, timer }]);
      });
    },
    settle(persona) {
      return release(`${persona.tenantId}/${persona.id}`, persona);
    },
    close() {
      for (const key of [...watchers.keys()]) release(key, undefined);
    },
  };
}
