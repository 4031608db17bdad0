import type { KyselyPlugin } from "kysely";
import { connectDatabase, type Database } from "../../../src/database/opening/connect.ts";

/** At the first of these statements, each read as JSON of its tree: before it reaches the database, or once it was carried out. */
export type Death = { at(statement: string): boolean; when: "before" | "after" };

/**
 * The database of a process that dies, as far as others see: from its death on it reads and writes nothing. `isDead` says that it has come.
 */
export function createDyingDatabase() {
  let death: Death | undefined;
  let isDead = false;
  const last = new WeakSet<object>();
  const opened: Database[] = [];
  const mortal: KyselyPlugin = {
    transformQuery({ node, queryId }) {
      if (isDead) throw new Error("This process is dead.");
      const statement = death && JSON.stringify(node);
      if (!statement || !death?.at(statement)) return node;
      if (death.when === "before") {
        isDead = true;
        throw new Error("This process has just died.");
      }
      last.add(queryId);
      return node;
    },
    async transformResult({ result, queryId }) {
      isDead ||= last.has(queryId);
      return result;
    },
  };
  const connect: typeof connectDatabase = async (...options) => {
    const database = await connectDatabase(...options);
    opened.push(database);
    return { ...database, kysely: database.kysely.withPlugin(mortal) };
  };
  return {
    connect,
    isDead: () => isDead,
    dieAt(next: Death) {
      death = next;
    },
    /** Now. */
    die() {
      isDead = true;
    },
    /** What it held is free. */
    async bury() {
      for (const database of opened.splice(0)) await database.close().catch(() => undefined);
    },
    /** Its place is taken by a process that lives. */
    revive() {
      death = undefined;
      isDead = false;
    },
  };
}
