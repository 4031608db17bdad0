import type { TavusClient } from "../../../tavus/client.ts";
import { TavusError } from "../../../tavus/errors.ts";
import { listOperation, type PersonasPage } from "../../../tavus/lists/persona-pages.ts";
import { type AccountPage, accountPage, type PageParts, type ReadPage } from "./account-page.ts";
import { createHashing, digestPage } from "./digest-page.ts";
import type { SharedThread, TakenThread } from "./shared-thread.ts";
import { ThreadEndedError } from "./start-page-thread.ts";

/** Reads the pages of one account, for one sync. */
export type PageReader = {
  read: ReadPage;
  /** Nothing is read any more. */
  close(): void;
};

export type PageReaderOptions = {
  tavus: Pick<TavusClient, "requestPersonasPage" | "closing">;
  key: string;
  sharedThread: SharedThread;
  /** Told that there is no thread, and why: all goes on without. */
  onNoThread(error: unknown): void;
};

/** Personas in an account for which a thread is worth it: reading fewer takes no longer than its start. */
const fewestForThread = 400;
/** Of a page of which so much was wanted in full, the next comes with its texts: a thread reads them beside our own. */
const shareForTexts = 0.5;
/** Of more than these a sync takes so long that a start is little beside it, and its report wants the memory. */
const mostForKeeping = 20_000;

/**
 * Reads pages in a thread of its own where there are many, so that neither their parsing nor its garbage is in the way of
 * people's commands. Until the thread has started, and where none can, or it has died, pages are read here.
 */
export function createPageReader({ tavus, key, sharedThread, onNoThread }: PageReaderOptions): PageReader {
  const hash = createHashing();
  let thread: TakenThread | undefined;
  let isTried = false;
  let isLarge = false;
  let withTexts = false;

  function takeIfWorthIt({ totalCount = 0 }: AccountPage): void {
    isLarge ||= totalCount > mostForKeeping;
    if (isTried || totalCount < fewestForThread || tavus.closing.aborted) return;
    isTried = true;
    try {
      thread = sharedThread.take(noteDeath);
    } catch (error) {
      onNoThread(error);
    }
  }

  function noteDeath(cause: unknown): void {
    thread = undefined;
    onNoThread(cause);
  }

  function pageOf(parts: Omit<PageParts, "onReleased">): AccountPage {
    const { rows } = parts.digest;
    return accountPage({
      ...parts,
      onReleased(wanted) {
        if (rows.length > 0) withTexts = wanted >= rows.length * shareForTexts;
      },
    });
  }

  async function readHere(page: PersonasPage): Promise<() => AccountPage> {
    const reply = await tavus.requestPersonasPage(key, page);
    return () => {
      const read = pageOf({ ...reply, digest: digestPage(reply, { hash }) });
      takeIfWorthIt(read);
      return read;
    };
  }

  async function readThere(ready: TakenThread, page: PersonasPage): Promise<() => AccountPage> {
    try {
      const { digest, ...read } = await ready.read(key, page, { withTexts });
      return () => pageOf({ ...read, digest: digest ?? digestPage(read, { hash }) });
    } catch (error) {
      if (!(error instanceof ThreadEndedError)) throw error;
      if (tavus.closing.aborted) {
        throw new TavusError({
          kind: "unavailable",
          operation: listOperation,
          reached: "maybe",
          cause: error,
        });
      }
      return readHere(page);
    }
  }

  return {
    read: (page) => (thread?.isReady ? readThere(thread, page) : readHere(page)),
    close() {
      isTried = true;
      thread?.release(isLarge);
      thread = undefined;
    },
  };
}
