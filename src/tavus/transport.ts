import type http from "node:http";
import fetch, { type Headers } from "node-fetch";
import { wellFormed } from "../text/well-formed.ts";
import { mayBeFalseSuccess, readFalseSuccess } from "./answers/false-success.ts";
import { secretsIn } from "./answers/sent-secrets.ts";
import { TavusError, type TavusErrorKind } from "./errors.ts";
import { createConnections } from "./http/connections.ts";
import { startDeadline } from "./http/deadline.ts";
import { isOfConnection, readBreakdown } from "./read-breakdown.ts";
import { readFailure } from "./read-failure.ts";

/** One request to Tavus. */
export type Call = {
  /** Verb first, for errors: "create persona". */
  operation: string;
  method: "GET" | "POST" | "PATCH" | "DELETE";
  path: string;
  query?: Record<string, string> | undefined;
  key: string;
  body?: unknown;
  signal?: AbortSignal | undefined;
  timeoutMs: number;
};

/** A success: status 2xx, or 304. The body is UTF-8, of bounded length. */
export type Reply = { status: number; body: ArrayBuffer };

/** How a request ended: `ok`, or the kind of its TavusError. A GET that was repeated is one. */
export type Answered = { operation: string; outcome: "ok" | TavusErrorKind; ms: number };

type TransportOptions = {
  longestReplyBytes?: number | undefined;
  onAnswered?: ((answered: Answered) => void) | undefined;
};

/** A page of a hundred personas with prompts of 32,000 tokens stays below it. */
const defaultLongestReplyBytes = 25_000_000;

/** The only place that speaks HTTP to Tavus. Throws a TavusError for every failure, also for one with a success's status. */
export class Transport {
  readonly #apiUrl: string;
  readonly #connections: http.Agent;
  readonly #longestReplyBytes: number;
  readonly #onAnswered: TransportOptions["onAnswered"];

  constructor(apiUrl: string, options: TransportOptions = {}) {
    this.#apiUrl = apiUrl.replace(/\/+$/, "");
    this.#longestReplyBytes = options.longestReplyBytes ?? defaultLongestReplyBytes;
    this.#onAnswered = options.onAnswered;
    this.#connections = createConnections(apiUrl);
  }

  send(call: Call): Promise<Reply> {
    return this.#onAnswered ? this.#watched(call, this.#onAnswered) : this.#send(call);
  }

  async #watched(call: Call, onAnswered: (answered: Answered) => void): Promise<Reply> {
    const startedMs = performance.now();
    const tell = (outcome: Answered["outcome"]) =>
      onAnswered({ operation: call.operation, outcome, ms: performance.now() - startedMs });
    try {
      const reply = await this.#send(call);
      tell("ok");
      return reply;
    } catch (error) {
      if (error instanceof TavusError) tell(error.kind);
      throw error;
    }
  }

  async #send(call: Call): Promise<Reply> {
    requireSendable(call);
    const deadline = startDeadline(call.timeoutMs, call.signal);
    const { status, body, headers } = await this.#exchange(call, deadline.signal)
      .catch((thrown) => Promise.reject(readBreakdown(call.operation, thrown)))
      .finally(deadline.clear);
    const secrets = [call.key, ...secretsIn(call.body)];
    const answer = { operation: call.operation, status, secrets, sent: call.body };
    if (!isSuccess(status))
      throw readFailure({ ...answer, body: beginningOf(body), headers, id: idIn(call.path) });
    const failure =
      mayBeFalseSuccess(call.method, body) && readFalseSuccess({ ...answer, body: textOf(body) });
    if (failure) throw failure;
    return { status, body };
  }

  close(): void {
    this.#connections.destroy();
  }

  /** What a kept connection has come to shows only when the next request is sent on it, which another one may carry. */
  async #exchange(call: Call, signal: AbortSignal): Promise<Answer> {
    try {
      return await this.#attempt(call, signal);
    } catch (error) {
      if (call.method !== "GET" || !isOfConnection(error)) throw error;
      return await this.#attempt(call, signal);
    }
  }

  async #attempt(call: Call, signal: AbortSignal): Promise<Answer> {
    const query = call.query && new URLSearchParams(call.query).toString();
    const response = await fetch(`${this.#apiUrl}${call.path}${query ? `?${query}` : ""}`, {
      method: call.method,
      headers: renderHeaders(call),
      body: call.body === undefined ? null : JSON.stringify(wellFormed(call.body)),
      agent: this.#connections,
      // A redirect would carry the key to another server.
      redirect: "error",
      size: this.#longestReplyBytes,
      signal,
    });
    return { status: response.status, body: await response.arrayBuffer(), headers: response.headers };
  }
}

/** Of the object that a call is about: `/v2/conversations/c1/end`. */
function idIn(path: string): string | undefined {
  const [, , , id] = path.split("/");
  return id && decodeURIComponent(id);
}

const utf8 = new TextDecoder();

/** As much as is searched for an error: more than its 100,000 characters, of whatever bytes they are. */
const longestErrorBytes = 400_000;

/** What is no error may be long, and is never made into one text. */
function beginningOf(body: ArrayBuffer): string {
  return utf8.decode(new Uint8Array(body, 0, Math.min(body.byteLength, longestErrorBytes)));
}

export function textOf(body: ArrayBuffer): string {
  return utf8.decode(body);
}

type Answer = Reply & { headers: Headers };

function isSuccess(status: number): boolean {
  return (status >= 200 && status < 300) || status === 304;
}

function renderHeaders({ key, body }: Call): Record<string, string> {
  const common = { "x-api-key": key, accept: "application/json" };
  return body === undefined ? common : { ...common, "content-type": "application/json" };
}

const headerSafe = /^[\x21-\x7e]+$/;

/** A key that cannot stand in a header is no key, and an abort that came first sends nothing. */
function requireSendable({ operation, key, signal }: Call): void {
  if (!headerSafe.test(key)) throw new TavusError({ kind: "invalidKey", operation, reached: "no" });
  if (signal?.aborted) {
    throw new TavusError({ kind: "timedOut", operation, reached: "no", cause: signal.reason });
  }
}
