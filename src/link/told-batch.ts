import type { Logger } from "pino";
import type { LinkKey } from "../database/link/link-record.ts";
import type { LinkStore } from "../database/link/link-store.ts";
import type { FirstReading } from "../database/link/reading-store.ts";
import { createWriteBehind, whileAway } from "../write-behind.ts";

/** Remembers that people were told, or were not after all, and what was read of what they are told of; writes many such notes as one. */
export type ToldBatch = {
  note(key: LinkKey): void;
  /** The same at once. Never rejects: what the database does not take now is written when it does. */
  write(key: LinkKey): Promise<void>;
  /** What was to tell them did not reach them. Written at once; never rejects, as `write`. */
  oweAgain(key: LinkKey): Promise<void>;
  /** What Tavus has made of ours. Written with the note that it was told, which is about to come, or by itself a moment later. */
  reading(reading: FirstReading): void;
  /**
   * Writes what is not written yet: whoever goes by it asks for this first. What a process takes with it when it dies is told twice,
   * which does no harm, and a reading is made up for by the next one.
   */
  flush(): Promise<void>;
};

/** `isTold`: of a person; absent: this is about a reading alone. */
type Note = { key: LinkKey; isTold?: boolean; reading?: FirstReading | undefined };

/** An answer has long gone its way by then, unless the platform is in trouble. */
const readingWaitsMs = 1000;

/**
 * Notes may wait for others: as long as an answer is fresh, nobody asks whether it was told. `isShared`: other processes would tell
 * again what one that dies has told and not noted, and the database writes for many at once, so that no note waits.
 */
export function createToldBatch(
  links: Pick<LinkStore, "allTold" | "oweAgain" | "firstReadings">,
  log: Logger,
  { isShared = false } = {},
): ToldBatch {
  /** Of several about one link the last holds, in whichever order they are written. */
  const latest = new Map<string, Note>();
  const readings = new Map<string, FirstReading>();
  const noted = createWriteBehind<Note>({
    async write(notes) {
      const isValid = (note: Note) => (latest.get(nameOf(note.key)) ?? note) === note;
      const told = notes.filter((note) => note.isTold === true && isValid(note));
      const owed = notes.filter((note) => note.isTold === false && isValid(note));
      const alone = notes.flatMap((note) => (note.reading && !told.includes(note) ? [note.reading] : []));
      // First, for it does no harm twice: where it fails, all of them are written again.
      if (alone.length > 0) await links.firstReadings(alone);
      if (told.length > 0) await links.allTold(told);
      for (const { key } of owed) await links.oweAgain(key);
      for (const note of notes) if (latest.get(nameOf(note.key)) === note) latest.delete(nameOf(note.key));
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
    const key = { tenantId, id };
    const note = { key, isTold, reading: takeReading(key) };
    latest.set(nameOf(key), note);
    noted.add(note);
  }

  function takeReading(key: LinkKey): FirstReading | undefined {
    const reading = readings.get(nameOf(key));
    readings.delete(nameOf(key));
    return reading;
  }

  function addAlone(reading: FirstReading): void {
    readings.delete(nameOf(reading));
    noted.add({ key: reading, reading });
  }

  function flush(): Promise<void> {
    for (const reading of readings.values()) addAlone(reading);
    return noted.flush();
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
    reading(reading) {
      if (isShared) return addAlone(reading);
      readings.set(nameOf(reading), reading);
      setTimeout(() => {
        if (readings.get(nameOf(reading)) === reading) addAlone(reading);
      }, readingWaitsMs).unref();
    },
    flush,
  };
}

function nameOf({ tenantId, id }: LinkKey): string {
  return `${tenantId}/${id}`;
}
