import type { ListedPage } from "../lists/list-reading.ts";
import { readRows } from "../lists/paging.ts";
import { readReply } from "../read-reply.ts";
import { replicaListSchema, type TavusReplica } from "../schemas.ts";
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

  return {
    /** The account's own replicas and Tavus's stock. */
    async list(key: string, signal?: AbortSignal): Promise<TavusReplica[]> {
      const replicas: TavusReplica[] = [];
      const readPage = (page: { page: number; limit: number }) => listPage({ key, signal, ...page });
      await readRows(readPage, pageSize(key), (rows) => {
        replicas.push(...rows);
      });
      return replicas;
    },
  };
}

type ReplicasPage = { key: string; page: number; limit: number; signal: AbortSignal | undefined };
