import SqliteFile from "better-sqlite3";
import { expect } from "vitest";
import { z } from "zod";
import type { Run } from "./black-box-run.ts";

const list = z.array(z.string());

const rowSchema = z.object({
  tenant_id: z.string(),
  id: z.string(),
  kind: z.string(),
  template: z.string(),
  name: z.string(),
  description: z.string(),
  traits: z.string().transform((text) => list.parse(JSON.parse(text))),
  prompt: z.string(),
  context: z.string(),
  replica_id: z.string().nullable(),
  model: z.string(),
  voice_speed: z.string(),
  voice_emotion: z.string(),
  link: z.string(),
  tavus_persona_id: z.string().nullable(),
});

/** A persona as it lies in the bot's database. */
export type Row = z.infer<typeof rowSchema>;

/** Personas with their links, under the names that `Row` has. */
const joined = `select p.*, l.state as link, l.remote_id as tavus_persona_id, l.told_at, l.tell_lease_until
  from personas p join links l
    on l.tenant_id = p.tenant_id and l.subject_kind = 'persona' and l.subject_id = p.id
  order by p.created_at`;

/** All personas in a bot's database file, while the bot runs. */
export function readRows(file: string): Row[] {
  return z.array(rowSchema).parse(query(file, joined));
}

export type TableRow = Record<string, unknown>;

/** All rows of a table of a bot's database file, while the bot runs. */
export function readTable(file: string, table: string): TableRow[] {
  return z.array(z.record(z.string(), z.unknown())).parse(query(file, `select * from ${table}`));
}

const nameSchema = z.object({ name: z.string() });

/** The personas whose news their people can only be told with their next answer. */
export function readOwedNames(file: string): string[] {
  const rows = query(
    file,
    `select name from (${joined}) where told_at is null and tell_lease_until > '9999'`,
  );
  return z
    .array(nameSchema)
    .parse(rows)
    .map(({ name }) => name);
}

function query(file: string, sql: string): unknown[] {
  const database = new SqliteFile(file, { readonly: true });
  try {
    return database.prepare(sql).all();
  } finally {
    database.close();
  }
}

/** The one row of this name. */
export function rowOf(run: Run, name: string): Row {
  const [row, ...others] = run.rows().filter((candidate) => candidate.name === name);
  if (!row || others.length > 0) throw new Error(`There are ${row ? "several rows" : "no rows"} of ${name}.`);
  return row;
}

/** The members of the one Tavus persona that carries a row's record line. */
export function documentOf(run: Run, row: Row): Record<string, unknown> {
  const [id, ...others] = carriersOf(run, row);
  if (!id || others.length > 0) throw new Error(`${row.name} has ${id ? "several" : "no"} Tavus personas.`);
  return run.world.tavus.account().persona(id)?.document ?? {};
}

/** The Tavus personas that carry a row's record line. */
export function carriersOf(run: Run, row: Row): string[] {
  const line = `[record ${row.id}]`;
  return run.world.tavus
    .account()
    .personas.filter(({ document }) => String(document.system_prompt).trimEnd().endsWith(line))
    .map(({ id }) => id);
}

/** Everything typed has one row and one Tavus persona, and the two are linked; nothing else is in the account. */
export function expectLinkedOnce(run: Run, names: readonly string[]): void {
  const rows = run.rows();
  expect(rows.map(({ name }) => name).sort()).toEqual([...names].sort());
  for (const row of rows) {
    expect(row).toMatchObject({ link: "linked" });
    expect(carriersOf(run, row)).toEqual([row.tavus_persona_id]);
  }
  expect(run.world.tavus.account().personas).toHaveLength(names.length);
}
