import { sql } from "kysely";
import { presentAnswer } from "../../work.ts";
import { change, isFree, mayChange } from "../link/change.ts";
import { asked, fromTheStart, noFailure, nothingAgreed } from "../link/outcome-columns.ts";
import type { Database } from "../opening/connect.ts";
import { endPromiseOf } from "../promised.ts";
import { isoTime } from "../times.ts";
import type { PersonaContent } from "./content-columns.ts";
import { writeFound } from "./fold-name.ts";
import { blockOf, rewriteBlock } from "./name-blocks.ts";
import { type PersonaRecord, personaKind, personasOf, readPersona } from "./persona-record.ts";
import { type Changing, keepVersion } from "./version-store.ts";

type Kysely = Database["kysely"];
type Key = { tenantId: string; id: string };
type Content = Partial<PersonaContent>;

/**
 * What is to be kept of a persona as it was before an edit, so that it can be told what the edit changed: the link's `base`,
 * or undefined where it stays as it is.
 */
export type NoteAgreed = (before: PersonaRecord) => string | undefined;

function nothingToNote(): undefined {}

/**
 * `askedBy` edits it, and has it sent again where Tavus refused it. `as`: what it is called, where it is not just an edit.
 * `isOneOfMany`: its person is told of all of them, not of this one.
 */
export type EditedContent = {
  content: PersonaContent;
  digest: string;
  baseRevision?: number;
  askedBy?: string | undefined;
  noteAgreed?: NoteAgreed;
  as?: Omit<Changing, "by">;
  isOneOfMany?: boolean;
};

type Changed = Changing & { after: Content };

/** Takes back an edit whose form was delivered before. */
class EditedAlready extends Error {}

/**
 * Changes of what people say about a persona. Each is a new revision, committed together with what it means for the link.
 * The form's digest tells an edit that is delivered twice; where it is "", sending the form again counts as an edit.
 */
