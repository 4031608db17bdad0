import type { IncomingMessage, Server } from "node:http";
import { type WebSocket, WebSocketServer } from "ws";

export type { WebSocket } from "ws";

/** Takes every WebSocket that is opened to this server, and says which are open. Closing the server closes none of them. */
export function acceptWebSockets(
  server: Server,
  accept: (socket: WebSocket, request: IncomingMessage) => void,
): { readonly clients: ReadonlySet<WebSocket> } {
  return new WebSocketServer({ server }).on("connection", accept);
}
