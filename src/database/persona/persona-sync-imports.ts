import { CompiledQuery, type Kysely } from "kysely";
import type { Database } from "../opening/connect.ts";
import type { Tables } from "../tables.ts";
import { isoTime } from "../times.ts";

/** A Tavus persona as it comes to be a row here. Texts hold no zero character and no half pairs. */
export type ImportedPersona = {
  id: string;
  tavusPersonaId: string;
  name: string;
  prompt: string;
  context: string;
  /** Empty: Tavus has none. */
  replicaId: string;
  model: string;
  voiceSpeed: string;
  voiceEmotion: string;
  base: string;
  /** UTC ISO-8601. */
  createdAt: string;
};

/**
 * Inserts many rows with few statements, in one transaction; returns the ids of those that were written. Every value
 * is a parameter of its own: texts inside one JSON parameter cost SQLite as much again to take out.
 */
export async function importPersonas(
  { kysely, engine, now }: Database,
  personas: readonly ImportedPersona[],
  by: { tenantId: string; importedBy: string },
): Promise<Set<string>> {
  const at = isoTime(now());
  const written = new Set<string>();
  await kysely.transaction().execute(async (transaction) => {
    for (const some of inBatches(personas)) {
      const text = insertText(some.length, engine);
      const common = [by.tenantId, at, by.importedBy, at, at];
      const rows = await insert(transaction, text, [...common, ...some.flatMap(valuesOf)]);
      for (const { id } of rows) written.add(id);
    }
  });
  return written;
}

async function insert(
  transaction: Kysely<Tables>,
  text: string,
  values: readonly string[],
): Promise<{ id: string }[]> {
  const { rows } = await transaction.executeQuery<{ id: string }>(CompiledQuery.raw(text, [...values]));
  return rows;
}

const mostRows = 128;

/** Each as long as a power of two, so that there are few different statements and each stays prepared. */
function inBatches<Row>(rows: readonly Row[]): Row[][] {
  const batches: Row[][] = [];
  for (let start = 0; start < rows.length; ) {
    const size = Math.min(mostRows, 2 ** Math.floor(Math.log2(rows.length - start)));
    batches.push(rows.slice(start, start + size));
    start += size;
  }
  return batches;
}

const valuesPerRow = 11;

/** In the order of the columns in `insertText`. */
function valuesOf(persona: ImportedPersona): string[] {
  const { id, name, prompt, context, replicaId, model } = persona;
  const { voiceSpeed, voiceEmotion, tavusPersonaId, base, createdAt } = persona;
  return [
    id,
    name,
    prompt,
    context,
    replicaId,
    model,
    voiceSpeed,
    voiceEmotion,
    tavusPersonaId,
    base,
    createdAt,
  ];
}

/** Both engines call the columns of VALUES column1, column2 and so on. */
function insertText(rowCount: number, engine: Database["engine"]): string {
  let parameters = 0;
  const place = () => {
    parameters += 1;
    return engine === "sqlite" ? "?" : `$${parameters}`;
  };
  const places = (count: number) => Array.from({ length: count }, place).join(", ");
  return `
    insert into personas (
      tenant_id, imported_at, created_by, told_at, updated_at,
      kind, template, description, traits, prompt_is_whole, revision, pushed_revision, link,
      id, name, prompt, context, replica_id, model, voice_speed, voice_emotion, tavus_persona_id, base, created_at)
    select ${places(5)}, 'personal', 'blank', '', '[]', 1, 1, 1, 'linked',
      column1, column2, column3, column4, nullif(column5, ''), column6, column7, column8, column9, column10, column11
    from (values ${Array.from({ length: rowCount }, () => `(${places(valuesPerRow)})`).join(", ")}) as item
    where true
    on conflict do nothing
    returning id`;
}
