import { randomBytes } from "node:crypto";
import { withoutSecrets } from "../text/secret-forms.ts";
import { markBegin, scrubExchange } from "./scrub.ts";

/** One request to Tavus and what came of it, without the key. What else is nobody's to read `scrubExchange` hides. */
export type Exchange = {
  /** What it was for, such as "patch: another name". */
  what: string;
  method: string;
  path: string;
  body: unknown;
  /** 0: no answer; `answer` then says why. */
  status: number;
  headers: Record<string, string>;
  /** Parsed JSON, else the text; undefined: no body. */
  answer: unknown;
};

export type Ask = (
  what: string,
  method: "GET" | "POST" | "PATCH" | "DELETE",
  path: string,
  body?: unknown,
) => Promise<Exchange>;

export type ExchangeOptions = {
  apiUrl: string;
  key: string;
  timeoutMs: number;
  /** Each exchange, scrubbed. */
  record(exchange: Exchange): void | Promise<void>;
};

/** Asks Tavus as plainly as can be: whatever comes back is an observation, and nothing is thrown. */
export function createAsk({ apiUrl, key, timeoutMs, record }: ExchangeOptions): Ask {
  return async (what, method, path, body) => {
    const request = { what, method, path, body };
    const exchange = await exchangeOnce(`${apiUrl}${path}`, { method, key, body, timeoutMs })
      .then((answer) => ({ ...request, ...answer }))
      .catch((error: unknown) => ({ ...request, status: 0, headers: {}, answer: reasonOf(error) }));
    await record(scrubExchange(exchange));
    return exchange;
  };
}

type Sending = { method: string; key: string; body: unknown; timeoutMs: number };

async function exchangeOnce(url: string, { method, key, body, timeoutMs }: Sending) {
  const response = await fetch(url, {
    method,
    headers: {
      "x-api-key": key,
      accept: "application/json",
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    redirect: "manual",
    signal: AbortSignal.timeout(timeoutMs),
  });
  // Whoever answers may quote the key, and all that is shown and kept comes from here.
  const clean = (text: string) => withoutSecrets(text, [key], "(key)");
  const headers = [...response.headers].map(([name, value]) => [name, clean(value)]);
  return {
    status: response.status,
    headers: Object.fromEntries(headers),
    answer: parsed(clean(await response.text())),
  };
}

function parsed(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error && "code" in cause ? String(cause.code) : error.name;
}

/** Short, and like nothing that anybody else would write. */
export function newMark(): string {
  return `${markBegin}${randomBytes(5).toString("hex")}`;
}
