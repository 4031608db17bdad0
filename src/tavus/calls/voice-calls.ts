import type { ListedPage, ListOutcome } from "../lists/list-reading.ts";
import { readRows } from "../lists/paging.ts";
import { readReply } from "../read-reply.ts";
import { type TavusVoice, voiceListSchema } from "./replica-schemas.ts";
import type { Requests } from "./requests.ts";

/** Voices: https://docs.tavus.io/api-reference/voices/get-voices. They are called the same in both vocabularies. */
export function createVoiceCalls({ send, pageSize }: Requests) {
  async function listPage({ key, page, limit }: VoicesPage): Promise<ListedPage<TavusVoice>> {
    const operation = "list voices";
    const query = { limit: String(limit), page: String(page) };
    const reply = await send({ operation, method: "GET", path: "/v2/voices", query, key });
    return readReply(operation, reply, voiceListSchema);
  }

  return {
    /** Each voice that has an id once, a page at a time. How many have none is in the outcome. */
    read(key: string, onRows: (rows: TavusVoice[]) => void): Promise<ListOutcome> {
      return readRows((page) => listPage({ key, ...page }), pageSize(key), onRows);
    },
  };
}

type VoicesPage = { key: string; page: number; limit: number };
