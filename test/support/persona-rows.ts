import type { Selectable } from "kysely";
import type { Database } from "../../src/database/opening/connect.ts";
import { personaKind } from "../../src/database/persona/persona-record.ts";
import type { LinkRow, PersonaRow } from "../../src/database/tables.ts";

type LinkColumns = Omit<
  LinkRow,
  "subject_kind" | "subject_id" | "state" | "remote_id" | "gone_at" | "remove_remote" | "user_id"
>;

/** A persona with its link as one flat row, so that a test can say in one place how both lie in the database. */
export type FlatRow = Selectable<PersonaRow> &
  LinkColumns & { link: LinkRow["state"]; tavus_persona_id: string | null; delete_in_tavus: number };

/** The rows exactly as given, whatever the stores would allow. */
export async function insertFlat(database: Database, rows: readonly FlatRow[]): Promise<void> {
  for (const row of rows) {
    const { persona, link } = split(row);
    await database.kysely.insertInto("personas").values(persona).execute();
    await database.kysely.insertInto("links").values(link).execute();
  }
}

export async function readFlat(database: Database): Promise<FlatRow[]> {
  const rows = await database.kysely
    .selectFrom("personas")
    .innerJoin("links", (join) =>
      join
        .onRef("links.tenant_id", "=", "personas.tenant_id")
        .on("links.subject_kind", "=", personaKind)
        .onRef("links.subject_id", "=", "personas.id"),
    )
    .selectAll()
    .orderBy("personas.created_at")
    .execute();
  return rows.map((row) => {
    const { subject_kind: _, subject_id: __, user_id: ___, gone_at: ____, ...flat } = row;
    const { state: link, remote_id: tavus_persona_id, remove_remote: delete_in_tavus, ...rest } = flat;
    return { ...rest, link, tavus_persona_id, delete_in_tavus };
  });
}

/** One of them, deleted or not. */
export async function readFlatRow(
  database: Database,
  { tenant_id, id }: Pick<FlatRow, "tenant_id" | "id">,
): Promise<FlatRow> {
  const row = (await readFlat(database)).find((one) => one.tenant_id === tenant_id && one.id === id);
  if (!row) throw new Error(`The row ${id} of ${tenant_id} is gone.`);
  return row;
}

function split(row: FlatRow): { persona: PersonaRow; link: LinkRow } {
  const { tenant_id, id, form_id, form_digest, created_by, channel_id, created_at, ...rest } = row;
  const { kind, template, name, description, traits, prompt, prompt_is_whole, context, ...more } = rest;
  const { replica_id, model, voice_speed, voice_emotion, imported_at, deleted_at, ...linked } = more;
  const { link: state, tavus_persona_id: remote_id, delete_in_tavus: remove_remote, ...columns } = linked;
  const content = { kind, template, name, description, traits, prompt, prompt_is_whole, context };
  const typed = {
    tenant_id,
    id,
    form_id,
    form_digest,
    created_by,
    channel_id,
    imported_at,
    deleted_at,
    created_at,
  };
  return {
    persona: { ...content, replica_id, model, voice_speed, voice_emotion, ...typed },
    link: {
      ...columns,
      tenant_id,
      subject_kind: personaKind,
      subject_id: id,
      state,
      remote_id,
      remove_remote,
      user_id: created_by,
      gone_at: deleted_at,
      created_at,
    },
  };
}
