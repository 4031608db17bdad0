import { readUntilComplete } from "../../tavus/list-reading.ts";
import type { TavusPersona } from "../../tavus/schemas.ts";
import { inFlight, type Remote, readPatiently, remoteFrom, type SyncContext } from "./context.ts";
import { type ReadList, type ReadOptions, readList } from "./read-list.ts";

/** Rows that no page before held, in the order they came. */
export type OnRemotes = (remotes: Remote[]) => Promise<void>;

/**
 * Reads the whole account, each persona once, and says whether every one of them was seen. The account's own come from
 * their own list; Tavus's stock and whatever else a key can see carry no copy of ours to import, but perhaps a record
 * line or a link. The unfiltered list is read only when the two do not add up to it (seen live in September 2026).
 */
export async function readAccount(
  context: SyncContext,
  seen: Set<string>,
  onRemotes: OnRemotes,
): Promise<{ isComplete: boolean }> {
  const totals: Totals = new Map();
  const readings = [
    readTwice(context, { seen, totals, onRemotes, type: "user" }),
    readTwice(context, { seen, totals, onRemotes, type: "system" }),
    countAll(context),
  ] as const;
  // None may go on after this has failed.
  await Promise.allSettled(readings);
  const [own, stock, total] = await Promise.all(readings);
  const isComplete = own.isComplete && stock.isComplete;
  const counted = sum(own.totalCount, stock.totalCount);
  if (counted !== undefined && counted === total) return { isComplete };
  const all = await readTwice(context, { seen, totals, onRemotes, type: "all" });
  return { isComplete: isComplete && all.isComplete };
}

function sum(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : one + other;
}

async function countAll(context: SyncContext): Promise<number | undefined> {
  const { account } = context;
  const page = { page: 1, limit: 1 };
  const readPage = await readPatiently(context, () => account.fetchPage(page));
  return readPage().totalCount;
}

type ListType = "user" | "system" | "all";
/** How many rows each list is said to have. */
type Totals = Map<ListType, number>;
type ListReading = { seen: Set<string>; totals: Totals; onRemotes: OnRemotes; type: ListType };

function readTwice(context: SyncContext, reading: ListReading): Promise<ReadList> {
  return readUntilComplete(() => readOnce(context, reading));
}

function readOnce(context: SyncContext, { seen, totals, onRemotes, type }: ListReading): Promise<ReadList> {
  const { deps, account, run, report } = context;
  const options: ReadOptions = {
    inFlight,
    now: deps.linking.now,
    async onPage(rows, { readMs, totalCount }) {
      run.checkStop();
      if (totalCount !== undefined) totals.set(type, totalCount);
      run.progress.total = totalOf(totals);
      const fresh = rows.filter((row) => isNew(seen, row));
      const { ours, others } = await account.apart(fresh);
      report.addOthers(others);
      await onRemotes(ours.map((row) => remoteFrom(row, { isOwn: type === "user", readMs })));
      run.progress.done += fresh.length;
    },
  };
  const filter = type === "all" ? {} : { type };
  const fetchPage = (page: { page: number; limit: number }) => {
    run.checkStop();
    return readPatiently(context, () => account.fetchPage({ ...page, ...filter }));
  };
  return readList(fetchPage, options);
}

function totalOf(totals: Totals): number | undefined {
  const { user, system, all } = Object.fromEntries(totals);
  return all ?? sum(user, system) ?? user;
}

function isNew(seen: Set<string>, { id }: TavusPersona): boolean {
  const before = seen.size;
  return seen.add(id).size > before;
}
