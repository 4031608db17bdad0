import type { KyselyPlugin } from "kysely";
import type { Database } from "../../../src/database/opening/connect.ts";

/** The same database, as a process sees it that may die: after `die` it reads and writes nothing any more. */
export function makeMortal(database: Database): { database: Database; die(): void } {
  let isDead = false;
  const refuseTheDead: KyselyPlugin = {
    transformQuery({ node }) {
      if (isDead) throw new Error("This process is dead.");
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  return {
    database: { ...database, kysely: database.kysely.withPlugin(refuseTheDead) },
    die() {
      isDead = true;
    },
  };
}
