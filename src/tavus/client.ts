import { TavusError } from "./errors.ts";
import { type Page, type ReadPage, readAll, readPages, type WholeList } from "./paging.ts";
import { type JsonPatchOperation, type PersonaBody, renderPatch, renderPersonaBody } from "./persona-body.ts";
import { confirmPatch, explainRefusal, isGone, isUnclear, readPersona } from "./prove.ts";
import { readReply } from "./read-reply.ts";
import {
  createdSchema,
  personaListSchema,
  replicaListSchema,
  type TavusPersona,
  type TavusReplica,
} from "./schemas.ts";
import { type Call, type Reply, Transport } from "./transport.ts";
import { type TavusVocabulary, type WireWords, wireWords } from "./vocabulary.ts";

export type TavusClientOptions = {
  /** Base address, such as `https://tavusapi.com`. */
  apiUrl: string;
  vocabulary: TavusVocabulary;
  /** How long a call may take, its answer read to the end. Default 10,000. */
  timeoutMs?: number | undefined;
  /** The same for GETs. Default: `timeoutMs`. */
  readTimeoutMs?: number | undefined;
};

export type ListOptions = {
  /** Rows to a page; 100 is the most that is known to work. */
  limit?: number | undefined;
  /** `user` is what the account made, `system` Tavus's stock; together they are not always the whole list. */
  type?: "user" | "system" | undefined;
  signal?: AbortSignal | undefined;
};

type Request = Omit<Call, "timeoutMs">;

const defaultTimeoutMs = 10_000;
const defaultLimit = 100;

export function createTavusClient(options: TavusClientOptions): TavusClient {
  return new TavusClient(options);
}

/**
 * Tavus API v2, https://docs.tavus.io/api-reference. One client serves every account: each method takes the
 * key. Every method throws TavusError and nothing else; only a GET is ever repeated, once, on a reset.
 */
export class TavusClient {
  readonly #transport: Transport;
  readonly #vocabulary: TavusVocabulary;
  readonly #words: WireWords;
  readonly #timeoutMs: number;
  readonly #readTimeoutMs: number;

  constructor({ apiUrl, vocabulary, timeoutMs = defaultTimeoutMs, readTimeoutMs }: TavusClientOptions) {
    this.#transport = new Transport(apiUrl);
    this.#vocabulary = vocabulary;
    this.#words = wireWords[vocabulary];
    this.#timeoutMs = timeoutMs;
    this.#readTimeoutMs = readTimeoutMs ?? timeoutMs;
  }

