/**
 * What one pass over a numbered list has seen, and whether that was all. Tavus promises no order and publishes no maximum
 * for `limit`, so ids are remembered, and the page size is what the first page really held.
 */
export class ListReading {
  pageSize: number | undefined;
  /** By the latest page. */
  totalCount: number | undefined;
  /** Every row of the total was seen, or the latest page brought none that is new. */
  isOver = false;
  readonly #seen = new Set<string>();
  readonly #totals = new Set<number | undefined>();
  #sawOneTwice = false;

  /** Takes note of a page; returns the rows that none before it held. */
  take<Row extends { id: string }>({
    rows,
    totalCount,
  }: {
    rows: readonly Row[];
    totalCount?: number | undefined;
  }): Row[] {
    const fresh = rows.filter(({ id }) => this.#isNew(id));
    this.pageSize ??= rows.length;
    this.totalCount = totalCount;
    this.#totals.add(totalCount);
    this.isOver = fresh.length === 0 || (totalCount !== undefined && this.#seen.size >= totalCount);
    return fresh;
  }

  /** By the total of the latest page; 1 when there is none. */
  get pageCount(): number {
    return this.totalCount && this.pageSize ? Math.ceil(this.totalCount / this.pageSize) : 1;
  }

  /**
   * Provably every row was seen. A total that changed on the way means that pages moved under us, even if the numbers then
   * agree.
   */
  get isComplete(): boolean {
    if (!this.isOver) return false;
    if (this.totalCount === undefined) return !this.#sawOneTwice;
    return this.#totals.size === 1 && this.#seen.size === this.totalCount;
  }

  #isNew(id: string): boolean {
    const isNew = !this.#seen.has(id);
    this.#seen.add(id);
    this.#sawOneTwice ||= !isNew;
    return isNew;
  }
}

/** Reads once more what does not add up, for a list may shift while it is read. Resolves with what the last reading came to. */
export async function readUntilComplete<List extends { isComplete: boolean }>(
  readOnce: () => Promise<List>,
): Promise<List> {
  const first = await readOnce();
  return first.isComplete ? first : readOnce();
}
