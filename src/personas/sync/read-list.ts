import { setImmediate } from "node:timers/promises";
import type { ListReading } from "../../tavus/lists/list-reading.ts";
import { fetchOrEnd, type PageSize, readFitting } from "../../tavus/lists/paging.ts";
import { createTurns } from "../../turns.ts";
import type { PageRow, ReadPage } from "./pages/account-page.ts";

export type ReadOptions = {
  /** Pages asked for at once. */
  inFlight: number;
  /** Unix ms. */
  now(): number;
  size: PageSize;
  /** One page at a time, in the order of arrival; some rows come twice. `readMs` is when the page was asked for. */
  onPage(rows: readonly PageRow[], page: { readMs: number; totalCount: number | undefined }): Promise<void>;
};

/** Answers that may wait for their turn beside those that lanes hold: as many as keep the worker busy. */
const pagesWaiting = 1;

/**
 * Reads a numbered list, a few pages at once, without keeping any of it. Throws what `askForPage` and `onPage` throw, when
 * nothing is in flight any more.
 */
export function readList(askForPage: ReadPage, options: ReadOptions): Promise<ListReading> {
  return readFitting(options.size, (reading) => readOnce(askForPage, reading, options));
}

async function readOnce(askForPage: ReadPage, reading: ListReading, options: ReadOptions): Promise<void> {
  const pages = createPageTurns(pagesWaiting);

  async function readPage(page: number): Promise<void> {
    const readMs = options.now();
    const readAnswer = await fetchOrEnd(reading, page, () => askForPage({ page, limit: reading.pageSize }));
    if (!readAnswer) return;
    // The next page is asked for while this one is worked on.
    await pages.add(async () => {
      const answer = readAnswer();
      try {
        reading.take(answer);
        await options.onPage(answer.rows, { readMs, totalCount: answer.totalCount });
      } finally {
        answer.release();
      }
    });
  }

  async function readToEnd(page: number): Promise<void> {
    await readPage(page);
    await pages.end();
  }

  async function readPages(): Promise<void> {
    await readToEnd(1);
    let next = 2;
    const isAnnounced = () => !reading.isOver && next <= reading.pageCount;
    await runLanes(options.inFlight, () => (isAnnounced() ? readPage(next++) : undefined));
    await pages.end();
    // The end, and before it whatever the total did not announce.
    while (!reading.isOver) await readToEnd(next++);
  }

  try {
    await readPages();
  } finally {
    await pages.end();
  }
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