  /** Creates a persona. Not idempotent: after an error whose `reached` is `maybe` the persona may exist. */
  async createPersona(key: string, body: PersonaBody, signal?: AbortSignal): Promise<{ id: string }> {
    const operation = "create persona";
    const wireBody = renderPersonaBody(body, this.#vocabulary);
    const path = this.#words.personasPath;
    const reply = await this.#send({ operation, method: "POST", path, key, body: wireBody, signal });
    return readReply(operation, reply, createdSchema);
  }

  /** `isUnlisted`: a complete reading of the account did not show it, so that any 404 will do. */
  async getPersona(
    key: string,
    id: string,
    { isUnlisted = false, signal }: { isUnlisted?: boolean; signal?: AbortSignal } = {},
  ): Promise<TavusPersona> {
    const operation = "get persona";
    const path = this.#personaPath(operation, id);
    const reply = this.#send({ operation, method: "GET", path, key, signal });
    return readPersona(
      operation,
      await reply.catch((error) => this.#prove404(error, { key, id, isUnlisted })),
      id,
    );
  }

  /** Pages count from 1. */
  async listPersonasPage(key: string, options: ListOptions & { page: number }): Promise<Page<TavusPersona>> {
    const readPage = await this.fetchPersonasPage(key, options);
    return readPage();
  }

  /** The same, but the answer is parsed only when the function is called, which may throw `unexpectedReply`. */
  async fetchPersonasPage(
    key: string,
    { page, limit = defaultLimit, type, signal }: ListOptions & { page: number },
  ): Promise<() => Page<TavusPersona>> {
    const operation = "list personas";
    const filter = type && { [this.#words.personaType]: type };
    const query = { limit: String(limit), page: String(page), ...filter };
    const path = this.#words.personasPath;
    const reply = await this.#send({ operation, method: "GET", path, query, key, signal });
    return () => readReply(operation, reply, personaListSchema);
  }

  /** Page by page, each persona once. The last page says whether the reading is complete. */
  listPersonaPages(
    key: string,
    { limit = defaultLimit, ...options }: ListOptions = {},
  ): AsyncGenerator<ReadPage<TavusPersona>, void, undefined> {
    return readPages((page) => this.listPersonasPage(key, { ...options, ...page }), limit);
  }

  /** Everything at once, read again if it did not add up. */
  listAllPersonas(key: string, options: ListOptions = {}): Promise<WholeList<TavusPersona>> {
    return readAll(() => this.listPersonaPages(key, options));
  }

  /**
   * Changes members of the live persona. `force` throws away the unpublished changes somebody has in PAL Maker,
   * which otherwise refuse the patch as a `conflict`. With `before`, the persona as it was read, the answer is believed only
   * once it, or one reading, shows that the patch has taken hold; else it is `notApplied`.
   */
  async patchPersona(
    key: string,
    id: string,
    operations: readonly JsonPatchOperation[],
    { force = false, before, signal }: { force?: boolean; before?: TavusPersona; signal?: AbortSignal } = {},
  ): Promise<"changed" | "unchanged"> {
    const operation = "patch persona";
    if (operations.length === 0) return "unchanged";
    const path = this.#personaPath(operation, id);
    const body = renderPatch(operations, this.#vocabulary);
    const query = force ? { force: "true" } : undefined;
    const request: Request = { operation, method: "PATCH", path, query, key, body, signal };
    const read = () => this.getPersona(key, id);
    const reply = await this.#send(request).catch((error) => explainRefusal(error, read));
    if (before) await confirmPatch(reply, { id, operations, before }, read);
    return reply.status === 304 ? "unchanged" : "changed";
  }

  /** `goneNow`: the answer was lost or made no sense, and a reading showed that it is not there. */
  async deletePersona(key: string, id: string, signal?: AbortSignal): Promise<PersonaRemoval> {
    const operation = "delete persona";
    const read = () => this.getPersona(key, id);
    try {
      const path = this.#personaPath(operation, id);
      const { status } = await this.#send({ operation, method: "DELETE", path, key, signal });
      // Documented is 204 alone; what else says yes is believed once it is seen.
      if (status === 204 || (await isGone(read))) return "deleted";
      throw new TavusError({ kind: "notApplied", operation, status, reached: "maybe" });
    } catch (error) {
      if (error instanceof TavusError && isUnclear(error) && (await isGone(read))) return "goneNow";
      return explainRefusal(error, read).catch(goneOrThrow);
    }
  }

  /** The account's own replicas and Tavus's stock. */
  async listReplicas(key: string, signal?: AbortSignal): Promise<TavusReplica[]> {
    const fetchPage = (page: { page: number; limit: number }) =>
      this.#listReplicasPage({ key, signal, ...page });
    const { rows } = await readAll(() => readPages(fetchPage, defaultLimit));
    return rows;
  }

  /** Ends the kept connections. */
  close(): void {
    this.#transport.close();
  }

  async #listReplicasPage({ key, page, limit, signal }: ReplicasPage): Promise<Page<TavusReplica>> {
    const operation = "list replicas";
    // Only a verbose row says whether it is stock.
    const query = { verbose: "true", limit: String(limit), page: String(page) };
    const path = this.#words.replicasPath;
    const reply = await this.#send({ operation, method: "GET", path, query, key, signal });
    return readReply(operation, reply, replicaListSchema);
  }

  /** A 404 that does not say what is missing is Tavus's word only if no complete reading of the account shows the persona. */
  async #prove404(
    error: unknown,
    { key, id, isUnlisted }: { key: string; id: string; isUnlisted: boolean },
  ): Promise<never> {
    if (!(error instanceof TavusError) || error.kind === "notFound" || error.status !== 404) throw error;
    if (!isUnlisted) {
      const { rows, isComplete } = await this.listAllPersonas(key);
      if (!isComplete || rows.some((row) => row.id === id)) throw error;
    }
    const { operation, status, words } = error;
    throw new TavusError({ kind: "notFound", operation, status, words, reached: "maybe", cause: error });
  }

  #send(request: Request): Promise<Reply> {
    const timeoutMs = request.method === "GET" ? this.#readTimeoutMs : this.#timeoutMs;
    return this.#transport.send({ ...request, timeoutMs });
  }

  /** People type ids: an empty one or a dot would address something else than a persona. */
  #personaPath(operation: string, id: string): string {
    if (/^\.{0,2}$/.test(id)) throw new TavusError({ kind: "notFound", operation, reached: "no" });
    return `${this.#words.personasPath}/${encodeURIComponent(id)}`;
  }
}

/** How a deletion ended well. */
export type PersonaRemoval = "deleted" | "alreadyGone" | "goneNow";

function goneOrThrow(error: unknown): PersonaRemoval {
  if (error instanceof TavusError && error.kind === "notFound") return "alreadyGone";
  throw error;
}

type ReplicasPage = { key: string; page: number; limit: number; signal: AbortSignal | undefined };
