import type { Database } from "../../opening/connect.ts";

/** How many warnings are open for each cause, in all teams. */
export async function countOpenWarnings({ kysely }: Pick<Database, "kysely">) {
  return kysely
    .selectFrom("warnings")
    .select(({ fn }) => ["cause", fn.countAll<number>().as("count")])
    .where("fixed_at", "is", null)
    .groupBy("cause")
    .execute();
}
