import type { IncomingMessage } from "node:http";
import { parse } from "node:querystring";
import { type JsonObject, parseJson, readObject } from "./json.ts";

export async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function contentType(request: IncomingMessage): string {
  return request.headers["content-type"] ?? "";
}

/** A Web API call's arguments, sent as JSON or as a form. */
export async function readArguments(request: IncomingMessage): Promise<JsonObject> {
  const text = (await readBytes(request)).toString();
  if (contentType(request).startsWith("application/json")) return readObject(parseJson(text));
  return { ...parse(text) };
}

/** The bytes of an upload, sent bare or as the only part of a multipart form. */
export async function readUpload(request: IncomingMessage): Promise<Buffer> {
  const bytes = await readBytes(request);
  const type = contentType(request);
  if (!type.startsWith("multipart/form-data")) return bytes;
  const form = await new Response(new Uint8Array(bytes), { headers: { "content-type": type } }).formData();
  for (const part of form.values()) {
    if (typeof part !== "string") return Buffer.from(await part.arrayBuffer());
  }
  return Buffer.alloc(0);
}

export function readBearer(request: IncomingMessage): string | undefined {
  return /^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1];
}
