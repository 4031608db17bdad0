import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import type { Answer } from "./answers.ts";
import type { Operation } from "./routes.ts";

/** One request as it arrived, kept for a test or a page to look at. */
export type RecordedRequest = {
  /** Undefined for a path or method Tavus does not have. */
  operation: Operation | undefined;
  method: string;
  path: string;
  query: Record<string, string>;
  /** The `x-api-key` header; empty if there was none. */
  key: string;
  headers: IncomingMessage["headers"];
  /** Parsed JSON, or the text if it is none; undefined if there was no body. */
  body: unknown;
  /** Milliseconds since 1970. */
  at: number;
  /** The number of the connection it came on, from 1. */
  connection: number;
};

export type Incoming = Omit<RecordedRequest, "operation" | "connection">;

/** Reads a request to the end of its body. */
export async function readRequest(request: IncomingMessage): Promise<Incoming> {
  const at = Date.now();
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://stand-in");
  const key = request.headers["x-api-key"];
  return {
    method: request.method ?? "GET",
    path: pathname,
    query: Object.fromEntries(searchParams),
    key: typeof key === "string" ? key : "",
    headers: request.headers,
    body: parseBody(await text(request)),
    at,
  };
}

function parseBody(body: string): unknown {
  if (body === "") return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

export function sendAnswer(response: ServerResponse, answer: Answer): void {
  const { head, payload } = renderAnswer(answer);
  response.writeHead(answer.status, head).end(payload);
}

/** The head, promising the whole body, and half of it. */
export function sendHalf(response: ServerResponse, answer: Answer): Promise<void> {
  const { head, payload } = renderAnswer(answer);
  const half = payload.subarray(0, Math.ceil(payload.length / 2));
  response.writeHead(answer.status, { ...head, "content-length": payload.length });
  return new Promise((resolve) => void response.write(half, () => resolve()));
}

function renderAnswer({ body, headers }: Answer) {
  const isText = typeof body === "string";
  const type = isText ? "text/html" : "application/json";
  const payload = Buffer.from(isText ? body : body === undefined ? "" : JSON.stringify(body));
  return { payload, head: { ...(body !== undefined && { "content-type": type }), ...headers } };
}
