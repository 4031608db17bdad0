import type { TavusClient } from "../../../tavus/client.ts";
import type { PageThread, StartPageThread } from "./start-page-thread.ts";

/**
 * How long it stays for another sync. It holds some 20 MB meanwhile; a new one takes a tenth of a second to start, and as
 * long again until its code is as quick.
 */
const keptMs = 30_000;

/** The thread in which pages are read, for all syncs of this process. */
export type SharedThread = {
  /** For one sync. Throws where none can be started. `onDied` is told that it has ended by itself, and why. */
  take(onDied: (cause: unknown) => void): TakenThread;
};

export type TakenThread = Pick<PageThread, "isReady" | "read"> & {
  /** Nothing is read any more; whatever is asked for then may not be answered. `isWorn`: it is not worth to be kept. */
  release(isWorn?: boolean): void;
};

export type SharedThreadOptions = {
  tavus: Pick<TavusClient, "pageSettings" | "noteAnswered" | "closing">;
  startThread: StartPageThread;
  keptMs?: number;
};

/** Started for the first that wants it, ended a while after the last, at once when the client is closed. */
export function createSharedThread(options: SharedThreadOptions): SharedThread {
  let kept: KeptThread | undefined;
  return {
    take(onDied) {
      kept = kept?.isOver === false ? kept : startKept(options);
      return kept.take(onDied);
    },
  };
}

type KeptThread = SharedThread & { readonly isOver: boolean };

function startKept({ tavus, startThread, ...options }: SharedThreadOptions): KeptThread {
  const users = new Set<{ onDied(cause: unknown): void }>();
  let isOver = false;
  let isWorn = false;
  let lonely: NodeJS.Timeout | undefined;
  const thread = startThread(tavus.pageSettings, {
    onAnswered: (answered) => tavus.noteAnswered(answered),
    onDied(cause) {
      forget();
      for (const { onDied } of users) onDied(cause);
    },
  });
  tavus.closing.addEventListener("abort", end, { once: true });

  function forget(): void {
    isOver = true;
    clearTimeout(lonely);
    tavus.closing.removeEventListener("abort", end);
  }

  function end(): void {
    forget();
    void thread.close();
  }

  return {
    get isOver() {
      return isOver;
    },
    take(onDied) {
      const user = { onDied };
      users.add(user);
      clearTimeout(lonely);
      return {
        get isReady() {
          return thread.isReady;
        },
        read: thread.read,
        release(isWornByThis = false) {
          isWorn ||= isWornByThis;
          const isLast = users.delete(user) && users.size === 0;
          if (!isLast || isOver) return;
          if (isWorn) end();
          else lonely = setTimeout(end, options.keptMs ?? keptMs).unref();
        },
      };
    },
  };
}
