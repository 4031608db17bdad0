import { sql } from "kysely";
import type { Database } from "../opening/connect.ts";
import { itemsOf } from "../opening/json-items.ts";
import { repeatable } from "../postgres/repeatable.ts";
import { handingOver } from "../promised.ts";
import { isoTime } from "../times.ts";
import { change, changeOne, mayChange, newForMs } from "./change.ts";
import type { LinkKey } from "./link-record.ts";
import { asked, failureColumns, forgottenObject, fromTheStart, noFailure } from "./outcome-columns.ts";

/** What a reading found; kept only if nothing was written meanwhile. `differs` is "" when nothing does. */
export type ReadingMark = {
  id: string;
  remoteId: string;
  base: string;
  differs: string;
  /** What Tavus made of our own write, where this is the reading after it. */
  kept?: string | undefined;
  revision: number;
  pushedRevision: number;
};

/** The reading of what was just made, which is the first: what it found is what both sides agree on. */
export type FirstReading = LinkKey &
  Omit<ReadingMark, "differs"> & {
    /** What was noted of our side when its id was stored: it was edited while it was made. Absent: nothing. */
    before?: string | undefined;
  };

/** The columns of a first reading, for `set`: they stay as they are where another reading or an edit came first. */
export function firstRead({ remoteId, revision, pushedRevision, base, kept, before }: FirstReading) {
  const isFirst = sql<boolean>`base is not distinct from ${before ?? null} and state = 'linked' and gone_at is null and remote_id = ${remoteId}
    and revision = ${revision} and pushed_revision = ${pushedRevision}`;
  return {
    base: sql<string | null>`case when ${isFirst} then ${base} else base end`,
    kept: sql<string | null>`case when ${isFirst} then ${kept ?? null} else kept end`,
  };
}

/** As `link/not-there.ts` reads it. */
const wasShown = sql<boolean>`replace(coalesce(base, ''), '":"/', '') like '%":"%'`;

const unlinkedByHand = { kind: "unlinked", words: null, incident: null };

/** Stores what was seen of links in Tavus, and what people decided about that. */
export function createReadingStore(database: Database, kind: string) {
  const { kysely } = database;

  return {
    /** The reading becomes what the next one is compared with; a missing one that was read is linked again. */
    async markReadings(tenantId: string, marks: readonly ReadingMark[]): Promise<void> {
      if (marks.length === 0) return;
      await kysely
        .updateTable("links")
        // The team stands in every item: given once, SQLite would read all its links, and each item for each of them.
        .from(
          itemsOf(
            database,
            marks.map((mark) => ({ ...mark, tenantId })),
          ),
        )
        .set({
          ...change("seen", { nowMs: database.now() }),
          base: sql`nullif(item.value ->> 'base', '')`,
          differs: sql`nullif(item.value ->> 'differs', '')`,
          kept: sql`coalesce(item.value ->> 'kept', kept)`,
          failure_kind: sql`case when state = 'missing' then null else failure_kind end`,
          failed_at: sql`case when state = 'missing' then null else failed_at end`,
        })
        .where("links.subject_kind", "=", kind)
        .where(mayChange("seen"))
        .where(
          sql<boolean>`links.tenant_id = item.value ->> 'tenantId'
            and links.subject_id = item.value ->> 'id' and links.remote_id = item.value ->> 'remoteId'
            and links.revision = cast(item.value ->> 'revision' as integer)
            and links.pushed_revision = cast(item.value ->> 'pushedRevision' as integer)`,
        )
        .modifyEnd(repeatable)
        .execute();
    },

    /** Several, in one commit. */
    async firstReadings(readings: readonly FirstReading[]): Promise<void> {
      await kysely.transaction().execute(async (transaction) => {
        for (const reading of readings) {
          await transaction
            .updateTable("links")
            .set(firstRead(reading))
            .where("tenant_id", "=", reading.tenantId)
            .where("subject_kind", "=", kind)
            .where("subject_id", "=", reading.id)
            .execute();
        }
      });
    },

    /**
     * Tavus has said that it does not know this one. False: it was changed here meanwhile, or made so lately, and never shown since, that
     * this says nothing. `isDeleted`: Tavus has just deleted it for us, so that nothing is in doubt.
     */
    async markMissing(key: LinkKey, remoteId: string, { isDeleted = false } = {}): Promise<boolean> {
      const nowMs = database.now();
      const result = await changeOne(kysely, key, { name: "notSeen", kind, nowMs })
        .set({ ...failureColumns({ kind: "notFound", words: null, incident: null }, nowMs), differs: null })
        .where("remote_id", "=", remoteId)
        .$if(!isDeleted, (query) =>
          query.where((or) =>
            or.or([
              or("attempt", "=", 0),
              or(sql`coalesce(written_at, '')`, "<=", isoTime(nowMs - newForMs)),
              wasShown,
            ]),
          ),
        )
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },

    /** Forgets what is gone in Tavus, so that the queue makes another. False: it is not missing. */
    createAgain(key: LinkKey, askedBy?: string): Promise<boolean> {
      const nowMs = database.now();
      return handingOver(kysely, { ...key, kind }, async (on) => {
        const result = await changeOne(on, key, { name: "createdAgain", kind, nowMs })
          .set({ ...noFailure, ...unlinkedColumns(nowMs), ...asked(askedBy) })
          .executeTakeFirst();
        return result.numUpdatedRows > 0n;
      });
    },

    /** Forgets what is gone in Tavus; nothing is made by itself. False: it is not missing. */
    async unlinkMissing(key: LinkKey): Promise<boolean> {
      const nowMs = database.now();
      const result = await changeOne(kysely, key, { name: "unlinked", kind, nowMs })
        .set({ ...unlinkedColumns(nowMs), ...failureColumns(unlinkedByHand, nowMs) })
        .where("state", "=", "missing")
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },

    /** Taken apart by hand: nothing is due until somebody links it or presses Retry. */
    async unlink(key: LinkKey): Promise<boolean> {
      const nowMs = database.now();
      const { numUpdatedRows } = await changeOne(kysely, key, { name: "unlinked", kind, nowMs })
        .set({
          ...forgottenObject,
          ...failureColumns(unlinkedByHand, nowMs),
          written_at: isoTime(nowMs),
          // What is in Tavus stays, so no check for surplus may take it for what a lost request left behind.
          unknown_attempts: "[]",
          surplus_check_at: null,
          // A push under way has nothing more to say.
          attempt: sql`attempt + 1`,
        })
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
  };
}

function unlinkedColumns(nowMs: number) {
  return { ...forgottenObject, ...fromTheStart(nowMs) };
}
