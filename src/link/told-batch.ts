import type { Logger } from "pino";
import type { LinkKey } from "../database/link/link-record.ts";
import type { LinkStore } from "../database/link/link-store.ts";
import { createWriteBehind } from "../write-behind.ts";

/** Remembers that people were told, and writes many such notes as one. */
export type ToldBatch = {
  note(key: LinkKey): void;
  /** The same at once. Never rejects: what the database does not take now is written when it does. */
  write(key: LinkKey): Promise<void>;
  /** Writes what is not written yet. What a process takes with it when it dies is told twice, which does no harm. */
  flush(): Promise<void>;
};

/** While the database takes nothing: when the next try is, and how many notes are kept for it. */
const retry = { afterMs: 2000, most: 1000 };

/** Notes may wait for others: as long as an answer is fresh, nobody asks whether it was told. */
export function createToldBatch(links: Pick<LinkStore, "allTold">, log: Logger): ToldBatch {
  const noted = createWriteBehind<LinkKey>({
    write: (told) => links.allTold(told),
    failed: (error, told) =>
      log.error({ personas: told.length, err: error }, "that people were told could not be noted yet"),
    retry,
  });
  const note = ({ tenantId, id }: LinkKey) => noted.add({ tenantId, id });
  return {
    note,
    write(key) {
      note(key);
      return noted.flush();
    },
    flush: noted.flush,
  };
}
