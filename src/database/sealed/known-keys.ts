import type { Database } from "../opening/connect.ts";
import { createStateStore } from "../team/state-store.ts";

const owner = "app:encryption";
const name = "fingerprints";

/** Which keys the bot had when it started last, by their fingerprints: nothing may be sealed with one that it cannot open. */
export function createKnownKeys(database: Database) {
  const state = createStateStore(database);
  return {
    note: (fingerprints: readonly string[]) => state.set(owner, name, fingerprints.join(" ")),
    /** Undefined: no bot that notes them has started on this database. */
    async find(): Promise<string[] | undefined> {
      return (await state.get(owner, name))?.split(" ").filter(Boolean);
    },
  };
}
