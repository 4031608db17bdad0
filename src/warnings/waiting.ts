import type { FailingRecord, FailingRecords } from "../database/link/failing-records.ts";
import type { StoredWarning } from "../database/team/warnings/stored-warning.ts";
import { countedAll } from "../text/counted.ts";

/** Records of one kind that wait because something fails. */
export type FailingKind = { thing: "persona" | "video"; records: FailingRecords };

/** What waits because of a warning, of every kind. `words` as in "2 personas and 1 video"; "" where nothing does. */
export type Waiting = { count: number; words: string };

export const nothingWaits: Waiting = { count: 0, words: "" };

export async function countWaiting(kinds: readonly FailingKind[], row: StoredWarning): Promise<Waiting> {
  const counts = await Promise.all(
    kinds.map(async ({ thing, records }) => ({ thing, count: await records.count(row.tenantId, row) })),
  );
  return {
    count: counts.reduce((sum, { count }) => sum + count, 0),
    words: countedAll(Object.fromEntries(counts.map(({ thing, count }) => [thing, count]))),
  };
}

/** Up to `limit` of them, kind by kind, the newest of each first. */
export async function listWaiting(
  kinds: readonly FailingKind[],
  row: StoredWarning,
  limit: number,
): Promise<FailingRecord[]> {
  const found: FailingRecord[] = [];
  for (const { records } of kinds) {
    if (found.length < limit) found.push(...(await records.list(row.tenantId, row, limit - found.length)));
  }
  return found;
}

/** Makes all of it due; returns how many. */
export async function retryWaiting(
  kinds: readonly FailingKind[],
  row: StoredWarning,
  by: string | undefined,
): Promise<number> {
  let count = 0;
  for (const { records } of kinds) count += await records.makeDue(row.tenantId, row, by);
  return count;
}
