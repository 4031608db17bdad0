import { createTurns } from "./turns.ts";

/** Long enough that notes which come together are written together. */
const usualDelayMs = 50;

/** Takes notes that nobody waits for, and writes many of them as one. */
export type WriteBehind<Note> = {
  add(note: Note): void;
  /** Writes what is not written yet, one writing at a time: whoever reads after it finds everything. Never rejects. */
  flush(): Promise<void>;
};

/** For notes that must not be lost while the database takes nothing: when the next try is, and how many are kept for it. */
export const whileAway = { afterMs: 2000, most: 1000 };

/**
 * `failed` hears of a writing that rejects. Its notes are lost, unless `retry` says after how long they are written again
 * and how many are kept until then. `delayMs`: how long a note waits for others.
 */
export function createWriteBehind<Note>({
  write,
  failed,
  retry,
  delayMs = usualDelayMs,
}: {
  write(notes: readonly Note[]): Promise<void>;
  failed(error: unknown, notes: readonly Note[]): void;
  retry?: { afterMs: number; most: number };
  delayMs?: number;
}): WriteBehind<Note> {
  const inTurn = createTurns();
  let unwritten: Note[] = [];
  let timer: NodeJS.Timeout | undefined;

  function keep(notes: readonly Note[], forMs: number): void {
    unwritten.push(...notes);
    timer ??= setTimeout(flush, forMs).unref();
  }

  async function writeAll(): Promise<void> {
    if (unwritten.length === 0) return;
    const notes = unwritten;
    unwritten = [];
    try {
      await write(notes);
    } catch (error) {
      failed(error, notes);
      if (retry && unwritten.length + notes.length <= retry.most) keep(notes, retry.afterMs);
    }
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    return inTurn(writeAll);
  }

  return { add: (note) => keep([note], delayMs), flush };
}
