import type { KyselyPlugin, OperationNode, RootOperationNode } from "kysely";
import { queueTables } from "./due-times.ts";
import type { Database } from "./opening/connect.ts";

/**
 * The same database, which calls `written` after each statement that may have made something due: so whoever writes a time
 * need not remember who waits for it. Some statements call it although they changed nothing, and within a transaction it
 * is called before the commit.
 */
export function watchWrites(database: Database, written: () => void): Database {
  const watched = new WeakSet<object>();
  const plugin: KyselyPlugin = {
    transformQuery({ node, queryId }) {
      if (queueTables.has(tableOf(node) ?? "")) watched.add(queryId);
      return node;
    },
    async transformResult({ result, queryId }) {
      if (watched.has(queryId)) written();
      return result;
    },
  };
  return { ...database, kysely: withPlugin(database.kysely, plugin) };
}

/** Kysely's own way makes a plain one, whose transactions would not outlive a restart of PostgreSQL as ours do. */
function withPlugin(kysely: Database["kysely"], plugin: KyselyPlugin): Database["kysely"] {
  const watched = kysely.withPlugin(plugin);
  watched.transaction = () => {
    const builder = kysely.transaction();
    const execute = builder.execute.bind(builder);
    builder.execute = (work) => execute((transaction) => work(transaction.withPlugin(plugin)));
    return builder;
  };
  return watched;
}

function tableOf(node: RootOperationNode): string | undefined {
  if (node.kind === "UpdateQueryNode") return nameOf(node.table);
  return node.kind === "InsertQueryNode" ? nameOf(node.into) : undefined;
}

function nameOf(node: OperationNode | undefined): string | undefined {
  const table = node as { table?: { identifier?: { name?: string } }; node?: OperationNode } | undefined;
  return table?.table?.identifier?.name ?? (table?.node && nameOf(table.node));
}
