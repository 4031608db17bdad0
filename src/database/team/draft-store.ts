import { sql } from "kysely";
import { z } from "zod";
import { createWriteBehind } from "../../write-behind.ts";
import type { Database } from "../opening/connect.ts";
import { isoTime } from "../times.ts";
import { createRecentDrafts, type RecentDrafts } from "./recent-drafts.ts";
import type { DraftRow } from "./team-rows.ts";

/** A form that was opened or refused: what "open again, filled in" reads. */
export type Draft = {
  formId: string;
  userId: string;
  command: string;
  values: Record<string, unknown>;
  /** What stood above its fields. */
  notice?: string | undefined;
};

type Saved = Pick<DraftRow, "tenant_id" | "user_id" | "form_id" | "created_at">;

export type DraftStore = ReturnType<typeof createDraftStore>;

const storedValues = z.record(z.string(), z.unknown());

/** What one person may have kept, but for the moment in which they were saved; the oldest goes first. A file in a form may have 100 kB. */
const mostOfPerson = 50;
const mostBytesOfPerson = 1_000_000;

/** Drafts of forms, one per form id; saving again replaces the values. */
export function createDraftStore(database: Database) {
  const { kysely, rows: watches } = database;
  let recent: RecentDrafts | undefined;

  /** The tables are there by the time that a draft is written. */
  function recently(): RecentDrafts | undefined {
    recent ??= watches && createRecentDrafts(watches);
    return recent;
  }

  /** Nearly always not: to ask costs a tenth of what it costs to drop. */
  async function hasTooMany({ tenant_id, user_id }: Saved): Promise<boolean> {
    const { count, bytes } = await kysely
      .selectFrom("drafts")
      .select(({ fn }) => [
        fn.countAll<number | string>().as("count"),
        sql<number | string | null>`sum(octet_length(values_json))`.as("bytes"),
      ])
      .where("tenant_id", "=", tenant_id)
      .where("user_id", "=", user_id)
      .executeTakeFirstOrThrow();
    return Number(count) > mostOfPerson || Number(bytes) > mostBytesOfPerson;
  }

  /** The one just saved stays, whatever its size, and what was saved since, which has its own turn. */
  async function dropOldest({ tenant_id, user_id, form_id, created_at }: Saved): Promise<void> {
    await sql`
      delete from drafts where tenant_id = ${tenant_id} and created_at < ${created_at} and form_id in (
        select form_id from (
          select form_id, count(*) over newest as place, sum(octet_length(values_json)) over newest as total
          from drafts where tenant_id = ${tenant_id} and user_id = ${user_id}
          window newest as (
            order by case when form_id = ${form_id} then 0 else 1 end, created_at desc, form_id
            rows between unbounded preceding and current row)
        ) as own
        where form_id <> ${form_id} and (place > ${sql.lit(mostOfPerson)} or total > ${sql.lit(mostBytesOfPerson)}))`.execute(
      kysely,
    );
  }

  // Nobody waits for it, and a person who opens many forms is pruned once for all of them.
  const prunings = createWriteBehind<Saved>({
    async write(saved) {
      const newest = new Map(saved.map((row) => [`${row.tenant_id} ${row.user_id}`, row]));
      for (const row of newest.values()) if (await hasTooMany(row)) await dropOldest(row);
    },
    // The next one to be saved makes good for it.
    failed() {},
  });

  return {
    async save(tenantId: string, draft: Draft): Promise<void> {
      const row = toRow(tenantId, draft, database.now());
      const drafts = recently();
      // Whoever asks for it before it is stored waits for that.
      drafts?.forget(tenantId, draft.formId);
      try {
        await kysely
          .insertInto("drafts")
          .values(row)
          .onConflict((conflict) => conflict.columns(["tenant_id", "form_id"]).doUpdateSet(row))
          .execute();
      } catch (error) {
        drafts?.forget(tenantId, draft.formId);
        throw error;
      }
      const { tenant_id, user_id, form_id, created_at } = row;
      prunings.add({ tenant_id, user_id, form_id, created_at });
    },

    /** Resolves when of those saved until now there are no more than one person may have. */
    pruned: () => prunings.flush(),

    async find(tenantId: string, formId: string): Promise<Draft | undefined> {
      const known = recent?.find(tenantId, formId);
      if (known) return fromRow(known);
      const row = await kysely
        .selectFrom("drafts")
        .selectAll()
        .where("tenant_id", "=", tenantId)
        .where("form_id", "=", formId)
        .executeTakeFirst();
      return row && fromRow(row);
    },

    async remove(tenantId: string, formId: string): Promise<void> {
      await kysely
        .deleteFrom("drafts")
        .where("tenant_id", "=", tenantId)
        .where("form_id", "=", formId)
        .execute();
    },

    /** Removes up to `limit` drafts saved before `before` (milliseconds since 1970), oldest first; returns how many. */
    async purgeOlderThan(before: number, limit: number): Promise<number> {
      const oldest = kysely
        .selectFrom("drafts")
        .select(["tenant_id", "form_id"])
        .where("created_at", "<", isoTime(before))
        .orderBy("created_at")
        .limit(limit);
      const { numDeletedRows } = await kysely
        .deleteFrom("drafts")
        .where(({ eb, refTuple }) =>
          eb(refTuple("tenant_id", "form_id"), "in", oldest.$asTuple("tenant_id", "form_id")),
        )
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}

function toRow(tenantId: string, draft: Draft, now: number): DraftRow {
  return {
    tenant_id: tenantId,
    form_id: draft.formId,
    user_id: draft.userId,
    command: draft.command,
    values_json: JSON.stringify(draft.values),
    notice: draft.notice ?? "",
    created_at: isoTime(now),
  };
}

function fromRow(row: DraftRow): Draft {
  return {
    formId: row.form_id,
    userId: row.user_id,
    command: row.command,
    values: storedValues.parse(JSON.parse(row.values_json)),
    ...(row.notice !== "" && { notice: row.notice }),
  };
}
