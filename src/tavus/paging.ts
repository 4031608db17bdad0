import { ListReading, readUntilComplete } from "./list-reading.ts";

/** One page as it came. `totalCount` counts all rows under the same filters. */
export type Page<Row> = { rows: Row[]; totalCount?: number | undefined };

/** One page of a reading: only rows that no earlier page held. */
export type ReadPage<Row> = Page<Row> & {
  /** True on the page with which the reading has provably seen every row; false on all before it. */
  isComplete: boolean;
};

/** A whole list. When `isComplete` is false some row may be missing, so absence proves nothing. */
export type WholeList<Row> = { rows: Row[]; isComplete: boolean };

type FetchPage<Row> = (page: { page: number; limit: number }) => Promise<Page<Row>>;

/** Reads a numbered list, first page 1, until `totalCount` rows were seen or a page brings none that is new. */
export async function* readPages<Row extends { id: string }>(
  fetchPage: FetchPage<Row>,
  limit: number,
): AsyncGenerator<ReadPage<Row>, void, undefined> {
  const reading = new ListReading();
  for (let page = 1; !reading.isOver; page += 1) {
    const answer = await fetchPage({ page, limit: reading.pageSize ?? limit });
    const rows = reading.take(answer);
    yield { rows, totalCount: answer.totalCount, isComplete: reading.isComplete };
  }
}

/** Reads everything; a second time if the first reading does not add up (somebody added or deleted meanwhile). */
export function readAll<Row>(
  startReading: () => AsyncGenerator<ReadPage<Row>, void, undefined>,
): Promise<WholeList<Row>> {
  return readUntilComplete(() => collect(startReading()));
}

async function collect<Row>(pages: AsyncIterable<ReadPage<Row>>): Promise<WholeList<Row>> {
  const list: WholeList<Row> = { rows: [], isComplete: false };
  for await (const page of pages) {
    list.rows.push(...page.rows);
    list.isComplete = page.isComplete;
  }
  return list;
}
