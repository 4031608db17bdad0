// Named, so that whoever takes the place of the global one, as tests do, holds up no commit.
import { clearImmediate, setImmediate } from "node:timers";
import type { Database as SqliteFile } from "better-sqlite3";

type Member = PromiseWithResolvers<void>;

/**
 * SQLite flushes its journal at each commit, which costs more than most of what is committed, and the whole process waits for
 * it. So the commits of one turn of the event loop are made as one: each statement and each transaction that writes joins
 * those that have ended in the same turn, and hears that it is committed when all of them are. Nothing of them is seen before: whoever
 * reads has them committed first. One that fails takes nothing else back with it; where the commit fails, all of them have failed.
 * Within a transaction nobody may wait for what was begun before it outside: that is committed when the transaction has left.
 */
export class GroupedCommits {
  readonly #file: SqliteFile;
  readonly #undone: () => void;
  readonly #refuse: () => void;
  readonly #run: (statement: string) => void;
  #members: Member[] = [];
  #scheduled: NodeJS.Immediate | undefined;
  #isEntered = false;
  #isOverdue = false;

  /** `undone` is called when something was taken back; `refuse` before each commit, and throws where there may be none. */
  constructor(file: SqliteFile, undone: () => void, refuse = () => {}) {
    this.#file = file;
    this.#undone = undone;
    this.#refuse = refuse;
    const prepared = new Map<string, { run(): unknown }>();
    this.#run = (text) => {
      const statement = prepared.get(text) ?? file.prepare(text);
      prepared.set(text, statement);
      statement.run();
    };
  }

  /** Whoever enters must leave, or be taken back, before the next may enter. Throws what SQLite says where nobody may write now. */
  enter(kind: "statement" | "transaction"): Entered {
    // What could not be taken back then.
    if (this.#file.inTransaction && this.#members.length === 0) this.#run("rollback");
    const isFirst = !this.#file.inTransaction;
    if (isFirst) this.#run("begin immediate");
    // A statement that fails leaves nothing behind by itself.
    else if (kind === "transaction") this.#run("savepoint member");
    this.#isEntered = true;
    return { isFirst, kind };
  }

  /** A statement of whoever has entered failed: what was heard of its rows is not so. */
  statementFailed(): void {
    this.#undone();
  }

  /**
   * Resolves when it is committed; rejects when it is not, and then nothing of it is left. Throws where it is to be taken back: SQLite
   * has done that after an error which nobody cared for.
   */
  leave({ isFirst, kind }: Entered): Promise<void> {
    if (!this.#file.inTransaction) throw new Error("SQLite has taken the transaction back.");
    if (!isFirst && kind === "transaction") this.#run("release member");
    this.#isEntered = false;
    const member = Promise.withResolvers<void>();
    this.#members.push(member);
    this.#schedule();
    if (this.#isOverdue) this.commit();
    return member.promise;
  }

  /** It failed with this. */
  takeBack({ isFirst, kind }: Entered, error: unknown): void {
    this.#isEntered = false;
    // After some errors, such as a full disk, SQLite has taken everything back by itself.
    if (!this.#file.inTransaction) {
      this.#fail(error);
      return;
    }
    if (isFirst) this.#run("rollback");
    else if (kind === "transaction") {
      this.#run("rollback to member");
      this.#run("release member");
    }
    this.#undone();
    this.#schedule();
    if (this.#isOverdue) this.commit();
  }

  /** Commits what has ended until now; to be called before anything is read, or done that is no part of a transaction. */
  commit(): void {
    clearImmediate(this.#scheduled);
    this.#scheduled = undefined;
    // Whoever is in it sees to that, before the next may enter: else those who have left might wait for one after the other.
    this.#isOverdue = this.#isEntered;
    if (this.#isEntered || this.#members.length === 0) return;
    try {
      this.#refuse();
      this.#run("commit");
      for (const { resolve } of this.#taken()) resolve();
    } catch (error) {
      this.#fail(error);
    }
  }

  #schedule(): void {
    if (this.#members.length > 0) this.#scheduled ??= setImmediate(() => this.commit());
  }

  #fail(error: unknown): void {
    try {
      if (this.#file.inTransaction) this.#run("rollback");
    } catch {
      // What SQLite cannot take back it takes back when it is opened next.
    }
    for (const { reject } of this.#taken()) reject(error);
    this.#undone();
  }

  #taken(): Member[] {
    const members = this.#members;
    this.#members = [];
    return members;
  }
}

export type Entered = { isFirst: boolean; kind: "statement" | "transaction" };
