import { createDueStore } from "../link/due-store.ts";
import type { Link } from "../link/link-record.ts";
import { createPushOutcomes } from "../link/push-outcomes.ts";
import { createReadingStore } from "../link/reading-store.ts";
import type { Database } from "../opening/connect.ts";
import { type PersonaRecord, personaKind } from "./persona-record.ts";
import { type Changing, keepVersion } from "./version-store.ts";

export type KeptChanges = ReturnType<typeof createKeptChanges>;

/**
 * Changes of a persona's link that people may want to take back: what the persona and its link were is kept in the same
 * commit. Each is told the record as it was read, and does what the store of links does under the same name.
 */
export function createKeptChanges(database: Database) {
  /** Nothing is kept where nothing was changed. */
  function keeping<Result>(
    before: PersonaRecord,
    changing: Changing,
    change: (within: Database) => Promise<Result>,
  ): Promise<Result> {
    return database.kysely.transaction().execute(async (transaction) => {
      const result = await change({ ...database, kysely: transaction });
      if (result) await keepVersion(transaction, before, { ...changing, atMs: database.now() });
      return result;
    });
  }

  return {
    /** False: it was not linked any more. */
    unlink: (before: PersonaRecord, by: string | undefined): Promise<boolean> =>
      keeping(before, { action: "unlink", by }, (within) =>
        createReadingStore(within, personaKind).unlink(before.link),
      ),

    unlinkMissing: (before: PersonaRecord, by: string | undefined): Promise<boolean> =>
      keeping(before, { action: "unlink", by }, (within) =>
        createReadingStore(within, personaKind).unlinkMissing(before.link),
      ),

    resolveWithOurs: (
      before: PersonaRecord,
      { by, theirs, ...chosen }: ChosenOurs & Pick<Changing, "by" | "theirs">,
    ): Promise<boolean> =>
      keeping(before, { action: "keep-ours", by, ...(theirs && { theirs }) }, (within) =>
        createDueStore(within, personaKind).resolveWithOurs(before.link, chosen),
      ),

    openForced: (
      before: PersonaRecord,
      { by, ...opening }: { by: string | undefined; leaseMs: number },
    ): Promise<Link | undefined> =>
      keeping(before, { action: "overwrite", by }, (within) =>
        createPushOutcomes(within, personaKind).openForced(before.link, opening),
      ),
  };
}

type ChosenOurs = Parameters<ReturnType<typeof createDueStore>["resolveWithOurs"]>[1];
