import { type LinkBirth, newLink } from "../link/link-births.ts";
import { readLink } from "../link/link-record.ts";
import { createRemovals, type Removal } from "../link/removals.ts";
import { oldestFirst } from "../oldest-first.ts";
import type { Database } from "../opening/connect.ts";
import { isOutcomeUnknown } from "../postgres/connection-lost.ts";
import { endPromise } from "../promised.ts";
import { type AuditEntry, addWithin } from "../team/audit-store.ts";
import { reserveWithin, type UsageReservation, type UsageResult, usedWithin } from "../team/usage-store.ts";
import { isoTime } from "../times.ts";
import { createContentChanges } from "./content-changes.ts";
import { type PersonaContent, writeContent } from "./content-columns.ts";
import { writeFound } from "./fold-name.ts";
import { appendNames, holdBlock, placeNames, rewriteBlock } from "./name-blocks.ts";
import { hasId, type PersonaRecord, personaKind, personasOf, readPersona } from "./persona-record.ts";
import { keepVersion } from "./version-store.ts";

/** A form that was sent: what is kept of it, and how its link begins. */
export type NewPersona = LinkBirth & {
  formId: string;
  formDigest: string;
  channelId: string;
  content: PersonaContent;
  /** Who made it, for the log. */
  audited?: AuditEntry;
};

type Emptying = { emptied: Partial<PersonaContent>; action?: "delete-here" | "delete-both" };

export type PersonaStore = ReturnType<typeof createPersonaStore>;

type Kysely = Database["kysely"];

/** Takes back what a form would have taken that has made a persona already. */
class MadeAlready extends Error {}

/** Personas by tenant: kept, found and changed by people. What becomes of their links is in `database/link/`. */
export function createPersonaStore(database: Database) {
  const { kysely } = database;
  const removals = createRemovals(database, personaKind);
  const find = (tenantId: string) => personasOf(database, tenantId).selectAll();

  /** Inserts; where the database's answer to that was lost, what is there tells, for no other has this id. */
  async function surely<T>(
    { tenantId, id }: NewPersona,
    { insert, found }: { insert(): Promise<T>; found(): Promise<T> },
  ): Promise<T> {
    try {
      return await insert();
    } catch (error) {
      if (!isOutcomeUnknown(error)) throw error;
    }
    return (await findEverOn(kysely, tenantId, id)) ? found() : insert();
  }

  return {
    ...createContentChanges(database),

    /** One commit, with its link. False: this form has made a persona already. */
    insert(persona: NewPersona): Promise<boolean> {
      const insert = () =>
        kysely.transaction().execute(async (transaction) => {
          await insertBoth(transaction, persona);
          return true;
        });
      return unlessMade(surely(persona, { insert, found: async () => true }), async () => false);
    },

    /**
     * The same with what it takes of a daily limit, all committed as one: nothing is there without the others. A form that
     * has made a persona takes nothing more.
     */
    insertReserving(
      persona: NewPersona,
      reservation: UsageReservation,
    ): Promise<{ isNew: boolean; usage: UsageResult }> {
      const asked = { database, tenantId: persona.tenantId, reservation };
      const insert = () =>
        kysely.transaction().execute(async (transaction) => {
          const usage = await reserveWithin(transaction, asked);
          if (usage.isReserved) await insertBoth(transaction, persona);
          else if (await hasForm(transaction, persona)) throw new MadeAlready();
          return { isNew: usage.isReserved, usage };
        });
      const madeBefore = async (isNew: boolean) => {
        return { isNew, usage: { isReserved: true, used: await usedWithin(kysely, asked) } };
      };
      const found = () => madeBefore(true);
      return unlessMade(surely(persona, { insert, found }), () => madeBefore(false));
    },

    async find(tenantId: string, id: string): Promise<PersonaRecord | undefined> {
      const row = await find(tenantId)
        .where("personas.id", "=", id)
        .where("personas.deleted_at", "is", null)
        .executeTakeFirst();
      return row && readPersona(row);
    },

    /** Whose id it is, or whose Tavus id. */
    async withId(tenantId: string, id: string): Promise<PersonaRecord | undefined> {
      const row = await find(tenantId)
        .where(hasId(tenantId, id))
        .where("personas.deleted_at", "is", null)
        .limit(1)
        .executeTakeFirst();
      return row && readPersona(row);
    },

    /** Personas of these ids that were not deleted here, oldest first. */
    async findAll(tenantId: string, ids: readonly string[]): Promise<PersonaRecord[]> {
      if (ids.length === 0) return [];
      const rows = await find(tenantId)
        .where("personas.id", "in", [...ids])
        .where("personas.deleted_at", "is", null)
        .execute();
      return oldestFirst(rows.map(readPersona));
    },

    /** A persona, deleted or not: `deletedMs` tells. */
    findEver: (tenantId: string, id: string) => findEverOn(kysely, tenantId, id),

    async findByForm(tenantId: string, formId: string): Promise<PersonaRecord | undefined> {
      const row = await find(tenantId).where("personas.form_id", "=", formId).executeTakeFirst();
      return row && readPersona(row);
    },

    /** What was deleted here, by its id or its Tavus id; of several records of one Tavus id there is only one at a time. */
    async findRemoved(tenantId: string, id: string): Promise<PersonaRecord | undefined> {
      const row = await find(tenantId)
        .where("personas.deleted_at", "is not", null)
        .where(hasId(tenantId, id))
        .executeTakeFirst();
      return row && readPersona(row);
    },

    /**
     * Deletes it here: a tombstone remains, in which `emptied` takes the place of what people said. `unsettled`: what is in
     * Tavus, or turns out to be, is to be deleted there too, and `userId` told how that ended. `action`: what the person chose;
     * what it was until now is kept for a day. False: it was deleted already, or has another object in Tavus by now.
     */
    async remove(
      tenantId: string,
      id: string,
      { emptied, action = "delete-here", ...removal }: Removal & Emptying,
    ): Promise<boolean> {
      return kysely.transaction().execute(async (transaction) => {
        const before = await findEverOn(transaction, tenantId, id);
        if (!before || !(await removals.deleted(transaction, { tenantId, id }, removal))) return false;
        // What was said until the link held others off, with the link as it was before.
        const said = (await findEverOn(transaction, tenantId, id)) ?? before;
        const kept = { action, by: removal.userId, atMs: database.now() };
        await keepVersion(transaction, { ...said, link: before.link }, kept);
        const block = await holdBlock(transaction, tenantId, id);
        await transaction
          .updateTable("personas")
          .set({ ...writeContent(emptied), deleted_at: isoTime(database.now()), search_block: null })
          .where("tenant_id", "=", tenantId)
          .where("id", "=", id)
          .execute();
        await rewriteBlock(transaction, tenantId, block);
        return true;
      });
    },

    /**
     * Takes back a deletion: it is here again with what was said about it, and its link goes on. False: it is here already, or
     * its Tavus persona has become another record's.
     */
    restore(
      tombstone: PersonaRecord,
      {
        content,
        by,
        undoes,
        wasMissing,
      }: { content: PersonaContent; by: string; undoes: string; wasMissing: boolean },
    ): Promise<boolean> {
      const { tenantId, id, link } = tombstone;
      return kysely.transaction().execute(async (transaction) => {
        const restored = { state: link.state, wasMissing, userId: by };
        if (!(await removals.restored(transaction, { tenantId, id }, restored))) return false;
        const [row] = await placeNames(transaction, tenantId, [writeFound(content)]);
        await transaction
          .updateTable("personas")
          .set({ ...row, deleted_at: null })
          .where("tenant_id", "=", tenantId)
          .where("id", "=", id)
          .execute();
        if (row) await appendNames(transaction, tenantId, [row]);
        const undone = { action: "undo", by, undoes, atMs: database.now() } as const;
        await keepVersion(transaction, { ...tombstone, ...content }, undone);
        return true;
      });
    },

    /** Every persona of a team, deleted ones too, a page at a time by id, for the team to take with it. */
    async exportPage(tenantId: string, afterId: string, limit: number): Promise<PersonaRecord[]> {
      const rows = await find(tenantId)
        .where("personas.id", ">", afterId)
        .orderBy("personas.id")
        .limit(limit)
        .execute();
      return rows.map(readPersona);
    },
  };
}

