import { type RawBuilder, type SqlBool, sql } from "kysely";

/**
 * Whom a process serves: of each platform all teams, or those with these tenant ids (`slack:<team id>`), or none. Discord's
 * shards limit nothing here: with the token every server is reached.
 */
export type Served = { discord: "all" | readonly string[]; slack: "all" | readonly string[] };

export const everybody: Served = { discord: "all", slack: "all" };

/**
 * Holds for rows of a team that this process serves; `column` is the one with the team's id. It belongs into whatever takes
 * work for teams that it does not name: what a process cannot do it leaves to one that can. No index is chosen for it.
 */
export function isServed(served: Served, column: string): RawBuilder<SqlBool> {
  if (served.discord === "all" && served.slack === "all") return sql<SqlBool>`true`;
  const tenant = sql.ref(column);
  const of = (platform: keyof Served) => {
    const which = served[platform];
    const prefix = `${platform}:`;
    if (which === "all") return [sql`substr(${tenant}, 1, ${sql.lit(prefix.length)}) = ${prefix}`];
    return which.length === 0 ? [] : [sql`substr(${tenant}, 1) in (${sql.join(which)})`];
  };
  const some = [...of("discord"), ...of("slack")];
  return some.length === 0 ? sql<SqlBool>`false` : sql<SqlBool>`(${sql.join(some, sql` or `)})`;
}
