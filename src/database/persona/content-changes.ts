import { sql } from "kysely";
import { change, isFree, mayChange } from "../link/change.ts";
import { asked, fromTheStart, noFailure } from "../link/outcome-columns.ts";
import type { Database } from "../opening/connect.ts";
import { isoTime } from "../times.ts";
import type { PersonaContent } from "./content-columns.ts";
import { writeFound } from "./fold-name.ts";
import { blockOf, rewriteBlock } from "./name-blocks.ts";
import { personaKind } from "./persona-record.ts";

type Kysely = Database["kysely"];
type Key = { tenantId: string; id: string };
type Content = Partial<PersonaContent>;

/** `askedBy` edits it, and has it sent again where Tavus refused it. */
export type EditedContent = {
  content: PersonaContent;
  digest: string;
  baseRevision?: number;
  askedBy?: string | undefined;
};

/** Takes back an edit whose form was delivered before. */
class EditedAlready extends Error {}

/**
 * Changes of what people say about a persona. Each is a new revision, committed together with what it means for the link.
 * The form's digest tells an edit that is delivered twice; where it is "", sending the form again counts as an edit.
 */
export function createContentChanges(database: Database) {
  const { kysely } = database;

  function linkOf(on: Kysely, name: "edited" | "resolvedWithTheirs", { tenantId, id }: Key) {
    const nowMs = database.now();
    return on
      .updateTable("links")
      .set({ ...change(name, { nowMs }), updated_at: isoTime(nowMs) })
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
    { baseRevision, askedBy }: { baseRevision?: number | undefined; askedBy?: string | undefined },
  ): Promise<boolean> {
    const edited = linkOf(on, "edited", key).set({
      ...fromTheStart(database.now()),
      revision: sql`revision + 1`,
      ...asked(askedBy),
    });
    const query = baseRevision === undefined ? edited : edited.where("revision", "=", baseRevision);
    const { numUpdatedRows } = await query.executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  return {
    /**
     * Other values for the same form: an edit. The digest makes it happen once however often it is delivered, and
     * the queue takes it to Tavus: at once when nothing is under way, or when the attempt under way has ended. With a
     * `baseRevision` it happens only to that revision.
     */
    edit(tenantId: string, id: string, { content, digest, ...edited }: EditedContent): Promise<boolean> {
      const key = { tenantId, id };
      const written = kysely.transaction().execute(async (transaction) => {
        if (!(await raiseRevision(transaction, key, edited))) return false;
        // The link first, as everywhere: two that take both in another order could wait for each other for ever.
        if (!(await writeRow(transaction, key, { content, digest }))) throw new EditedAlready();
        return true;
      });
      return written.catch((error: unknown) => {
        if (error instanceof EditedAlready) return false;
        throw error;
      });
    },

    /** A change of some of it. */
    async amend(tenantId: string, id: string, content: Content, askedBy?: string): Promise<void> {
      const key = { tenantId, id };
      await kysely.transaction().execute(async (transaction) => {
        if (await raiseRevision(transaction, key, { askedBy }))
          await writeRow(transaction, key, { content, digest: "" });
      });
    },

    /** Takes over what Tavus holds. False: it was changed here meanwhile, or somebody is talking to Tavus about it. */
    resolveWithTheirs(
      tenantId: string,
      { id, revision, remoteId }: { id: string; revision: number; remoteId: string },
      { content, base }: { content: Content; base: string },
    ): Promise<boolean> {
      const key = { tenantId, id };
      return kysely.transaction().execute(async (transaction) => {
        const { numUpdatedRows } = await linkOf(transaction, "resolvedWithTheirs", key)
          .set({ ...noFailure, revision: revision + 1, pushed_revision: revision + 1, base, differs: null })
          .where("revision", "=", revision)
          .where("remote_id", "=", remoteId)
          .where(isFree(database.now()))
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return false;
        await writeRow(transaction, key, { content, digest: "" });
        return true;
      });
    },
  };
}
