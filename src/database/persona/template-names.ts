import { sql } from "kysely";

/** The names of a team's templates in use, one a line, to be read with something else of the team; null: there are none. */
export function templateNames(tenantId: string) {
  return sql<string | null>`(select string_agg(name, ${sql.lit("\n")} order by name_folded) from templates
    where templates.tenant_id = ${tenantId} and removed_at is null)`;
}

export function readTemplateNames(names: string | null): string[] {
  return names === null ? [] : names.split("\n");
}
