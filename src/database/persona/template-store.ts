import { sql } from "kysely";
import { randomId } from "../../random-id.ts";
import type { Database } from "../opening/connect.ts";
import { emptyRow } from "../team/settings-store.ts";
import { isoTime } from "../times.ts";
import { type ContentRow, type PersonaContent, readContent, writeContent } from "./content-columns.ts";
import { foldName } from "./fold-name.ts";
import type { TemplateRow } from "./template-row.ts";

/** `content` holds the template's own name in place of a persona's. Times are Unix ms. */
export type Template = {
  id: string;
  content: PersonaContent;
  revision: number;
  createdBy: string;
  updatedBy: string;
  updatedMs: number;
  isRemoved: boolean;
};

export type NewTemplate = { formId: string; content: PersonaContent; by: string };

/** Why nothing was written: another one has the name, there are too many, or it is not as it was. */
export type Unwritten = "nameTaken" | "full" | "changed";

export type TemplateStore = ReturnType<typeof createTemplateStore>;

/**
 * Templates of teams, each with a name of its own, at most so many in use. `initial`: what stands in a field that came later
 * than the template.
 */
export function createTemplateStore(
  database: Database,
  { initial, most }: { initial: PersonaContent; most: number },
) {
  const { kysely } = database;
  const nowIso = () => isoTime(database.now());
  const ofTeam = (tenantId: string) =>
    kysely.selectFrom("templates").selectAll().where("tenant_id", "=", tenantId);
  const read = (row: TemplateRow) => readTemplate(row, initial);

  /** What stands in the way of one under this name, beside the others. */
  async function obstacle(tenantId: string, { id = "", name }: { id?: string; name: string }) {
    const others = await kysely
      .selectFrom("templates")
      .select("name_folded")
      .where("tenant_id", "=", tenantId)
      .where("removed_at", "is", null)
      .where("id", "<>", id)
      .execute();
    if (others.some(({ name_folded: taken }) => taken === foldName(name))) return "nameTaken";
    return others.length >= most ? "full" : undefined;
  }

  /** What fails because somebody else has got the name in between has failed for that. */
  async function unlessTaken<Result>(
    tenantId: string,
    { id, content: { name } }: { id: string; content: PersonaContent },
    write: () => Promise<Result>,
  ): Promise<Result | "nameTaken"> {
    try {
      return await write();
    } catch (error) {
      if ((await obstacle(tenantId, { id, name })) === "nameTaken") return "nameTaken";
      throw error;
    }
  }

  /** With it they go, also where a program forgets the team that knows nothing of them. */
  async function ensureSettings(tenantId: string): Promise<void> {
    await kysely
      .insertInto("tenant_settings")
      .values({ ...emptyRow, tenant_id: tenantId, updated_at: nowIso() })
      .onConflict((conflict) => conflict.column("tenant_id").doNothing())
      .execute();
  }

  async function find(tenantId: string, id: string): Promise<Template | undefined> {
    const row = await ofTeam(tenantId).where("id", "=", id).executeTakeFirst();
    return row && read(row);
  }

  return {
    /** Removed ones too. */
    find,

    /** Those in use, by name. */
    async inUse(tenantId: string): Promise<Template[]> {
      const used = ofTeam(tenantId).where("removed_at", "is", null);
      return (await used.orderBy("name_folded").execute()).map(read);
    },

    async findByName(tenantId: string, name: string): Promise<Template | undefined> {
      const named = ofTeam(tenantId).where("name_folded", "=", foldName(name));
      const row = await named.where("removed_at", "is", null).executeTakeFirst();
      return row && read(row);
    },

    /** One form makes one, however often it is delivered; `isNew` is true the first time. */
    async insert(
      tenantId: string,
      { formId, content, by }: NewTemplate,
    ): Promise<{ template: Template; isNew: boolean } | Unwritten> {
      const made = async (isNew: boolean) => {
        const row = await ofTeam(tenantId).where("form_id", "=", formId).executeTakeFirst();
        return row && { template: read(row), isNew };
      };
      const before = await made(false);
      if (before) return before;
      const why = await obstacle(tenantId, { name: content.name });
      // What stands in the way may be the one that the same form has made meanwhile.
      if (why) return (await made(false)) ?? why;
      await ensureSettings(tenantId);
      const now = nowIso();
      const row = {
        tenant_id: tenantId,
        id: `tpl_${randomId(10)}`,
        ...columnsOf(content),
        revision: 1,
        form_id: formId,
        created_by: by,
        created_at: now,
        updated_by: by,
        updated_at: now,
        removed_at: null,
      };
      const inserted = await kysely
        .insertInto("templates")
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      const isNew = (inserted.numInsertedOrUpdatedRows ?? 0n) > 0n;
      // Neither that nor one of this form: the name was taken in between.
      return (await made(isNew)) ?? "nameTaken";
    },

    /** Made from a revision that is not the newest, it is not written. */
    async change(
      tenantId: string,
      { id, revision, content, by }: { id: string; revision: number; content: PersonaContent; by: string },
    ): Promise<Unwritten | undefined> {
      const why = await obstacle(tenantId, { id, name: content.name });
      if (why === "nameTaken") return why;
      const change = kysely
        .updateTable("templates")
        .set({
          ...columnsOf(content),
          revision: revision + 1,
          updated_by: by,
          updated_at: nowIso(),
        })
        .where("tenant_id", "=", tenantId)
        .where("id", "=", id)
        .where("revision", "=", revision)
        .where("removed_at", "is", null);
      const result = await unlessTaken(tenantId, { id, content }, () => change.executeTakeFirst());
      if (result === "nameTaken") return result;
      return result.numUpdatedRows > 0n ? undefined : "changed";
    },

    /** False: it was removed before. */
    async remove(tenantId: string, id: string): Promise<boolean> {
      const result = await kysely
        .updateTable("templates")
        .set({ removed_at: nowIso() })
        .where("tenant_id", "=", tenantId)
        .where("id", "=", id)
        .where("removed_at", "is", null)
        .executeTakeFirst();
      return result.numUpdatedRows > 0n;
    },

    /** `changed`: it is not there to be brought back, or is in use already. */
    async bringBack(tenantId: string, { id, content }: Template): Promise<Unwritten | undefined> {
      const why = await obstacle(tenantId, { id, name: content.name });
      if (why) return why;
      const back = kysely
        .updateTable("templates")
        .set({ removed_at: null })
        .where("tenant_id", "=", tenantId)
        .where("id", "=", id)
        .where("removed_at", "is not", null);
      const result = await unlessTaken(tenantId, { id, content }, () => back.executeTakeFirst());
      if (result === "nameTaken") return result;
      return result.numUpdatedRows > 0n ? undefined : "changed";
    },

    /** Those in use, a page at a time by id, for the team to take with it. */
    async exportPage(tenantId: string, afterId: string, limit: number): Promise<Template[]> {
      const rows = await ofTeam(tenantId)
        .where("removed_at", "is", null)
        .where("id", ">", afterId)
        .orderBy("id")
        .limit(limit)
        .execute();
      return rows.map(read);
    },

    /** Deletes those that were removed before, a few at a time. */
    async purge(beforeMs: number, limit: number): Promise<void> {
      const old = sql`select tenant_id, id from templates where removed_at < ${isoTime(beforeMs)}
        order by removed_at limit ${limit}`;
      await kysely
        .deleteFrom("templates")
        .where(sql<boolean>`(tenant_id, id) in (select tenant_id, id from (${old}) as old)`)
        .execute();
    },
  };
}

function columnsOf(content: PersonaContent) {
  return {
    name: content.name,
    name_folded: foldName(content.name),
    content_json: JSON.stringify(writeContent(content)),
  };
}

function readTemplate(row: TemplateRow, initial: PersonaContent): Template {
  const stored: Partial<ContentRow> = JSON.parse(row.content_json);
  return {
    id: row.id,
    content: readContent({ ...writeContent(initial), ...stored }),
    revision: row.revision,
    createdBy: row.created_by,
    updatedBy: row.updated_by,
    updatedMs: Date.parse(row.updated_at),
    isRemoved: row.removed_at !== null,
  };
}
