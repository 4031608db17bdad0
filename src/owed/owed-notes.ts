import type { OwedAnswer, OwedKey, OwedStore } from "../database/team/owed-store.ts";
import { TeamForgottenError } from "../errors.ts";
import type { Log } from "../log.ts";
import { whileAway } from "../write-behind.ts";

/** `due`: to be told in so many ms; `onReturn`: with the person's next command; `told`: nothing is owed any more. */
export type Fate = { kind: "due"; inMs: number } | { kind: "onReturn" } | { kind: "told" };

type Note = { key: OwedKey; fate: Fate; write(): Promise<void>; writing: Promise<void> | undefined };

/**
 * Writes down what became of answers that are owed. What the database does not take is kept here and written when it does:
 * else an answer that can go nowhere at this moment would be lost, and one that was told would be told again.
 */
export type OwedNotes = {
  /** Resolves when it is written, or kept to be. Never rejects. */
  owe(answer: OwedAnswer, fate: Exclude<Fate, { kind: "told" }>): Promise<void>;
  /** With `replyJson` of that reply alone: what is owed in its place since then stays owed. */
  told(key: OwedKey & { replyJson?: string }): Promise<void>;
  /** It has been told, whatever its row says. */
  isTold(key: OwedKey): boolean;
  /** Tries once more to write what is not written yet. */
  flush(): Promise<void>;
};

export function createOwedNotes(store: OwedStore, log: Log): OwedNotes {
  const unwritten = new Map<string, Note>();
  let timer: NodeJS.Timeout | undefined;

  async function keep(key: OwedKey, fate: Fate, writeIt: () => Promise<void>): Promise<void> {
    const name = nameOf(key);
    // One at a time, in their order: the last one holds.
    for (let last = unwritten.get(name); last; ) {
      await last.writing;
      const latest = unwritten.get(name);
      last = latest === last ? undefined : latest;
    }
    const note = { key, fate, write: writeIt, writing: undefined };
    unwritten.set(name, note);
    await write(note);
  }

  function write(note: Note): Promise<void> {
    const name = nameOf(note.key);
    note.writing = note.write().then(
      () => {
        if (unwritten.get(name) === note) unwritten.delete(name);
      },
      (error: unknown) => {
        log.error({ tenant: note.key.tenantId, fate: note.fate.kind, err: error }, notWritten);
        // Of a team that was forgotten nothing is kept.
        if (error instanceof TeamForgottenError) unwritten.delete(name);
        dropOldest();
        if (unwritten.size > 0) timer ??= setTimeout(flush, whileAway.afterMs).unref();
      },
    );
    return note.writing;
  }

  function dropOldest(): void {
    const [oldest] = unwritten.values();
    if (!oldest || unwritten.size <= whileAway.most) return;
    unwritten.delete(nameOf(oldest.key));
    log.error({ tenant: oldest.key.tenantId, fate: oldest.fate.kind }, "what a person is owed is lost");
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    for (const note of [...unwritten.values()]) {
      await note.writing;
      // A later one may have taken its place meanwhile.
      if (unwritten.get(nameOf(note.key)) === note) await write(note);
    }
  }

  return {
    owe: (answer, fate) =>
      keep(answer, fate, () =>
        fate.kind === "due" ? store.owe(answer, fate.inMs) : store.oweOnReturn(answer),
      ),
    told: (key) => keep(key, { kind: "told" }, () => store.settle(key)),
    isTold: (key) => unwritten.get(nameOf(key))?.fate.kind === "told",
    flush,
  };
}

const notWritten = "what a person is owed could not be written; it is tried again";

/** One answer of one interaction. */
export function nameOf({ tenantId, deliveryId }: OwedKey): string {
  return `${tenantId}/${deliveryId}`;
}
