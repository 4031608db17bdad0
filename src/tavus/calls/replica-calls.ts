import type { ListedPage, ListOutcome } from "../lists/list-reading.ts";
import { readRows } from "../lists/paging.ts";
import { readReply } from "../read-reply.ts";
import { objectPath } from "./object-path.ts";
import { oneReplicaSchema, replicaListSchema, type TavusReplica } from "./replica-schemas.ts";
import type { Requests } from "./requests.ts";

/** Replicas, or faces: https://docs.tavus.io/api-reference/phoenix-replica-model/get-replicas */
export function createReplicaCalls({ send, words, pageSize }: Requests) {
  async function listPage({ key, page, limit, signal }: ReplicasPage): Promise<ListedPage<TavusReplica>> {
    const operation = "list replicas";
    // Only a verbose row says whether it is stock.
    const query = { verbose: "true", limit: String(limit), page: String(page) };
    const reply = await send({ operation, method: "GET", path: words.replicasPath, query, key, signal });
    return readReply(operation, reply, replicaListSchema);
  }

  /** The account's own replicas and Tavus's stock: each once, a page at a time. */
  function read(
    key: string,
    onRows: (rows: TavusReplica[]) => void,
    signal?: AbortSignal,
  ): Promise<ListOutcome> {
    return readRows((page) => listPage({ key, signal, ...page }), pageSize(key), onRows);
  }

  return {
    read,

    /** All of them. */
    async list(key: string, signal?: AbortSignal): Promise<TavusReplica[]> {
      const replicas: TavusReplica[] = [];
      await read(key, (rows) => void replicas.push(...rows), signal);
      return replicas;
    },

    /** One, with the reason where its training failed. */
    async get(key: string, id: string, signal?: AbortSignal): Promise<TavusReplica> {
      const operation = "get replica";
      const path = objectPath(words.replicasPath, id, operation);
      const query = { verbose: "true" };
      return readReply(
        operation,
        await send({ operation, method: "GET", path, query, key, signal }),
        oneReplicaSchema,
      );
    },
  };
}

type ReplicasPage = { key: string; page: number; limit: number; signal: AbortSignal | undefined };