/** The record as it is once it was inserted. */
export function newRecord(persona: NewPersona): PersonaRecord {
  const { tenantId, id, formId, formDigest, channelId, userId, content, nowMs } = persona;
  return {
    ...content,
    tenantId,
    id,
    formId,
    formDigest,
    createdBy: userId,
    channelId,
    isImported: false,
    deletedMs: undefined,
    createdMs: nowMs,
    updatedMs: nowMs,
    link: readLink(newLink(personaKind, persona)),
  };
}

async function findEverOn(on: Kysely, tenantId: string, id: string): Promise<PersonaRecord | undefined> {
  const row = await personasOf({ kysely: on }, tenantId)
    .selectAll()
    .where("personas.id", "=", id)
    .executeTakeFirst();
  return row && readPersona(row);
}

async function hasForm(on: Kysely, { tenantId, formId }: NewPersona): Promise<boolean> {
  const row = await on
    .selectFrom("personas")
    .select("id")
    .where("tenant_id", "=", tenantId)
    .where("form_id", "=", formId)
    .executeTakeFirst();
  return row !== undefined;
}

/** With its link. Rejects with MadeAlready, so that nothing of the transaction stays, where the form has made a persona. */
async function insertBoth(on: Kysely, persona: NewPersona): Promise<void> {
  const { tenantId, id, formId, formDigest, channelId, userId, content, nowMs } = persona;
  const { numInsertedOrUpdatedRows = 0n } = await on
    .insertInto("personas")
    .values({
      ...writeFound(content),
      // It is found without one, and gets one together with others.
      search_block: null,
      tenant_id: tenantId,
      id,
      form_id: formId,
      form_digest: formDigest,
      created_by: userId,
      channel_id: channelId,
      imported_at: null,
      deleted_at: null,
      created_at: isoTime(nowMs),
    })
    .onConflict((conflict) =>
      conflict.columns(["tenant_id", "form_id"]).where("form_id", "is not", null).doNothing(),
    )
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 0n) throw new MadeAlready();
  if (persona.audited) await addWithin(on, { tenantId, entry: persona.audited });
  await on.insertInto("links").values(newLink(personaKind, persona)).execute();
  await endPromise(on);
}

async function unlessMade<T>(inserted: Promise<T>, otherwise: () => Promise<T>): Promise<T> {
  try {
    return await inserted;
  } catch (error) {
    if (!(error instanceof MadeAlready)) throw error;
  }
  return otherwise();
}
