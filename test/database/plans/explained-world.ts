import SqliteFile from "better-sqlite3";
import { CompiledQuery, Kysely } from "kysely";
import { onTestFinished } from "vitest";
import { connectDatabase, type Database } from "../../../src/database/opening/connect.ts";
import { migrateToLatest } from "../../../src/database/opening/migrate.ts";
import { createPersonaImports } from "../../../src/database/persona/persona-imports.ts";
import { GroupedCommits } from "../../../src/database/sqlite/grouped-commits.ts";
import { createSqliteDialect } from "../../../src/database/sqlite/sqlite-dialect.ts";
import type { Tables } from "../../../src/database/tables.ts";
import { makeEmptyDatabase } from "../../support/databases.ts";
import { aNewPersona, otherTenant, tenant } from "../../support/personas/persona-builders.ts";

export const personasPerTenant = 2000;

type Statement = { sql: string; parameters: readonly unknown[] };
type Ways = { [what: string]: string[] };
type Works = { [what: string]: () => Promise<unknown> };

/** A database in which two teams have many personas, and which tells how SQLite finds the rows of what it is asked. */
export async function openExplained() {
  const location = await makeEmptyDatabase("sqlite");
  if (location.kind !== "sqlite") throw new Error("These are plans of SQLite.");
  const plain = await connectDatabase(location);
  onTestFinished(() => plain.close());
  await migrateToLatest(plain);
  await fill(plain);
  const asked: Statement[] = [];
  const kysely = openListening(location.file, asked);

  return {
    database: { ...plain, kysely },
    /** Of each work, how the rows of `personas`, their versions and `links` are found in its statements. */
    async waysOf(works: Works): Promise<Ways> {
      const ways: Ways = {};
      for (const [what, work] of Object.entries(works)) {
        asked.length = 0;
        await work();
        const found = await Promise.all(asked.map((statement) => explain(plain, statement)));
        ways[what] = found.flat();
      }
      return ways;
    },
  };
}

/** Of two tables that are joined by their keys, either may come first. */
export function inAnyOrder(ways: Ways): Ways {
  return Object.fromEntries(Object.entries(ways).map(([what, found]) => [what, found.toSorted()]));
}

async function fill(database: Database): Promise<void> {
  const imports = createPersonaImports(database);
  for (const tenantId of [tenant, otherTenant]) {
    const personas = Array.from({ length: personasPerTenant }, (_, index) => ({
      id: `per_${index}`,
      remoteId: `p${index}`,
      content: { name: `Persona ${index}` },
      base: "{}",
      createdMs: Date.UTC(2026, 0, 1) + index * 1000,
    }));
    const { name: _, ...content } = aNewPersona().content;
    await imports.importAll(tenantId, personas, { userId: "u1", content });
  }
}

function openListening(path: string, asked: Statement[]): Kysely<Tables> {
  const file = new SqliteFile(path);
  const kysely = new Kysely<Tables>({
    dialect: createSqliteDialect(file, new GroupedCommits(file, () => undefined)),
    log({ query: { sql, parameters } }) {
      if (/^\s*(with|select|insert|update|delete)\b/i.test(sql)) asked.push({ sql, parameters });
    },
  });
  onTestFinished(async () => {
    await kysely.destroy();
    file.close();
  });
  return kysely;
}

async function explain({ kysely }: Database, { sql, parameters }: Statement): Promise<string[]> {
  const asking = CompiledQuery.raw(`explain query plan ${sql}`, [...parameters]);
  const { rows } = await kysely.executeQuery<{ detail: string }>(asking);
  return rows.flatMap(({ detail }) => wayIn(detail));
}

/** `links by links_due (tenant_id, next_attempt_at<)`; what reads a whole table, or sorts, says so. */
function wayIn(detail: string): string[] {
  if (detail.startsWith("USE TEMP B-TREE")) return ["sorted"];
  const found = /^(SEARCH|SCAN) (\w+)(?: USING (COVERING )?INDEX (\w+)(?: \((.*)\))?)?/.exec(detail);
  const [, verb, name = "", alone, index = "nothing", columns = ""] = found ?? [];
  const table = aliases[name] ?? name;
  if (!tables.includes(table)) return [];
  const by = index.replace(/^sqlite_autoindex_(links|personas)_1$/, "$1_pk");
  const how = columns
    .replaceAll("=?", "")
    .replaceAll(/([<>])\?/g, "$1")
    .replaceAll(" AND ", ", ");
  if (verb === "SCAN") return [`all of ${table} by ${by}`];
  return [`${table} by ${by}${alone ? " alone" : ""} (${how})`];
}

const tables = ["links", "personas", "persona_versions"];

/** What tables are called in subqueries. */
const aliases: { [name: string]: string } = { p: "personas", l: "links", other: "links", typed: "links" };
