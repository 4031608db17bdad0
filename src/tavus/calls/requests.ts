import type { PageSize } from "../lists/paging.ts";
import type { Call, Reply } from "../transport.ts";
import type { TavusVocabulary, WireWords } from "../vocabulary.ts";

export type Request = Omit<Call, "timeoutMs">;

/** What the calls of each kind of object share. Every call throws TavusError and nothing else. */
export type Requests = {
  /** Within the time that a call of its method may take. */
  send(request: Request): Promise<Reply>;
  vocabulary: TavusVocabulary;
  words: WireWords;
  /** The page size for the lists of this key's account. */
  pageSize(key: string): PageSize;
};
