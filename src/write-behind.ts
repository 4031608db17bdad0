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

/** When notes that were refused are written again, and how many are kept until then; `dropped` hears of those beyond, the oldest. */
export type Retry<Note> = { afterMs: number; most: number; dropped(notes: readonly Note[]): void };

/**
 * `failed` hears of a writing that rejects. Its notes are lost, unless there is a `retry`. `delayMs`: how long a note waits for
 * others.
 */
export function createWriteBehind<Note>({
  write,
  failed,
  retry,
  delayMs = usualDelayMs,
}: {
  write(notes: readonly Note[]): Promise<void>;
  failed(error: unknown, notes: readonly Note[]): void;
  retry?: Retry<Note>;
  delayMs?: number;
}): WriteBehind<Note> {
  const inTurn = createTurns();
  let unwritten: Note[] = [];
  let timer: NodeJS.Timeout | undefined;

  function flushIn(ms: number): void {
    timer ??= setTimeout(flush, ms).unref();
  }

  function add(note: Note): void {
    unwritten.push(note);
    flushIn(delayMs);
  }

  /** Before those that came meanwhile: the last of several about one thing is the one that holds. */
  function keep(notes: readonly Note[], { afterMs, most, dropped }: Retry<Note>): void {
    const all = [...notes, ...unwritten];
    const beyond = Math.max(0, all.length - most);
    unwritten = all.slice(beyond);
    if (beyond > 0) dropped(all.slice(0, beyond));
    flushIn(afterMs);
  }

  async function writeAll(): Promise<void> {
    if (unwritten.length === 0) return;
    const notes = unwritten;
    unwritten = [];
    try {
      await write(notes);
    } catch (error) {
      failed(error, notes);
      if (retry) keep(notes, retry);
    }
  }

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    return inTurn(writeAll);
  }

  return { add, flush };
}
