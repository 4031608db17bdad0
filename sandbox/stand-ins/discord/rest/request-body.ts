import type { IncomingMessage } from "node:http";
import type { SentFile } from "../guild/message-store.ts";
import { DiscordRefusal } from "./refusal.ts";

/** The JSON of a request and the files that came with it. */
export interface RequestBody {
  json: unknown;
  files: SentFile[];
}

const maxBytes = 32 * 1024 * 1024;
const filePattern = /^files\[(\d+)\]$/;

/** Reads JSON, or multipart/form-data with `payload_json` and `files[n]`. Nothing sent is `undefined`. */
export async function readRequestBody(request: IncomingMessage): Promise<RequestBody> {
  const bytes = await readBytes(request);
  const contentType = request.headers["content-type"] ?? "";
  if (contentType.startsWith("multipart/form-data")) return readMultipart(bytes, contentType);
  return { json: parseJson(bytes.toString("utf8")), files: [] };
}

async function readBytes(request: IncomingMessage): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > maxBytes) throw new DiscordRefusal("tooLarge");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function readMultipart(bytes: Buffer<ArrayBuffer>, contentType: string): Promise<RequestBody> {
  const form = await new Response(bytes, { headers: { "content-type": contentType } }).formData();
  const payload = form.get("payload_json");
  const files = await Promise.all([...form.entries()].map(([name, value]) => readFile(name, value)));
  return { json: parseJson(typeof payload === "string" ? payload : ""), files: files.flat() };
}

async function readFile(name: string, value: unknown): Promise<SentFile[]> {
  const key = filePattern.exec(name)?.[1];
  if (key === undefined || !(value instanceof File)) return [];
  const bytes = new Uint8Array(await value.arrayBuffer());
  return [{ key, filename: value.name, contentType: value.type || "application/octet-stream", bytes }];
}

function parseJson(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new DiscordRefusal("invalidJson");
    throw error;
  }
}
