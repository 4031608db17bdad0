import type { Logger } from "pino";
import type { LinkKey } from "../database/link/link-record.ts";
import type { LinkStore } from "../database/link/link-store.ts";
import type { FirstReading } from "../database/link/reading-store.ts";
import type { ToldKey } from "../database/link/told-store.ts";
import { createWriteBehind, whileAway } from "../write-behind.ts";

/**
 * Notes that people were told how a link ended, or were not told after all, and what Tavus has made of the object. Many notes are written
 * to the database in one go.
 */
export type ToldBatch = {
  note(key: ToldKey): void;
  /** The same, written at once. Never rejects: what the database does not take now is written later. */
  write(key: ToldKey): Promise<void>;
  /** They were noted as told, but the message did not reach them. Written at once; never rejects. */
  oweAgain(key: LinkKey): Promise<void>;
  /** What Tavus has made of the object. Written together with the note that follows within a moment, or else alone. */
  reading(reading: FirstReading): void;
  /**
   * Writes what is not written yet; to be awaited before the notes are read. A note that is lost with its process does no harm: the
   * person is told twice, and the next reading replaces a lost one.
   */
  flush(): Promise<void>;
};

/** `isTold`: of a person; absent: this is about a reading alone. */
type Note = { key: ToldKey; isTold?: boolean; reading?: FirstReading | undefined };

/** By then the person has been told, unless the platform is in trouble, so that reading and note are written together. */
const readingWaitsMs = 1000;

/**
 * A note may wait until there are others to write with it: nobody asks for a while whether a fresh answer was told. `isShared`: no note
 * waits, because other processes would tell again what this one has told and not noted; and PostgreSQL writes many at once anyway.
 */
export function createToldBatch(
  links: Pick<LinkStore, "allTold" | "oweAgain" | "firstReadings">,
  log: Logger,
  { isShared = false } = {},
): ToldBatch {
  /** The last note about each link. Earlier ones that are still to be written no longer count. */
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
      forget(notes);
    },
    failed(error, notes) {
      log.error({ personas: notes.length, err: error }, "whether people were told could not be noted yet");
    },
    retry: {
      ...whileAway,
      dropped(notes) {
        log.error({ personas: notes.length }, "whether people were told is lost; they may be told twice");
        forget(notes);
      },
    },
    ...(isShared && { delayMs: 0 }),
  });

  function forget(notes: readonly Note[]): void {
    for (const note of notes) if (latest.get(nameOf(note.key)) === note) latest.delete(nameOf(note.key));
  }

  function add({ tenantId, id, revision, attempt }: ToldKey, isTold: boolean): void {
    const key = { tenantId, id, revision, attempt };
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
