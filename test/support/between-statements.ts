import type { KyselyPlugin } from "kysely";
import type { Database } from "../../src/database/opening/connect.ts";

/** The same database, on which something can be made to happen between two of its statements. */
export type Interruptible = {
  database: Database;
  /** Calls `act`, with whose failure that statement fails, once, when `place` more statements have been carried out; those of a transaction count as one. */
  interruptAfter(place: number, act: () => Promise<void>): void;
  /** Whether it was called after the very statement whose text holds this, or after one of the queue's that came between. */
  wasAfter(words: string): boolean;
  /** Whether it was called; from here on it is not. */
  wasInterrupted(): boolean;
};

/** What no work waits for comes between its statements where it likes: that older drafts are dropped. */
const inTheBackground = "octet_length(values_json)";

/** So many of the queue's may come between two of the work's. */
const mostOfQueue = 2;

/** `inTurn`: what is carried out beside `act` counts when that is over, which may have asked to be called again. */
export function makeInterruptible(database: Database, { inTurn } = { inTurn: false }): Interruptible {
  let left = Number.POSITIVE_INFINITY;
  let act: (() => Promise<void>) | undefined;
  let transactions = 0;
  let acting: Promise<void> | undefined;
  let interrupted = "";
  let last: string[] = [];
  const nodes = new WeakMap<object, unknown>();

  async function passed(node: unknown): Promise<void> {
    const statement = JSON.stringify(node);
    if (statement.includes(inTheBackground)) return;
    while (inTurn && acting) await acting;
    left -= 1;
    if (left > 0 || !act) {
      last = [...last, statement].slice(-mostOfQueue);
      return acting;
    }
    interrupted = [...last, statement].join();
    acting = act().finally(() => {
      acting = undefined;
    });
    act = undefined;
    return acting;
  }

  const countStatements: KyselyPlugin = {
    transformQuery({ node, queryId }) {
      nodes.set(queryId, node);
      return node;
    },
    async transformResult({ result, queryId }) {
      if (transactions === 0) await passed(nodes.get(queryId));
      return result;
    },
  };
  const kysely = database.kysely.withPlugin(countStatements);
  const transaction = kysely.transaction.bind(kysely);
  kysely.transaction = () => {
    const builder = transaction();
    const execute = builder.execute.bind(builder);
    builder.execute = async (work) => {
      transactions += 1;
      try {
        return await execute(work);
      } finally {
        transactions -= 1;
        if (transactions === 0) await passed({});
      }
    };
    return builder;
  };
  // What is remembered is no statement, so that none could come last before an answer.
  const { rows: _, ...asked } = database;
  return {
    database: { ...asked, kysely },
    interruptAfter(place, what) {
      left = place;
      last = [];
      act = what;
    },
    wasAfter: (words) => interrupted.includes(words),
    wasInterrupted() {
      const was = act === undefined;
      act = undefined;
      return was;
    },
  };
}
