import { createConversationCalls } from "./calls/conversation-calls.ts";
import { createDeploymentCalls } from "./calls/deployment-calls.ts";
import { objectPath } from "./calls/object-path.ts";
import { createRehearsalCalls } from "./calls/rehearsal-calls.ts";
import { createReplicaCalls } from "./calls/replica-calls.ts";
import type { Request } from "./calls/requests.ts";
import { createVideoCalls } from "./calls/video-calls.ts";
import { createVoiceCalls } from "./calls/voice-calls.ts";
import type { ListedPage, ListOutcome } from "./lists/list-reading.ts";
import { createPageSizes, mostRowsToAPage, type PageSizes } from "./lists/page-sizes.ts";
import { type PageSize, readRows } from "./lists/paging.ts";
import { listOperation, type PageSettings, type PersonasPage, requestPage } from "./lists/persona-pages.ts";
import { type JsonPatchOperation, type PersonaBody, renderPatch, renderPersonaBody } from "./persona-body.ts";
import { confirmRemoval, explainRefusal, proveGone, type ReadList, type Removal } from "./prove.ts";
import { readPersona, readReply } from "./read-reply.ts";
import { createdSchema, personaListSchema, type TavusPersona } from "./schemas.ts";
import { type Answered, type Reply, Transport } from "./transport.ts";
import { type TavusVocabulary, type WireWords, wireWords } from "./vocabulary.ts";

export type TavusClientOptions = {
  /** Base address, such as `https://tavusapi.com`. */
  apiUrl: string;
  vocabulary: TavusVocabulary;
  /** How long a call may take, its answer read to the end. Default 10,000. */
  timeoutMs?: number | undefined;
  /** The same for GETs. Default: `timeoutMs`. */
  readTimeoutMs?: number | undefined;
  /** The longest answer that is read, in bytes. Default 25,000,000: a hundred personas with prompts of 32,000 tokens. */
  longestReplyBytes?: number | undefined;
  /** Told of every request when it has ended. */
  onAnswered?: ((answered: Answered) => void) | undefined;
};

export type ListOptions = {
  /** Rows to a page. */
  limit?: number | undefined;
  /** `user` is what the account made, `system` Tavus's stock; together they are not always the whole list. */
  type?: "user" | "system" | undefined;
  signal?: AbortSignal | undefined;
};

const defaultTimeoutMs = 10_000;

export function createTavusClient(options: TavusClientOptions): TavusClient {
  return new TavusClient(options);
}

/**
 * Tavus API v2, https://docs.tavus.io/api-reference. One client serves every account: each method takes the
 * key. Every method throws TavusError and nothing else; only a GET is ever repeated, once, where its
 * connection failed.
 */
export class TavusClient {
  readonly #transport: Transport;
  readonly #vocabulary: TavusVocabulary;
  readonly #words: WireWords;
  readonly #timeoutMs: number;
  readonly #readTimeoutMs: number;
  readonly #pageSizes: PageSizes = createPageSizes();
  readonly #closing = new AbortController();
  readonly #onAnswered: TavusClientOptions["onAnswered"];
  /** For another thread that asks for pages; what it is answered goes to `noteAnswered`. */
  readonly pageSettings: PageSettings;
  readonly conversations: ReturnType<typeof createConversationCalls>;
  readonly deployments: ReturnType<typeof createDeploymentCalls>;
  readonly replicas: ReturnType<typeof createReplicaCalls>;
  readonly rehearsals: ReturnType<typeof createRehearsalCalls>;
  readonly videos: ReturnType<typeof createVideoCalls>;
  readonly voices: ReturnType<typeof createVoiceCalls>;

