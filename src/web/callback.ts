import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

/**
 * Told that an address was called whose token has this hash (SHA-256, hex). True: the token is one of its own, and it looks
 * for itself what has happened. Rejects where that cannot be known now.
 */
export type Receiver = (tokenHash: string) => Promise<boolean>;

/** What is read of a body, in bytes; a transcript of an hour has less. Nothing in it is believed. */
const mostBytes = 1_000_000;

/** The token in an address that Tavus was told to call; undefined: another address. */
export function callbackToken(path: string): string | undefined {
  return /^\/tavus\/([\w-]{22,64})$/.exec(path)?.[1];
}

/** Answers a call with a token that is known. False: nobody knows it, and it is answered as any other address. */
export async function receiveCallback(
  receivers: readonly Receiver[],
  token: string,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
): Promise<boolean> {
  const isRead = await drain(request);
  if (!isRead) return answer(response, 413);
  try {
    // Tavus signs nothing, so a token is all that tells its calls from others; it is kept nowhere but as this.
    const hash = createHash("sha256").update(token).digest("hex");
    for (const receive of receivers) if (await receive(hash)) return answer(response, 200);
    return false;
  } catch {
    // The database, most likely: whoever calls may do so again, and it is looked for otherwise too.
    return answer(response, 503);
  }
}

/** Reads a body to its end and keeps nothing of it. False: it is too long, or breaks off. */
async function drain(request: IncomingMessage): Promise<boolean> {
  let bytes = 0;
  try {
    for await (const chunk of request) {
      bytes += (chunk as Buffer).byteLength;
      if (bytes > mostBytes) return false;
    }
    return true;
  } catch {
    return false;
  }
}

function answer(response: ServerResponse, status: number): true {
  response.writeHead(status, { "content-type": "text/plain", "cache-control": "no-store" }).end();
  return true;
}
