import { parseTavusDate } from "../tavus/dates.ts";
import { TavusError } from "../tavus/errors.ts";
import { isWhole, type ListOutcome } from "../tavus/lists/list-reading.ts";
import type { MarkedObjects, MarkedReading } from "./port.ts";

type Listed = { id: string; createdAt?: string | undefined };

/**
 * Notes every object of a list that carries a mark of ours. What was found stands even where the list could not be read to
 * its end: only that something is not there needs all of it. `operation` is for errors, such as "list personas".
 */
export async function readMarked<Row extends Listed>(
  operation: string,
  readList: (onRows: (rows: readonly Row[]) => void) => Promise<ListOutcome>,
  recordOf: (row: Row) => string | undefined,
): Promise<MarkedReading> {
  const found: MarkedObjects = new Map();
  try {
    const list = await readList((rows) => {
      for (const row of rows) note(found, row, recordOf(row));
    });
    // One that cannot be read may carry a mark, and so may those that Tavus counts and does not show.
    return { found, shortfall: isWhole(list) ? undefined : incomplete(operation) };
  } catch (error) {
    if (error instanceof TavusError) return { found, shortfall: error };
    throw error;
  }
}

function note(found: MarkedObjects, { id: remoteId, createdAt }: Listed, record: string | undefined): void {
  if (record === undefined) return;
  const createdMs = createdAt ? parseTavusDate(createdAt) : undefined;
  // A copy has the mark of what it was made from, and there may be thousands.
  const those = found.get(record);
  if (those) those.push({ remoteId, createdMs });
  else found.set(record, [{ remoteId, createdMs }]);
}

function incomplete(operation: string): TavusError {
  return new TavusError({ kind: "unexpectedReply", operation, reached: "maybe" });
}
