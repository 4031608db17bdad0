import type { Logger } from "pino";
import type { LinkKey } from "../database/link/link-record.ts";
import type { LinkStore } from "../database/link/link-store.ts";
import { createWriteBehind, whileAway } from "../write-behind.ts";

/** Remembers that people were told, or were not after all, and writes many such notes as one. */
export type ToldBatch = {
  note(key: LinkKey): void;
  /** The same at once. Never rejects: what the database does not take now is written when it does. */
  write(key: LinkKey): Promise<void>;
  /** What was to tell them did not reach them. Written at once; never rejects, as `write`. */
  oweAgain(key: LinkKey): Promise<void>;
  /** Writes what is not written yet. What a process takes with it when it dies is told twice, which does no harm. */
  flush(): Promise<void>;
};

type Note = { key: LinkKey; isTold: boolean };

/**
 * Notes may wait for others: as long as an answer is fresh, nobody asks whether it was told. `isShared`: other processes would tell
 * again what one that dies has told and not noted, and the database writes for many at once, so that no note waits.
 */
export function createToldBatch(
  links: Pick<LinkStore, "allTold" | "oweAgain">,
  log: Logger,
  { isShared = false } = {},
): ToldBatch {
  /** Of several about one link the last holds, in whichever order they are written. */
  const latest = new Map<string, Note>();
  const noted = createWriteBehind<Note>({
    async write(notes) {
      const valid = notes.filter((note) => (latest.get(nameOf(note.key)) ?? note) === note);
      const told = valid.filter(({ isTold }) => isTold);
      if (told.length > 0) await links.allTold(told.map(({ key }) => key));
      for (const { key, isTold } of valid) if (!isTold) await links.oweAgain(key);
      for (const note of valid) if (latest.get(nameOf(note.key)) === note) latest.delete(nameOf(note.key));
    },
    failed(error, notes) {
      log.error({ personas: notes.length, err: error }, "whether people were told could not be noted yet");
      // More than are kept: what is lost must not be remembered for ever.
      if (latest.size > whileAway.most) latest.clear();
    },
    retry: whileAway,
    ...(isShared && { delayMs: 0 }),
  });

  function add({ tenantId, id }: LinkKey, isTold: boolean): void {
    const note = { key: { tenantId, id }, isTold };
    latest.set(nameOf(note.key), note);
    noted.add(note);
  }

  return {
    note: (key) => add(key, true),
    write(key) {
      add(key, true);
      return noted.flush();
    },
    oweAgain(key) {
      add(key, false);
      return noted.flush();
    },
    flush: noted.flush,
  };
}

function nameOf({ tenantId, id }: LinkKey): string {
  return `${tenantId}/${id}`;
}
