import type { Database } from "../opening/connect.ts";
import { retryWhileLocked } from "../opening/database-errors.ts";
import type { Secrets } from "../team/secrets.ts";
import { readPlace, replaceIn, type SealedPlace, sealedPlaces, sealedTextOf } from "./places.ts";
import { createTally, type SealedGroup } from "./tally.ts";

/** Rows of one transaction: others wait for no more than these. */
const rowsPerPage = 200;
/** What a process sealed meanwhile that does not have the first key yet is found by another round. */
const mostRounds = 3;

/** Counts everything that is sealed, a page at a time. */
export async function countSealed(
  { kysely }: Pick<Database, "kysely">,
  secrets: Secrets | undefined,
): Promise<SealedGroup[]> {
  const tally = createTally(secrets);
  for (const place of sealedPlaces) {
    let after: readonly string[] | undefined;
    do {
      const rows = await readPlace(kysely, place, after, rowsPerPage);
      for (const row of rows) tally.add({ tenantId: row.key[0] ?? "", sealed: sealedTextOf(place, row) });
      after = rows.length === rowsPerPage ? rows.at(-1)?.key : undefined;
    } while (after);
  }
  return tally.groups();
}

/**
 * Seals with the first key whatever another one sealed, also while others read and write it: a page is one transaction,
 * and a row that was changed meanwhile is left to its change. What no key opens stays as it is. Returns how many were
 * sealed anew. It can be ended at any moment and begun again.
 */
export async function sealAnew(database: Database, secrets: Secrets): Promise<number> {
  let sealed = 0;
  for (let round = 0; round < mostRounds; round += 1) {
    let inRound = 0;
    for (const place of sealedPlaces) inRound += await sealPlace(database, secrets, place);
    sealed += inRound;
    if (inRound === 0) break;
  }
  // What was sealed with the old key would stand in SQLite's journal otherwise.
  await database.eraseTraces();
  return sealed;
}

async function sealPlace({ kysely }: Database, secrets: Secrets, place: SealedPlace): Promise<number> {
  let sealed = 0;
  let after: readonly string[] | undefined;
  do {
    const page = await retryWhileLocked(() =>
      kysely.transaction().execute(async (transaction) => {
        const rows = await readPlace(transaction, place, after, rowsPerPage);
        let written = 0;
        for (const row of rows) {
          const value = sealedAnew(secrets, place, row);
          if (value !== undefined && (await replaceIn(transaction, place, row, value))) written += 1;
        }
        return { written, next: rows.length === rowsPerPage ? rows.at(-1)?.key : undefined };
      }),
    );
    sealed += page.written;
    after = page.next;
  } while (after);
  return sealed;
}

/** Undefined: it is sealed with the first key already, or with none that is here. */
function sealedAnew(
  secrets: Secrets,
  place: SealedPlace,
  row: { key: readonly string[]; value: string },
): string | undefined {
  const tenantId = row.key[0] ?? "";
  const text = sealedTextOf(place, row);
  const opened = secrets.isCurrent(text) ? undefined : secrets.open(tenantId, text);
  if (opened === undefined) return undefined;
  const sealed = secrets.seal(tenantId, opened);
  return place.value ? place.value.write(row.value, sealed) : sealed;
}
