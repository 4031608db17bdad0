import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { typedParagraph } from "./typed-text.ts";

export type AccountDriver = {
  url: string;
  /** What the account holds, and how long each page takes, from now on. */
  set(account: Account): void;
  close(): Promise<void>;
};

export type Account = { personas: number; delayMs: number };

const keepAliveMs = 120_000;

/**
 * A Tavus whose account holds so many personas of its own, and no stock. Pages are rendered once and kept, so that
 * an answer costs no more than the sending of it.
 */
export async function startAccountDriver(): Promise<AccountDriver> {
  let account: Account = { personas: 0, delayMs: 0 };
  const pages = new Map<string, Buffer>();

  function answer(address: URL, response: ServerResponse): void {
    const { pathname, searchParams: query } = address;
    const isList = pathname === "/v2/personas";
    const body = isList ? listBody(query) : Buffer.from(renderRow(Number.parseInt(pathname.slice(-11), 16)));
    setTimeout(() => send(response, body), account.delayMs);
  }

  function listBody(query: URLSearchParams): Buffer {
    if (query.get("persona_type") === "system") return Buffer.from('{"data":[],"total_count":0}');
    const limit = Number(query.get("limit"));
    const first = (Number(query.get("page")) - 1) * limit;
    const place = `${account.personas} ${first} ${limit}`;
    const body = pages.get(place) ?? renderPage(first, limit, account.personas);
    pages.set(place, body);
    return body;
  }

  const server = createServer({ keepAliveTimeout: keepAliveMs }, (request, response) => {
    answer(new URL(request.url ?? "", "http://127.0.0.1"), response);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const place = server.address();
  return {
    url: `http://127.0.0.1:${typeof place === "object" && place ? place.port : 0}`,
    set(next) {
      account = next;
    },
    async close() {
      server.closeAllConnections();
      await Promise.all([once(server, "close"), server.close()]);
    },
  };
}

function send(response: ServerResponse, body: Buffer): void {
  const headers = { "content-type": "application/json", "content-length": body.length };
  response.writeHead(200, headers).end(body);
}

function renderPage(first: number, limit: number, personas: number): Buffer {
  const count = Math.max(0, Math.min(limit, personas - first));
  const rows = Array.from({ length: count }, (_, index) => renderRow(first + index));
  return Buffer.from(`{"data":[${rows.join()}],"total_count":${personas}}`);
}

/** A persona of some 2.3 KB, as Tavus lists it. Every tenth holds a letter that no Latin alphabet has. */
function renderRow(number: number): string {
  const opening = `You are number ${number}${number % 10 === 0 ? " – the tenth" : ""}.\n\n`;
  return JSON.stringify({
    persona_id: `p${number.toString(16).padStart(11, "0")}`,
    persona_name: `Persona number ${number}`,
    system_prompt: `${opening}${[typedParagraph, typedParagraph, typedParagraph].join("\n")}`,
    context: `Notes of ${number}. ${typedParagraph}`,
    default_replica_id: "r9fa0878977a",
    pipeline_mode: "full",
    document_ids: null,
    layers: {
      llm: { model: "tavus-glm-4.7", speculative_inference: true, extra_body: { temperature: 0.7 } },
      tts: { tts_engine: "cartesia", voice_settings: { speed: 1.2, emotion: ["happy"] } },
      stt: { stt_engine: "tavus-advanced", participant_pause_sensitivity: "high", hotwords: "engine, valve" },
      perception: { perception_model: "raven-1", ambient_awareness_queries: ["Is anyone else there?"] },
    },
    created_at: new Date(1_700_000_000_000 + number * 1000).toISOString(),
    updated_at: "2026-01-01T00:00:00.000Z",
  });
}
