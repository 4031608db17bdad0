import { TavusError } from "../errors.ts";

/** One page as it came. What it says of itself is a hint: Tavus promises neither an order nor a total. */
export type ListedPage<Row> = {
  rows: readonly Row[];
  /** Rows that cannot be read, such as null or one without an id. */
  unreadable: number;
  /** How many rows there are under the same filters, by Tavus's word. */
  totalCount?: number | undefined;
};

/** Rows of one reading, at most: a list that never ends must end here. Ids of so many take about 20 MB. */
export const mostRows = 200_000;
/** Pages of one reading, at most. */
const mostPages = 20_000;
/** Pages in a row that hold nothing readable, before that counts as the end. */
const mostBarrenPages = 5;

/** `empty`, `repeated`: the page after the last. `refused`: Tavus knows no such page. `cut`: we read no further. */
type End = "empty" | "repeated" | "refused" | "cut";

/**
 * What one pass over a numbered list has seen, and whether that was all. The end is the page that brings nothing new, never
 * the total. Tavus publishes no maximum for `limit` either, so ids are remembered, and the page size is what the first page
 * really held.
 */
export class ListReading {
  /** By the latest page. */
  totalCount: number | undefined;
  /** Rows that could not be read. */
  unreadable = 0;
  #limit: number;
  #pageSize: number | undefined;
  #pages = 0;
  #barrenPages = 0;
  #end: End | undefined;
  #seen = new Set<string>();
  #totals = new Set<number | undefined>();
  #sawOneTwice = false;

  constructor({ limit }: { limit: number }) {
    this.#limit = limit;
  }

  /** Rows that were asked for on the first page. */
  get limit(): number {
    return this.#limit;
  }

  /** Rows to ask for on the next page. */
  get pageSize(): number {
    return this.#pageSize ?? this.#limit;
  }

  get ids(): ReadonlySet<string> {
    return this.#seen;
  }

  get isOver(): boolean {
    return this.#end !== undefined;
  }

  /** It was given up at the most that is read at once. */
  get isCut(): boolean {
    return this.#end === "cut";
  }

  /** Takes note of a page; returns the rows that none before it held. */
  take<Row extends { id: string }>({ rows, unreadable, totalCount }: ListedPage<Row>): Row[] {
    const fresh = rows.filter(({ id }) => this.#isNew(id));
    const isRepeated = fresh.length === 0 && rows.length > 0;
    if (!isRepeated) this.unreadable += unreadable;
    this.#pageSize ??= Math.max(1, rows.length + unreadable);
    this.#pages += 1;
    this.#barrenPages = fresh.length === 0 ? this.#barrenPages + 1 : 0;
    this.totalCount = totalCount;
    this.#totals.add(totalCount);
    if (rows.length + unreadable === 0) this.#end ??= "empty";
    else if (isRepeated) this.#end ??= "repeated";
    else if (this.#seen.size >= mostRows || this.#pages >= mostPages) this.#end ??= "cut";
    else if (this.#barrenPages >= mostBarrenPages) this.#end ??= "cut";
    return fresh;
  }

  /**
   * Takes note that page `page`, from 1, was refused. True: that is the end, for there is no such page. A list refused from
   * the start is none.
   */
  endsWith(error: unknown, page: number): boolean {
    if (page === 1 || !isRefusal(error, noSuchPage)) return false;
    this.#end ??= "refused";
    return true;
  }

  /** Starts the pass anew, with smaller pages, where `error` says that they were too large. False: it does not say so. */
  shrinksAfter(error: unknown): boolean {
    if (this.pageSize <= 1 || !(isRefusal(error, tooManyRows) || isTooLong(error))) return false;
    this.#limit = Math.floor(this.pageSize / 2);
    this.#pageSize = undefined;
    this.#pages = 0;
    this.#barrenPages = 0;
    this.#seen = new Set();
    this.#totals = new Set();
    this.#sawOneTwice = false;
    this.unreadable = 0;
    return true;
  }

  /** Pages by the total of the latest one, which may be wrong either way; 1 when there is none. */
  get pageCount(): number {
    return this.totalCount ? Math.ceil(this.totalCount / this.pageSize) : 1;
  }

  /**
   * Provably every row was seen, be it one that cannot be read: the list ended, and by its own count. A total that changed on the way means that pages moved
   * under us, even if the numbers then agree.
   */
  get isComplete(): boolean {
    if (!this.isOver || this.isCut) return false;
    return this.#totals.has(undefined) ? this.endsCleanly : !this.isMiscounted;
  }

  /** The total is not the number of rows that the list held. */
  get isMiscounted(): boolean {
    const [total] = this.#totals;
    if (total === undefined) return false;
    return this.#totals.size > 1 || this.#seen.size + this.unreadable !== total;
  }

  /** Every page brought only what is new, to an empty one. */
  get endsCleanly(): boolean {
    return this.#end === "empty" && !this.#sawOneTwice;
  }

  #isNew(id: string): boolean {
    const isNew = !this.#seen.has(id);
    this.#seen.add(id);
    this.#sawOneTwice ||= !isNew;
    return isNew;
  }
}

/** What one reading of a list, or two, came to. */
export type ListOutcome = {
  /** Every row was seen. What was not among them is not there, unless some were unreadable. */
  isComplete: boolean;
  /** Rows that could not be read. */
  unreadable: number;
  /** Rows that could. */
  count: number;
  /** By the list's own word, where that is another number; undefined: it agrees, or has none. */
  claimedCount: number | undefined;
  /** There is more than is read at once. */
  isCut: boolean;
};

/** Whether nothing can be there that was not shown: no row that cannot be read, none that is counted only. */
export function isWhole({ isComplete, unreadable, count, claimedCount = 0 }: ListOutcome): boolean {
  return isComplete && unreadable === 0 && claimedCount <= count;
}

/**
 * Reads once more what does not add up, for a list may shift while it is read. Two readings that end cleanly with the same
 * rows are the list, whatever its total says.
 */
export async function readUntilComplete(readOnce: () => Promise<ListReading>): Promise<ListOutcome> {
  const first = await readOnce();
  if (first.isComplete || first.isCut) return outcomeOf(first, first.isComplete);
  const second = await readOnce();
  const isSame = first.endsCleanly && second.endsCleanly && holdsSame(first.ids, second.ids);
  return outcomeOf(second, second.isComplete || (isSame && first.unreadable === second.unreadable));
}

function outcomeOf(reading: ListReading, isComplete: boolean): ListOutcome {
  const { unreadable, isCut } = reading;
  const claimedCount = reading.isMiscounted ? reading.totalCount : undefined;
  return { isComplete, unreadable, count: reading.ids.size, claimedCount, isCut };
}

function holdsSame(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((id) => other.has(id));
}

/** Statuses with which a server says that it has no such page, and that it was asked for too many rows. */
const noSuchPage = [400, 404, 416, 422];
const tooManyRows = [400, 413, 414, 422];

function isRefusal(error: unknown, statuses: readonly number[]): boolean {
  if (!(error instanceof TavusError) || !statuses.includes(error.status ?? 0)) return false;
  return ["rejected", "notFound", "unexpectedReply"].includes(error.kind);
}

/** node-fetch ends a body over the size that was allowed so. */
function isTooLong(error: unknown): boolean {
  const cause = error instanceof TavusError ? error.cause : undefined;
  return cause instanceof Error && "type" in cause && cause.type === "max-size";
}
