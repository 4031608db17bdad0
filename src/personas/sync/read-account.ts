import { type ListOutcome, type ListReading, readUntilComplete } from "../../tavus/lists/list-reading.ts";
import { pagesInFlight, type Remote, readPatiently, remoteOf, type SyncContext } from "./context.ts";
import type { PageRow, ReadPage } from "./pages/account-page.ts";
import { type ReadOptions, readList } from "./read-list.ts";

/** Rows that no page before held, in the order they came. */
export type OnRemotes = (remotes: Remote[]) => Promise<void>;

/** What a reading of the account came to. */
export type AccountReading = Pick<ListOutcome, "isComplete" | "unreadable" | "isCut"> & {
  /** Rows that its lists held, also those that cannot be read. */
  listed: number;
  /** Where Tavus gave another number of rows than its lists held: both. */
  miscounted: { claimed: number; count: number } | undefined;
};

/**
 * Reads the whole account, each persona once, and says whether every one of them was seen. The account's own come from
 * their own list; Tavus's stock and whatever else a key can see carry no copy of ours to import, but perhaps a record
 * line or a link. The unfiltered list is read only when the two do not add up to it (seen live in September 2026).
 */
export async function readAccount(
  context: SyncContext,
  seen: Set<string>,
  onRemotes: OnRemotes,
): Promise<AccountReading> {
  const totals: Totals = new Map();
  const readings = [
    readTwice(context, { seen, totals, onRemotes, type: "user" }),
    readTwice(context, { seen, totals, onRemotes, type: "system" }),
    countAll(context),
  ] as const;
  // None may go on after this has failed.
  await Promise.allSettled(readings);
  const [own, stock, total] = await Promise.all(readings);
  // By what was seen: a total is only Tavus's word.
  if (rowsOf(own) + rowsOf(stock) === total) return together([own, stock]);
  const all = await readTwice(context, { seen, totals, onRemotes, type: "all" });
  return together([own, stock, all]);
}

function rowsOf({ count, unreadable }: ListOutcome): number {
  return count + unreadable;
}

function together(lists: readonly ListOutcome[]): AccountReading {
  const [miscounted] = lists.flatMap((list) =>
    list.claimedCount === undefined ? [] : [{ claimed: list.claimedCount, count: rowsOf(list) }],
  );
  return {
    isComplete: lists.every(({ isComplete }) => isComplete),
    isCut: lists.some(({ isCut }) => isCut),
    unreadable: ofAll(lists.map(({ unreadable }) => unreadable)),
    listed: ofAll(lists.map(rowsOf)),
    miscounted,
  };
}

/** The unfiltered list holds the rows of the others again. */
function ofAll([own = 0, stock = 0, all = 0]: number[]): number {
  return Math.max(own + stock, all);
}

function sum(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : one + other;
}

async function countAll(context: SyncContext): Promise<number | undefined> {
  const { pages, run } = context;
  const page = { page: 1, limit: 1, signal: run.stopping };
  const readPage = await readPatiently(context, () => pages.read(page));
  return readPage().totalCount;
}

type ListType = "user" | "system" | "all";
/** How many rows each list is said to have. */
type Totals = Map<ListType, number>;
type Reading = { seen: Set<string>; totals: Totals; onRemotes: OnRemotes; type: ListType };

function readTwice(context: SyncContext, reading: Reading): Promise<ListOutcome> {
  return readUntilComplete(() => readOnce(context, reading));
}

function readOnce(context: SyncContext, { seen, totals, onRemotes, type }: Reading): Promise<ListReading> {
  const { deps, account, pages, run, report } = context;
  const options: ReadOptions = {
    inFlight: pagesInFlight,
    now: deps.linking.now,
    size: account.pageSize,
    async onPage(rows, { readMs, totalCount }) {
      run.checkStop();
      if (totalCount !== undefined) totals.set(type, totalCount);
      run.progress.total = totalOf(totals);
      const fresh = rows.filter((row) => isNew(seen, row));
      const { ours, others } = await account.apart(fresh);
      report.addOthers(others);
      const from = { isOwn: type === "user", readMs };
      await onRemotes(ours.map((row) => remoteOf(row, from)));
      run.progress.done += fresh.length;
      // More than there are said to be: then nobody knows how many.
      if (run.progress.done > (run.progress.total ?? 0)) run.progress.total = undefined;
    },
  };
  const filter = type === "all" ? {} : { type };
  const readPage: ReadPage = (page) => {
    run.checkStop();
    return readPatiently(context, () => pages.read({ ...page, ...filter, signal: run.stopping }));
  };
  return readList(readPage, options);
}

function totalOf(totals: Totals): number | undefined {
  const { user, system, all } = Object.fromEntries(totals);
  return all ?? sum(user, system) ?? user;
}

function isNew(seen: Set<string>, { id }: PageRow): boolean {
  const before = seen.size;
  return seen.add(id).size > before;
}
