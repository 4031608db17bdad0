import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import { readClientMessage } from "../picture/read-message.ts";
import type { ClientMessage, ServerMessage } from "../protocol/messages.ts";
import { ownHosts } from "./web-server.ts";

/** A file of 10 MiB in base64, and some room. */
const maxPayloadBytes = 16_777_216;

type PageSocketOptions = {
  server: Server;
  /** What a page sees first, as JSON. */
  greeting: () => string;
  onMessage: (message: ClientMessage) => Promise<ServerMessage>;
};

export type PageSockets = {
  broadcast(json: string): void;
  close(): void;
};

/** The WebSocket at /ws, for pages of our own address only: any other web page could drive the sandbox. */
export function openPageSockets({ server, greeting, onMessage }: PageSocketOptions): PageSockets {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxPayloadBytes });
  server.on("upgrade", (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    if (!isOurs(request)) return refuse(stream);
    sockets.handleUpgrade(request, stream, head, (socket) => greet(socket));
  });
  const greet = (socket: WebSocket) => {
    socket.on("error", () => socket.terminate());
    socket.on("message", (data) => void answer(socket, data));
    socket.send(greeting());
  };
  const answer = async (socket: WebSocket, data: RawData) => {
    const message = readClientMessage(String(data));
    if (message === undefined) return socket.close(1008, "The page is out of date: reload it.");
    socket.send(JSON.stringify(await onMessage(message)));
  };
  return {
    broadcast(json) {
      for (const socket of sockets.clients) socket.send(json);
    },
    close() {
      for (const socket of sockets.clients) socket.terminate();
    },
  };
}

function isOurs({ url = "", headers, socket }: IncomingMessage): boolean {
  const hosts = ownHosts(socket.localPort ?? 0);
  const isOurOrigin = hosts.some((host) => headers.origin === `http://${host}`);
  return isOurOrigin && hosts.includes(headers.host ?? "") && new URL(url, "http://page").pathname === "/ws";
}

function refuse(stream: Duplex): void {
  stream.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
}
