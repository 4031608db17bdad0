import type { Link, LinkKey } from "../../database/link/link-record.ts";

/** Somebody waits to hear how a link is settled. */
export type Watchers<Subject> = {
  /** This process, where others may settle what somebody waits for here. */
  instance?: string;
  /** Resolves when it is settled, or with undefined after `patienceMs` or when `signal` aborts. */
  watch(key: LinkKey, patienceMs: number, signal?: AbortSignal): Promise<Subject | undefined>;
  isWatched(link: Link): boolean;
  /** True: somebody heard it, or hears it in another process, and will tell the person. */
  settle(key: LinkKey, subject: Subject): boolean | Promise<boolean>;
  /** Lets those go who wait for this one: somebody else will tell the person. */
  letGo(key: LinkKey): void;
  /** Lets everybody go, so that the process can end. */
  close(): void;
};

/** Those of one process. */
export function createWatchers<Subject>(): Watchers<Subject> & {
  settle(key: LinkKey, subject: Subject): boolean;
} {
  type Watcher = (subject: Subject | undefined) => void;
  const watchers = new Map<string, Set<Watcher>>();

  function leave(name: string, watcher: Watcher): void {
    const others = watchers.get(name);
    others?.delete(watcher);
    if (others?.size === 0) watchers.delete(name);
  }

  function release(name: string, subject: Subject | undefined): boolean {
    const heard = [...(watchers.get(name) ?? [])];
    for (const watcher of heard) watcher(subject);
    return heard.length > 0;
  }

  return {
    watch(key, patienceMs, signal) {
      const name = nameOf(key);
      return new Promise((resolve) => {
        const giveUp = () => watcher(undefined);
        const timer = setTimeout(giveUp, patienceMs);
        timer.unref();
        signal?.addEventListener("abort", giveUp, { once: true });
        const watcher: Watcher = (subject) => {
          clearTimeout(timer);
          signal?.removeEventListener("abort", giveUp);
          leave(name, watcher);
          resolve(subject);
        };
        watchers.set(name, (watchers.get(name) ?? new Set()).add(watcher));
      });
    },
    isWatched: (key) => watchers.has(nameOf(key)),
    settle: (key, subject) => release(nameOf(key), subject),
    letGo(key) {
      release(nameOf(key), undefined);
    },
    close() {
      for (const name of [...watchers.keys()]) release(name, undefined);
    },
  };
}

function nameOf({ tenantId, id }: LinkKey): string {
  return `${tenantId}/${id}`;
}