export function createContentChanges(database: Database) {
  const { kysely } = database;

  function linkOf(
    on: Kysely,
    name: "edited" | "oneOfManyEdited" | "resolvedWithTheirs",
    { tenantId, id }: Key,
  ) {
    const nowMs = database.now();
    return on
      .updateTable("links")
      .set({ ...change(name, { nowMs, answerAt: presentAnswer() }), updated_at: isoTime(nowMs) })
      .where("tenant_id", "=", tenantId)
      .where("subject_kind", "=", personaKind)
      .where("subject_id", "=", id)
      .where(mayChange(name));
  }

  /** False: the form's digest is there already. */
  async function writeRow(
    on: Kysely,
    { tenantId, id }: Key,
    { content, digest }: { content: Content; digest: string },
  ): Promise<boolean> {
    const { numUpdatedRows } = await on
      .updateTable("personas")
      .set({ ...writeFound(content), form_digest: digest })
      .where("tenant_id", "=", tenantId)
      .where("id", "=", id)
      .where((where) =>
        where.or([where.lit(digest === ""), where("form_digest", "is distinct from", digest)]),
      )
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    if (content.name !== undefined) await rewriteBlock(on, tenantId, await blockOf(on, tenantId, id));
    return true;
  }

  /** Due again. What was unlinked by hand stays so: an edit alone makes nothing in Tavus. */
  async function raiseRevision(
    on: Kysely,
    key: Key,
    {
      baseRevision,
      askedBy,
      isOneOfMany = false,
    }: Pick<EditedContent, "baseRevision" | "askedBy" | "isOneOfMany">,
  ): Promise<boolean> {
    const edited = linkOf(on, isOneOfMany ? "oneOfManyEdited" : "edited", key).set({
      ...fromTheStart(database.now()),
      revision: sql`revision + 1`,
      ...asked(askedBy),
    });
    const query = baseRevision === undefined ? edited : edited.where("revision", "=", baseRevision);
    const { numUpdatedRows } = await query.executeTakeFirst();
    if (numUpdatedRows > 0n && !isOneOfMany) await endPromiseOf(on, { ...key, kind: personaKind });
    return numUpdatedRows > 0n;
  }

  /** Between the link, which holds off others, and the row, which still says what was said before. */
  async function keepBefore(
    on: Kysely,
    { tenantId, id }: Key,
    { noteAgreed = nothingToNote, ...changing }: { noteAgreed?: NoteAgreed | undefined } & Changed,
  ): Promise<void> {
    const row = await personasOf({ kysely: on }, tenantId)
      .selectAll()
      .where("personas.id", "=", id)
      .executeTakeFirst();
    const before = row && readPersona(row);
    if (before) await keepVersion(on, before, { ...changing, atMs: database.now() });
    const base = before && noteAgreed(before);
    if (base === undefined) return;
    await on
      .updateTable("links")
      .set({ base })
      .where("tenant_id", "=", tenantId)
      .where("subject_kind", "=", personaKind)
      .where("subject_id", "=", id)
      .execute();
  }

  return {
    /**
     * Other values for the same form: an edit. The digest makes it happen once however often it is delivered, and
     * the queue takes it to Tavus: at once when nothing is under way, or when the attempt under way has ended. With a
     * `baseRevision` it happens only to that revision.
     */
    edit(
      tenantId: string,
      id: string,
      { content, digest, noteAgreed, as = { action: "edit" }, ...edited }: EditedContent,
    ): Promise<boolean> {
      const key = { tenantId, id };
      const changed = { ...as, by: edited.askedBy, after: content, noteAgreed };
      const written = kysely.transaction().execute(async (transaction) => {
        if (!(await raiseRevision(transaction, key, edited))) return false;
        await keepBefore(transaction, key, changed);
        // The link first, as everywhere: two that take both in another order could wait for each other for ever.
        if (!(await writeRow(transaction, key, { content, digest }))) throw new EditedAlready();
        return true;
      });
      return written.catch((error: unknown) => {
        if (error instanceof EditedAlready) return false;
        throw error;
      });
    },

    /** A change of its replica or of something else alone. */
    async amend(
      tenantId: string,
      id: string,
      content: Content,
      { askedBy, noteAgreed, as = { action: "replica" } }: Omit<EditedContent, "content" | "digest"> = {},
    ): Promise<void> {
      const key = { tenantId, id };
      const changed = { ...as, by: askedBy, after: content, noteAgreed };
      await kysely.transaction().execute(async (transaction) => {
        if (!(await raiseRevision(transaction, key, { askedBy }))) return;
        await keepBefore(transaction, key, changed);
        await writeRow(transaction, key, { content, digest: "" });
      });
    },

    /**
     * Takes over what Tavus holds; `before` is kept. False: it was changed here, or sent, since `before` was read, or is being sent:
     * what was read of Tavus may be what stood there until then.
     */
    resolveWithTheirs(
      before: PersonaRecord,
      { content, base, by }: { content: Content; base: string; by?: string | undefined },
    ): Promise<boolean> {
      const { tenantId, id } = before;
      const { attempt, revision, remoteId = "" } = before.link;
      const key = { tenantId, id };
      return kysely.transaction().execute(async (transaction) => {
        const { numUpdatedRows } = await linkOf(transaction, "resolvedWithTheirs", key)
          .set({
            ...noFailure,
            ...nothingAgreed,
            revision: revision + 1,
            pushed_revision: revision + 1,
            base,
          })
          .where("revision", "=", revision)
          .where("attempt", "=", attempt)
          .where("remote_id", "=", remoteId)
          .where(isFree(database.now()))
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return false;
        const kept = { action: "keep-theirs", by, after: content, atMs: database.now() } as const;
        await keepVersion(transaction, before, kept);
        await writeRow(transaction, key, { content, digest: "" });
        return true;
      });
    },
  };
}
