/** One page as it came. `totalCount` counts all rows under the same filters. */
export type Page<Row> = { rows: Row[]; totalCount?: number | undefined };

/** One page of a reading: only rows that no earlier page held. */
export type ReadPage<Row> = Page<Row> & {
  /** True on the page with which the reading has provably seen every row; false on all before it. */
  complete: boolean;
};

/** A whole list. When `complete` is false some row may be missing, so absence proves nothing. */
export type WholeList<Row> = { rows: Row[]; complete: boolean };

type FetchPage<Row> = (page: { page: number; limit: number }) => Promise<Page<Row>>;

/**
 * Reads a numbered list, first page 1. Tavus promises no order and publishes no maximum for `limit`, so ids
 * are remembered, and the page size is what page 1 really held. Ends when `totalCount` rows were seen or a
 * page brings none that is new.
 */
export async function* readPages<Row extends { id: string }>(
  fetchPage: FetchPage<Row>,
  limit: number,
): AsyncGenerator<ReadPage<Row>, void, undefined> {
  const reading = new Reading();
  for (let page = 1; !reading.isOver; page += 1) {
    const answer = await fetchPage({ page, limit: reading.pageSize ?? limit });
    const rows = reading.take(answer);
    yield { rows, totalCount: answer.totalCount, complete: reading.isComplete };
  }
}

/** Reads everything; a second time if the first reading does not add up (somebody added or deleted meanwhile). */
export async function readAll<Row>(
  startReading: () => AsyncGenerator<ReadPage<Row>, void, undefined>,
): Promise<WholeList<Row>> {
  const first = await collect(startReading());
  return first.complete ? first : await collect(startReading());
}

async function collect<Row>(pages: AsyncIterable<ReadPage<Row>>): Promise<WholeList<Row>> {
  const list: WholeList<Row> = { rows: [], complete: false };
  for await (const page of pages) {
    list.rows.push(...page.rows);
    list.complete = page.complete;
  }
  return list;
}

/** What one pass over the pages has seen. */
class Reading {
  isOver = false;
  isComplete = false;
  pageSize: number | undefined;
  readonly #seen = new Set<string>();
  readonly #totals = new Set<number | undefined>();
  #sawOneTwice = false;

  take<Row extends { id: string }>({ rows, totalCount }: Page<Row>): Row[] {
    const fresh = rows.filter((row) => this.#isNew(row.id));
    this.pageSize ??= rows.length;
    this.#totals.add(totalCount);
    this.isOver = fresh.length === 0 || (totalCount !== undefined && this.#seen.size >= totalCount);
    this.isComplete = this.isOver && this.#addsUp(totalCount);
    return fresh;
  }

  #isNew(id: string): boolean {
    const isNew = !this.#seen.has(id);
    this.#seen.add(id);
    this.#sawOneTwice ||= !isNew;
    return isNew;
  }

  /** A total that changed on the way means that pages moved under us, even if the numbers then agree. */
  #addsUp(totalCount: number | undefined): boolean {
    if (totalCount === undefined) return !this.#sawOneTwice;
    return this.#totals.size === 1 && this.#seen.size === totalCount;
  }
}
