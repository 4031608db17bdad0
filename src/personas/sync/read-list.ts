import { setImmediate } from "node:timers/promises";
import { ListReading } from "../../tavus/list-reading.ts";
import type { Page } from "../../tavus/paging.ts";
import type { TavusPersona } from "../../tavus/schemas.ts";
import { createTurns } from "../../turns.ts";

/** Asks for a page; what comes is read by calling it, so that of pages that wait their turn only the texts are held. */
export type FetchPage = (page: { page: number; limit: number }) => Promise<() => Page<TavusPersona>>;

export type ReadOptions = {
  /** Pages asked for at once. */
  inFlight: number;
  /** Unix ms. */
  now(): number;
  /** One page at a time, in the order of arrival. `readMs` is when it was asked for. */
  onPage(rows: TavusPersona[], page: { readMs: number; totalCount: number | undefined }): Promise<void>;
};

export type ReadList = { isComplete: boolean; totalCount: number | undefined };

/** 100 is the most that is known to work. */
export const pageLimit = 100;

/** Answers that may wait for their turn beside those that lanes hold: as many as keep the worker busy. */
const pagesWaiting = 1;

/**
 * Reads a numbered list, a few pages at once, without keeping any of it. Throws what `fetchPage` and `onPage` throw, when
 * nothing is in flight any more.
 */
export async function readList(fetchPage: FetchPage, options: ReadOptions): Promise<ReadList> {
  const reading = new ListReading();
  const pages = createPageTurns(pagesWaiting);

  async function readPage(page: number): Promise<void> {
    const readMs = options.now();
    const readAnswer = await fetchPage({ page, limit: reading.pageSize ?? pageLimit });
    // The next page is asked for while this one is worked on.
    await pages.add(async () => {
      const answer = readAnswer();
      reading.take(answer);
      await options.onPage(answer.rows, { readMs, totalCount: answer.totalCount });
    });
  }

  async function readToEnd(page: number): Promise<void> {
    await readPage(page);
    await pages.end();
  }

  async function readPages(): Promise<void> {
    await readToEnd(1);
    let next = 2;
    await runLanes(options.inFlight, () => (next <= reading.pageCount ? readPage(next++) : undefined));
    await pages.end();
    // What the total did not announce: rows were added, or there is no total.
    while (!reading.isOver) await readToEnd(next++);
  }

  try {
    await readPages();
  } finally {
    await pages.end();
  }
  return { isComplete: reading.isComplete, totalCount: reading.totalCount };
}

/** Lets each of `lanes` do one piece of work after another until there is none; the first failure ends them all. */
export async function runLanes(lanes: number, nextWork: () => Promise<void> | undefined): Promise<void> {
  let hasFailed = false;
  async function lane(): Promise<void> {
    for (let work = nextWork(); work; work = hasFailed ? undefined : nextWork()) {
      await work.catch((error: unknown) => {
        hasFailed = true;
        throw error;
      });
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: lanes }, lane));
  const failed = ends.find((end) => end.status === "rejected");
  if (failed) throw failed.reason;
}

/** One piece of work after another; `add` waits only while `places` or more are waiting. After a failure none runs. */
function createPageTurns(places: number): {
  add(work: () => Promise<void>): Promise<void>;
  end(): Promise<void>;
} {
  const inTurn = createTurns({ endsAtFailure: true });
  const turns: Promise<void>[] = [];
  let last = Promise.resolve();
  return {
    async add(work) {
      // First what waits for its turn outside: the request for the next page, and people's commands.
      last = inTurn(() => setImmediate().then(work));
      turns.push(last);
      // Whoever is waited for tells of the failure; the others need not.
      last.catch(() => {});
      if (turns.length > places) await turns.shift();
    },
    end: () => last,
  };
}