  constructor({ apiUrl, vocabulary, timeoutMs = defaultTimeoutMs, ...options }: TavusClientOptions) {
    this.#transport = new Transport(apiUrl, options);
    this.#vocabulary = vocabulary;
    this.#words = wireWords[vocabulary];
    this.#timeoutMs = timeoutMs;
    this.#readTimeoutMs = options.readTimeoutMs ?? timeoutMs;
    this.#onAnswered = options.onAnswered;
    const { longestReplyBytes } = options;
    this.pageSettings = { apiUrl, vocabulary, timeoutMs: this.#readTimeoutMs, longestReplyBytes };
    const requests = {
      vocabulary,
      words: this.#words,
      send: (request: Request) => this.#send(request),
      pageSize: (key: string) => this.pageSize(key),
    };
    this.conversations = createConversationCalls(requests);
    this.deployments = createDeploymentCalls(requests);
    this.replicas = createReplicaCalls(requests);
    this.rehearsals = createRehearsalCalls(requests);
    this.videos = createVideoCalls(requests);
    this.voices = createVoiceCalls(requests);
  }

  /** Creates a persona. Not idempotent: after an error whose `reached` is `maybe` the persona may exist. */
  async createPersona(key: string, body: PersonaBody, signal?: AbortSignal): Promise<{ id: string }> {
    const operation = "create persona";
    const wireBody = renderPersonaBody(body, this.#vocabulary);
    const path = this.#words.personasPath;
    const reply = await this.#send({ operation, method: "POST", path, key, body: wireBody, signal });
    return readReply(operation, reply, createdSchema);
  }

  /** `isUnlisted`: a complete reading of the account did not show it, so that any 404 or 410 will do. */
  async getPersona(
    key: string,
    id: string,
    { isUnlisted = false, signal }: { isUnlisted?: boolean; signal?: AbortSignal } = {},
  ): Promise<TavusPersona> {
    const operation = "get persona";
    const path = this.#personaPath(operation, id);
    const send = this.#send({ operation, method: "GET", path, key, signal });
    const readList: ReadList = (onRows) => this.readPersonas(key, {}, onRows);
    const reply = await send.catch((error) => proveGone(error, id, isUnlisted ? undefined : readList));
    return readPersona(operation, reply, id);
  }

  /** Pages count from 1. */
  async listPersonasPage(
    key: string,
    { limit = mostRowsToAPage, ...options }: ListOptions & { page: number },
  ): Promise<ListedPage<TavusPersona>> {
    const reply = await this.requestPersonasPage(key, { ...options, limit });
    return readReply(listOperation, reply, personaListSchema);
  }

  /** The same, as it came. */
  requestPersonasPage(key: string, page: PersonasPage): Promise<Reply> {
    return requestPage(this.#transport, this.pageSettings, { ...page, key });
  }

  /** Each persona once, a page at a time; what `onRows` throws ends it. Says at the end whether that was everything. */
  readPersonas(
    key: string,
    options: Omit<ListOptions, "limit">,
    onRows: (rows: TavusPersona[]) => void | Promise<void>,
  ): Promise<ListOutcome> {
    return readRows(
      (page) => this.listPersonasPage(key, { ...options, ...page }),
      this.pageSize(key),
      onRows,
    );
  }

  /** How many personas of its own the account has. */
  async countPersonas(key: string): Promise<number> {
    const limit = 2;
    const {
      rows,
      unreadable,
      totalCount = 0,
    } = await this.listPersonasPage(key, { page: 1, limit, type: "user" });
    // A total that is the length of the page says nothing.
    if (rows.length + unreadable < limit || totalCount > limit) return totalCount || rows.length + unreadable;
    const { count } = await this.readPersonas(key, { type: "user" }, () => {});
    return count;
  }

  /** The page size for the lists of this key's account. */
  pageSize(key: string): PageSize {
    return this.#pageSizes.of(key);
  }

  /**
   * Changes members of the live persona. `force` throws away the unpublished changes somebody has in PAL Maker,
   * which otherwise refuse the patch as a `conflict`. A success says that Tavus took it, not that it has taken hold: that
   * shows in a reading.
   */
  async patchPersona(
    key: string,
    id: string,
    operations: readonly JsonPatchOperation[],
    { force = false, signal }: { force?: boolean; signal?: AbortSignal } = {},
  ): Promise<"changed" | "unchanged"> {
    const operation = "patch persona";
    if (operations.length === 0) return "unchanged";
    const path = this.#personaPath(operation, id);
    const body = renderPatch(operations, this.#vocabulary);
    const query = force ? { force: "true" } : undefined;
    const request: Request = { operation, method: "PATCH", path, query, key, body, signal };
    const read = () => this.getPersona(key, id);
    const reply = await this.#send(request).catch((error) => explainRefusal(error, read));
    return reply.status === 304 ? "unchanged" : "changed";
  }

  /** `goneNow`: the answer was lost or made no sense, and a reading showed that it is not there. */
  async deletePersona(key: string, id: string, signal?: AbortSignal): Promise<Removal> {
    const operation = "delete persona";
    const send = async () => {
      const path = this.#personaPath(operation, id);
      return this.#send({ operation, method: "DELETE", path, key, signal });
    };
    return confirmRemoval(send, () => this.getPersona(key, id), { operation, success: 204 });
  }

  /** Aborts when the client is closed. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  noteAnswered(answered: Answered): void {
    this.#onAnswered?.(answered);
  }

  /** Ends the kept connections, and whoever asks Tavus in another thread. */
  close(): void {
    this.#closing.abort();
    this.#transport.close();
  }

  #send(request: Request): Promise<Reply> {
    const timeoutMs = request.method === "GET" ? this.#readTimeoutMs : this.#timeoutMs;
    return this.#transport.send({ ...request, timeoutMs });
  }

  #personaPath(operation: string, id: string): string {
    return objectPath(this.#words.personasPath, id, operation);
  }
}
