import SqliteFile from "better-sqlite3";
import { Kysely, SqliteDialect } from "kysely";
import type { LinkRow } from "../../src/database/link/link-row.ts";
import type { PersonaRow } from "../../src/database/persona/persona-row.ts";
import type { Tables } from "../../src/database/tables.ts";
import type { DraftRow } from "../../src/database/team/team-rows.ts";

/** A persona with its link to Tavus, as both lie in the database. */
export type SavedPersona = { persona: PersonaRow; link: LinkRow };

export type BareDatabase = ReturnType<typeof openBareDatabase>;

/** Kysely over better-sqlite3 as anyone would write it, as safe as ours: WAL and a full sync at every commit. */
export function openBareDatabase(path: string) {
  const file = new SqliteFile(path);
  file.pragma("journal_mode = WAL");
  file.pragma("synchronous = FULL");
  file.pragma("foreign_keys = ON");
  const kysely = new Kysely<Tables>({ dialect: new SqliteDialect({ database: file }) });

  return {
    async saveDraft(row: DraftRow): Promise<void> {
      await kysely.insertInto("drafts").values(row).execute();
    },

    async findDraft(tenantId: string, formId: string): Promise<DraftRow | undefined> {
      return kysely
        .selectFrom("drafts")
        .selectAll()
        .where("tenant_id", "=", tenantId)
        .where("form_id", "=", formId)
        .executeTakeFirst();
    },

    async savePersona({ persona, link }: SavedPersona): Promise<void> {
      await kysely.transaction().execute(async (transaction) => {
        await transaction.insertInto("personas").values(persona).execute();
        await transaction.insertInto("links").values(link).execute();
      });
    },

    async storeLink({ link }: SavedPersona, remoteId: string): Promise<void> {
      await kysely
        .updateTable("links")
        .set({ state: "linked", remote_id: remoteId, pushed_revision: 1, outcome_unknown: 0 })
        .where("tenant_id", "=", link.tenant_id)
        .where("subject_kind", "=", link.subject_kind)
        .where("subject_id", "=", link.subject_id)
        .execute();
    },

    async close(): Promise<void> {
      await kysely.destroy();
    },
  };
}

/** The same under ids of its own, not linked yet. */
export function renewed(
  { persona, link }: SavedPersona,
  { tenantId, id, formId }: { tenantId: string; id: string; formId: string },
): SavedPersona {
  return {
    persona: { ...persona, tenant_id: tenantId, id, form_id: formId },
    link: { ...link, tenant_id: tenantId, subject_id: id, state: "pending", remote_id: null },
  };
}
