import type { Selectable } from "kysely";
import type { LinkRow } from "../../../src/database/link/link-row.ts";
import type { Database } from "../../../src/database/opening/connect.ts";
import { fileNames } from "../../../src/database/persona/name-blocks.ts";
import {
  type PersonaRecord,
  personaKind,
  readPersona,
} from "../../../src/database/persona/persona-record.ts";
import type { PersonaRow } from "../../../src/database/persona/persona-row.ts";

type LinkColumns = Omit<
  LinkRow,
  "subject_kind" | "subject_id" | "state" | "remote_id" | "gone_at" | "remove_remote" | "user_id"
>;

/** How its name is found, which follows from it. */
type FiledColumn = "name_folded" | "search_block";

/** A persona with its link as one flat row, so that a test can say in one place how both lie in the database. */
export type FlatRow = Omit<Selectable<PersonaRow>, FiledColumn> &
  LinkColumns & { link: LinkRow["state"]; tavus_persona_id: string | null; delete_in_tavus: number };

/** The rows exactly as given, whatever the stores would allow, and their names filed. */
export async function insertFlat(database: Database, rows: readonly FlatRow[]): Promise<void> {
  for (const row of rows) {
    const { persona, link } = split(row);
    await database.kysely.insertInto("personas").values(persona).execute();
    await database.kysely.insertInto("links").values(link).execute();
  }
  await fileNames(database);
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
    const { subject_kind: _, subject_id: __, user_id: ___, gone_at: ____, ...both } = row;
    const { name_folded: _____, search_block: ______, ...flat } = both;
    const { state: link, remote_id: tavus_persona_id, remove_remote: delete_in_tavus, ...rest } = flat;
    return { ...rest, link, tavus_persona_id, delete_in_tavus };
  });
}

export async function deleteFlat({ kysely }: Database): Promise<void> {
  await kysely.deleteFrom("links").execute();
  await kysely.deleteFrom("personas").execute();
  await kysely.deleteFrom("name_blocks").execute();
}

/** What the stores make of it. */
export function recordOf(row: FlatRow): PersonaRecord {
  const { persona, link } = split(row);
  return readPersona({ ...persona, ...link });
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
  const { link: state, tavus_persona_id: remote_id, delete_in_tavus: remove_remote, ...rest } = row;
  const { revision, pushed_revision, sent_revision, attempt, attempt_started_at, key_tag, ...other } = rest;
  const { lease_until, outcome_unknown, tries, next_attempt_at, unsettled_since, unknown_attempts, ...more } =
    other;
  const {
    allowance,
    asked_by,
    surplus_check_at,
    left_behind,
    told_at,
    tell_lease_until,
    answer_sealed,
    watched_by,
    watched_until,
    base,
    differs,
    kept,
    ...further
  } = more;
  const {
    failure_kind,
    failure_words,
    failure_topic,
    failure_incident,
    failed_at,
    written_at,
    updated_at,
    ...persona
  } = further;
  const { tenant_id, id, created_by, deleted_at, created_at } = persona;
  const sent = {
    revision,
    pushed_revision,
    sent_revision,
    attempt,
    attempt_started_at,
    key_tag,
    lease_until,
  };
  const waiting = {
    outcome_unknown,
    tries,
    next_attempt_at,
    unsettled_since,
    unknown_attempts,
    allowance,
    asked_by,
    surplus_check_at,
  };
  const failure = { failure_kind, failure_words, failure_topic, failure_incident, failed_at };
  const known = {
    left_behind,
    told_at,
    tell_lease_until,
    answer_sealed,
    watched_by,
    watched_until,
    base,
    differs,
    kept,
    written_at,
    remove_remote,
  };
  return {
    persona: { ...persona, name_folded: null, search_block: null },
    link: {
      ...sent,
      ...waiting,
      ...failure,
      ...known,
      tenant_id,
      subject_kind: personaKind,
      subject_id: id,
      state,
      remote_id,
      user_id: created_by,
      gone_at: deleted_at,
      created_at,
      updated_at,
    },
  };
}
