import type { IncomingMessage, ServerResponse } from "node:http";
import { readBearer, readUpload } from "./request-body.ts";
import type { World } from "./world.ts";

const FILE_ID = /^[^-]+-(F[A-Z0-9]+)/;

/** The second step of an upload: https://docs.slack.dev/messaging/working-with-files */
export async function receiveUpload(
  world: World,
  { request, secret }: { readonly request: IncomingMessage; readonly secret: string },
  response: ServerResponse,
): Promise<void> {
  const file = world.files.findUpload(secret);
  const bytes = await readUpload(request);
  if (file === undefined) {
    response.writeHead(404).end();
    return;
  }
  if (bytes.byteLength !== file.size) {
    world.journal.blame("upload", `announced ${file.size} bytes, sent ${bytes.byteLength}`, file.name);
  }
  file.bytes = bytes;
  world.journal.record("bot", "upload", { file: file.id, bytes: bytes.byteLength });
  response.writeHead(200, { "content-type": "text/plain" }).end(`OK - ${bytes.byteLength}`);
}

/** A private file, for the bot token with files:read alone. Others get the sign-in page with 200, as in Slack. */
export function sendFile(
  world: World,
  { request, path }: { readonly request: IncomingMessage; readonly path: string },
  response: ServerResponse,
): void {
  const file = world.files.find(FILE_ID.exec(path)?.[1] ?? "");
  const mayRead =
    readBearer(request) === world.credentials.botToken && world.credentials.scopes.has("files:read");
  if (!mayRead) {
    world.journal.blame("file", "asked for a private file without a token that may read it", path);
    response.writeHead(200, { "content-type": "text/html" }).end("<!DOCTYPE html><title>Sign in</title>");
    return;
  }
  if (file?.bytes === undefined) {
    response.writeHead(404).end();
    return;
  }
  world.journal.record("bot", "download", { file: file.id });
  response.writeHead(200, { "content-type": "application/octet-stream" }).end(file.bytes);
}
