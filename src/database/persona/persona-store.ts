import { type Insertable, sql } from "kysely";
import type { Database } from "../opening/connect.ts";
import type { PersonaRow } from "../tables.ts";
import { reserveWithin, type UsageReservation, type UsageResult } from "../team/usage-store.ts";
import { isoTime } from "../times.ts";

/** The columns a person fills in. */
export type PersonaContent = Pick<
  PersonaRow,
  | "kind"
  | "template"
  | "name"
  | "description"
  | "traits"
  | "prompt"
  | "prompt_is_whole"
  | "context"
  | "replica_id"
  | "model"
  | "voice_speed"
  | "voice_emotion"
>;

/** Columns without a default in the table; the rest may be left out. */
export type NewPersona = Insertable<PersonaRow>;

export type PersonaStore = ReturnType<typeof createPersonaStore>;

/** Personas by tenant: kept, found and changed by people. What the queue does with them is in `persona-outcomes.ts` and `persona-queue.ts`. */
export function createPersonaStore(database: Database) {
  const { kysely } = database;

  return {
    /** One statement, so it is committed or not there at all. False: this form has made a persona already. */
    insert(tenantId: string, row: UnownedRow): Promise<boolean> {
      return insertRow(kysely, tenantId, row);
    },

    /** The same with what it takes of a daily limit, both committed as one: neither is there without the other. */
    insertReserving(
      tenantId: string,
      row: UnownedRow,
      reservation: UsageReservation,
    ): Promise<{ isNew: boolean; usage: UsageResult }> {
      return kysely.transaction().execute(async (transaction) => {
        const usage = await reserveWithin(transaction, { database, tenantId, reservation });
        return { isNew: usage.isReserved && (await insertRow(transaction, tenantId, row)), usage };
      });
    },

    find(tenantId: string, id: string): Promise<PersonaRow | undefined> {
      return kysely
        .selectFrom("personas")
        .selectAll()
        .where("tenant_id", "=", tenantId)
        .where("id", "=", id)
        .where("deleted_at", "is", null)
        .executeTakeFirst();
    },

    findByForm(tenantId: string, formId: string): Promise<PersonaRow | undefined> {
      return kysely
        .selectFrom("personas")
        .selectAll()
        .where("tenant_id", "=", tenantId)
        .where("form_id", "=", formId)
        .executeTakeFirst();
    },

    /**
     * Other values for the same form: an edit. The digest makes it happen once however often it is delivered, and
     * the queue takes it to Tavus: at once when nothing is under way, or when the attempt under way has ended. With a
     * `baseRevision` it happens only to that revision.
     */
    async edit(
      tenantId: string,
      id: string,
      change: { content: PersonaContent; digest: string; baseRevision?: number },
    ): Promise<boolean> {
      const now = isoTime(database.now());
      const edited = kysely
        .updateTable("personas")
        .set({
          ...change.content,
          form_digest: change.digest,
          revision: sql`revision + 1`,
          ...dueAfterEdit(now),
          updated_at: now,
        })
        .where("tenant_id", "=", tenantId)
        .where("id", "=", id)
        .where("form_digest", "is distinct from", change.digest)
        .where("deleted_at", "is", null);
      const { baseRevision } = change;
      const query = baseRevision === undefined ? edited : edited.where("revision", "=", baseRevision);
      const result = await query.executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },

    /** Another replica is another revision. The form's digest goes, so sending the form again counts as an edit. */
    async changeReplica(tenantId: string, id: string, replicaId: string | null): Promise<void> {
      const now = isoTime(database.now());
      await kysely
        .updateTable("personas")
        .set({
          replica_id: replicaId,
          form_digest: "",
          revision: sql`revision + 1`,
          ...dueAfterEdit(now),
          updated_at: now,
        })
        .where("tenant_id", "=", tenantId)
        .where("id", "=", id)
        .where("deleted_at", "is", null)
        .execute();
    },

    /** Retry: due now, as if for the first time. Does nothing to a persona that is in step with Tavus. */
    async makeDue(tenantId: string, id: string): Promise<boolean> {
      const now = isoTime(database.now());
      const result = await kysely
        .updateTable("personas")
        .set({
          ...dueAgain(now),
        })
        .where("tenant_id", "=", tenantId)
        .where("id", "=", id)
        .where("deleted_at", "is", null)
        .where((where) =>
          where.or([
            where("link", "in", ["pending", "failed"]),
            where("pushed_revision", "<", where.ref("revision")),
          ]),
        )
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },

    async isLinked(tenantId: string, tavusPersonaId: string): Promise<boolean> {
      const row = await kysely
        .selectFrom("personas")
        .select("id")
        .where("tenant_id", "=", tenantId)
        .where("tavus_persona_id", "=", tavusPersonaId)
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}

type UnownedRow = Omit<NewPersona, "tenant_id">;

async function insertRow(kysely: Database["kysely"], tenantId: string, row: UnownedRow): Promise<boolean> {
  const result = await kysely
    .insertInto("personas")
    .values({ ...row, tenant_id: tenantId })
    .onConflict((conflict) => conflict.columns(["tenant_id", "form_id"]).doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0n) > 0;
}

/** Due now as if for the first time, and its person to be told how that ends. */
export function dueAgain(now: string) {
  return {
    link: sql<PersonaRow["link"]>`case when link = 'failed' then 'pending' else link end`,
    unsettled_since: now,
    tries: 0,
    next_attempt_at: now,
    told_at: null,
    tell_lease_until: null,
  };
}

/** What was unlinked by hand stays so: an edit alone makes nothing in Tavus. */
function dueAfterEdit(now: string) {
  const isUnlinked = sql<boolean>`link = 'failed' and coalesce(failure_kind, '') = 'unlinked'`;
  return {
    ...dueAgain(now),
    link: sql<
      PersonaRow["link"]
    >`case when link = 'failed' and not (${isUnlinked}) then 'pending' else link end`,
    next_attempt_at: sql<string | null>`case when ${isUnlinked} then null else ${now} end`,
  };
}
