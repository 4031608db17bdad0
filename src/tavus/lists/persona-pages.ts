import type { ListOptions } from "../client.ts";
import type { Reply, Transport } from "../transport.ts";
import { type TavusVocabulary, wireWords } from "../vocabulary.ts";

/** What a second client needs to ask Tavus for the same pages, such as one in a thread of its own. */
export type PageSettings = {
  apiUrl: string;
  vocabulary: TavusVocabulary;
  timeoutMs: number;
  longestReplyBytes: number | undefined;
};

export type PersonasPage = Omit<ListOptions, "limit"> & { page: number; limit: number };

export const listOperation = "list personas";

/** Asks for one page of personas, counted from 1. Throws TavusError. */
export function requestPage(
  transport: Transport,
  { vocabulary, timeoutMs }: Pick<PageSettings, "vocabulary" | "timeoutMs">,
  { key, page, limit, type, signal }: PersonasPage & { key: string },
): Promise<Reply> {
  const { personasPath: path, personaType } = wireWords[vocabulary];
  const filter = type && { [personaType]: type };
  const query = { limit: String(limit), page: String(page), ...filter };
  return transport.send({ operation: listOperation, method: "GET", path, query, key, signal, timeoutMs });
}
