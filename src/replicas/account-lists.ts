import { createExpiringCache } from "../expiring-cache.ts";
import type { Log } from "../log.ts";
import { TavusError } from "../tavus/errors.ts";
import type { TavusKey } from "../tavus/key.ts";
import type { ListOutcome } from "../tavus/lists/list-reading.ts";
import { within } from "../within.ts";

/** A list this old is still shown while a new one is fetched. */
const freshMs = 5 * 60_000;
/** The same for somebody who looks at what is about to change. */
const restlessMs = 20_000;
/** After a reading that failed, whoever only looks does not make another at once. */
const failureMs = 10_000;
/** A suggestion must come within a second or it is of no use. */
const patienceMs = 900;
/** Failures remembered at once, each an account's. */
const mostFailures = 200;
/** Rows kept of an account, each of its own and of Tavus's stock. */
const mostRows = 1000;
/** Rows kept of all accounts, some 25 MB; the account asked for longest ago goes first. */
const mostRowsInAll = 80_000;
/** An empty list counts too. */
const rowsOfAnEntry = 100;

type Named = { id: string; name: string };

/** What an account holds, its own first, each by name: Tavus promises no order, and pages of it must not shift. */
export type AccountList<Row> = {
  rows: readonly Row[];
  /** Rows that are there and were not kept, because there are too many. */
  more: number;
  /** Rows without an id, which cannot be chosen. */
  unreadable: number;
  /** Unix ms. */
  readMs: number;
};

export type ReadingFailure = Pick<TavusError, "kind" | "words">;

/** What is known of an account's list by now. */
export type Look<Row> = {
  list?: AccountList<Row> | undefined;
  /** Why the last reading brought none. */
  failure?: ReadingFailure | undefined;
  /** Resolves when a reading that is under way has ended; what came of it is in the next look. */
  coming?: Promise<void> | undefined;
};

export type AccountLists<Row> = {
  /**
   * What is in memory; where it is old, or something in it is about to change, a newer list is fetched behind it. `newer`:
   * something was looked for that is not in it.
   */
  look(key: TavusKey, wish?: { newer: boolean }): Look<Row>;
  /** What is in memory, and nothing is asked. */
  remembered(key: TavusKey): readonly Row[];
  /** For choosing: what is in memory, or a first list if that comes within a second. Empty: none has. */
  rows(key: TavusKey): Promise<readonly Row[]>;
};

type Options<Row> = {
  /** In the log. */
  what: string;
  read(key: string, onRows: (rows: Row[]) => void): Promise<ListOutcome>;
  isStock(row: Row): boolean;
  /** It becomes something else by itself. */
  isRestless(row: Row): boolean;
  log: Log;
  now(): number;
};

/**
 * Lists by account, in memory and refreshed behind what is shown: nobody who types waits for Tavus. An account is asked only
 * when somebody looks.
 */
export function createAccountLists<Row extends Named>(options: Options<Row>): AccountLists<Row> {
  const { what, read, isStock, isRestless, log, now } = options;
  const lists = createExpiringCache<AccountList<Row>>({
    freshMs,
    most: mostRowsInAll,
    sizeOf: ({ rows }) => rows.length + rowsOfAnEntry,
    now,
  });
  const failures = createExpiringCache<TavusError>({ freshMs: failureMs, most: mostFailures, now });
  const fetches = new Map<string, Promise<void>>();

  async function fetchList(key: TavusKey): Promise<void> {
    const own: Row[] = [];
    const stock: Row[] = [];
    let more = 0;
    try {
      const { unreadable } = await read(key.value, (rows) => {
        for (const row of rows) {
          const kept = isStock(row) ? stock : own;
          if (kept.length < mostRows) kept.push(row);
          else more += 1;
        }
      });
      lists.keep(key.tag, {
        rows: [...own.sort(byName), ...stock.sort(byName)],
        more,
        unreadable,
        readMs: now(),
      });
      failures.forget(key.tag);
    } catch (error) {
      // The old list stays; the next look tries again.
      log.warn({ err: error, keyTag: key.tag }, `the ${what} could not be read`);
      if (error instanceof TavusError) failures.keep(key.tag, error);
    }
  }

  /** However many ask meanwhile, Tavus is asked once. */
  function fetchOnce(key: TavusKey): Promise<void> {
    const fetching = fetches.get(key.tag) ?? fetchList(key).finally(() => fetches.delete(key.tag));
    fetches.set(key.tag, fetching);
    return fetching;
  }

  function isOld({ rows, readMs }: AccountList<Row>, newer: boolean): boolean {
    return (newer || rows.some(isRestless)) && Math.abs(now() - readMs) >= restlessMs;
  }

  return {
    look(key, { newer } = { newer: false }) {
      const known = lists.find(key.tag);
      const failure = failures.find(key.tag);
      const isDue = !(known?.isFresh && !isOld(known.value, newer)) && !failure?.isFresh;
      const coming = isDue ? fetchOnce(key) : fetches.get(key.tag);
      return { list: known?.value, failure: failure?.value, coming };
    },
    remembered: (key) => lists.find(key.tag)?.value.rows ?? [],
    async rows(key) {
      const known = lists.find(key.tag);
      if (known?.isFresh) return known.value.rows;
      // Whoever types asks again with each letter.
      if (known && failures.find(key.tag)?.isFresh) return known.value.rows;
      const fetching = fetchOnce(key);
      if (known) return known.value.rows;
      await within(fetching, patienceMs);
      return lists.find(key.tag)?.value.rows ?? [];
    },
  };
}

/** Made when it is used: it takes milliseconds, for which a start need not wait. */
let collator: Intl.Collator | undefined;

function byName(one: Named, other: Named): number {
  collator ??= new Intl.Collator("en", { numeric: true });
  return collator.compare(one.name, other.name) || collator.compare(one.id, other.id);
}
