import { type ListedPage, type ListOutcome, ListReading, readUntilComplete } from "./list-reading.ts";

export type FetchPage<Row> = (page: { page: number; limit: number }) => Promise<ListedPage<Row>>;

/** How many rows to ask an account for on one page, and what to remember when that was too many. */
export type PageSize = { limit: number; note(limit: number): void };

/**
 * Reads a numbered list to its end, a second time where the first does not add up. `onRows` gets each row once. What it
 * throws ends the reading.
 */
export function readRows<Row extends { id: string }>(
  fetchPage: FetchPage<Row>,
  size: PageSize,
  onRows: (rows: Row[]) => void | Promise<void>,
): Promise<ListOutcome> {
  const given = new Set<string>();
  const isNew = ({ id }: Row) => given.size < given.add(id).size;
  return readUntilComplete(() =>
    readFitting(size, async (reading) => {
      for (let page = 1; !reading.isOver; page += 1) {
        const answer = await fetchOrEnd(reading, page, () => fetchPage({ page, limit: reading.pageSize }));
        if (answer) await onRows(reading.take(answer).filter(isNew));
      }
    }),
  );
}

/** One pass over a list, begun anew with smaller pages where Tavus finds them too large. The size that worked is noted. */
export async function readFitting(
  size: PageSize,
  readOnce: (reading: ListReading) => Promise<void>,
): Promise<ListReading> {
  const reading = new ListReading(size);
  for (;;) {
    try {
      await readOnce(reading);
      if (reading.limit !== size.limit) size.note(reading.limit);
      return reading;
    } catch (error) {
      if (!reading.shrinksAfter(error)) throw error;
    }
  }
}

/** What `fetch` brings; undefined: the list ends before this page. */
export async function fetchOrEnd<Answer>(
  reading: ListReading,
  page: number,
  fetch: () => Promise<Answer>,
): Promise<Answer | undefined> {
  try {
    return await fetch();
  } catch (error) {
    if (reading.endsWith(error, page)) return undefined;
    throw error;
  }
}
