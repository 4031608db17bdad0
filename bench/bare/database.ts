import SqliteFile from "better-sqlite3";
import { Kysely, SqliteDialect } from "kysely";
import type { DraftRow, PersonaRow, Tables } from "../../src/database/tables.ts";

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

    async savePersona(row: PersonaRow): Promise<void> {
      await kysely.transaction().execute(async (transaction) => {
        await transaction.insertInto("personas").values(row).execute();
      });
    },

    async storeLink(row: PersonaRow, tavusPersonaId: string): Promise<void> {
      await kysely
        .updateTable("personas")
        .set({ link: "linked", tavus_persona_id: tavusPersonaId, pushed_revision: 1, outcome_unknown: 0 })
        .where("tenant_id", "=", row.tenant_id)
        .where("id", "=", row.id)
        .execute();
    },

    async close(): Promise<void> {
      await kysely.destroy();
    },
  };
}
