import { sql } from "kysely";
import { isForgotten, workBegan } from "./forgotten/refuse-forgotten.ts";
import type { Database } from "./opening/connect.ts";
import type { RowWatch, RowWatches } from "./sqlite/row-watch.ts";
import { untilTheyReturn } from "./times.ts";

/**
 * Whether a person is to be told anything at their next command, of whatever kind, or would be as an admin, and whether the team was
 * forgotten since the present work began: one statement, since both are asked at the end of each and the answer is nearly always no.
 * Where this process alone writes, a no holds until something is written that may make it a yes.
 */
export function createOwedAtAll(database: Database) {
  const { kysely, rows: watches } = database;
  let known: ReturnType<typeof rememberNo> | undefined;

  return async (tenantId: string, userId: string): Promise<{ isOwed: boolean; wasForgotten: boolean }> => {
    known ??= watches && rememberNo(watches);
    const began = workBegan();
    const person = `${tenantId} ${userId}`;
    if (known?.isNo(person, began)) return { isOwed: false, wasForgotten: false };
    const note = known?.about(person, began);
    const { rows } = await sql<{ any: number | boolean; forgotten: number | boolean }>`
      select exists (select 1 from links where told_at is null and tell_lease_until = ${untilTheyReturn}
          and tenant_id = ${tenantId} and user_id = ${userId})
        or exists (select 1 from owed where tenant_id = ${tenantId} and user_id = ${userId}
          and tell_at = ${untilTheyReturn})
        or exists (select 1 from warnings where tenant_id = ${tenantId} and fixed_at is null
          and (user_id = ${userId} or user_id is null) and post_state = 'owed') as "any",
        ${isForgotten(tenantId)} as "forgotten"`.execute(kysely);
    const isOwed = Boolean(rows[0]?.any);
    const wasForgotten = Boolean(rows[0]?.forgotten);
    if (!isOwed && !wasForgotten) note?.();
    return { isOwed, wasForgotten };
  };
}

/** Whatever may make somebody owed, or a team forgotten. */
const isYes: readonly Pick<RowWatch, "table" | "when">[] = [
  { table: "links", when: `new.told_at is null and new.tell_lease_until = '${untilTheyReturn}'` },
  { table: "owed", when: `new.tell_at = '${untilTheyReturn}'` },
  { table: "warnings", when: "new.post_state = 'owed'" },
  { table: "forgotten" },
];

/** People remembered at once. */
const mostPeople = 10_000;

/** Of whom the answer was no, by when the work had begun for which it was: it holds for whatever begins later. */
function rememberNo(watches: RowWatches) {
  const no = new Map<string, string>();
  let changes = 0;
  const heard = () => {
    changes += 1;
    no.clear();
  };
  for (const rows of isYes)
    for (const after of ["insert", "update"] as const)
      watches.watch({ ...rows, after, columns: [], heard, undone: heard });

  return {
    isNo(person: string, began: string): boolean {
      watches.catchUp();
      const since = no.get(person);
      return since !== undefined && since <= began;
    },
    /** Remembers it when called, unless something was written since now. */
    about(person: string, began: string): () => void {
      const before = changes;
      return () => {
        watches.catchUp();
        if (changes !== before) return;
        if (no.size >= mostPeople) no.clear();
        no.set(person, began);
      };
    },
  };
}
