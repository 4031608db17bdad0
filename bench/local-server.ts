import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { acceptWebSockets, type WebSocket } from "../sandbox/stand-ins/accept-web-sockets.ts";

/** A time longer than any pause between two rounds: no connection is closed while it may be used again. */
const keepAliveMs = 120_000;

export type Exchange = { method: string; path: string; body: string };

/** What is sent back: JSON, or 204 without `json`. */
export type Answer = { json?: unknown };

export type LocalServer = { port: number; close(): Promise<void> };

/**
 * An HTTP and WebSocket server on 127.0.0.1 that checks nothing: what a driver costs must not show in the figures.
 * (The stand-ins in `sandbox/` check every body, and so take longer than the bot itself.)
 */
export async function startLocalServer(options: {
  answer(exchange: Exchange): Answer;
  connect?(socket: WebSocket): void;
}): Promise<LocalServer> {
  const server = createServer({ keepAliveTimeout: keepAliveMs }, (request, response) => {
    void readBody(request).then((body) => {
      const { method = "", url: path = "" } = request;
      send(response, options.answer({ method, path, body }));
    });
  });
  const sockets = acceptWebSockets(server, (socket) => options.connect?.(socket));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : 0,
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await Promise.all([once(server, "close"), server.close()]);
    },
  };
}

function readBody(request: IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => resolve(Buffer.concat(chunks).toString()));
  });
}

function send(response: ServerResponse, { json }: Answer): void {
  if (json === undefined) response.writeHead(204).end();
  else response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(json));
}
