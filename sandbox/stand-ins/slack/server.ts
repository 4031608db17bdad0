import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { WebSocketServer } from "ws";
import { calledBy } from "../caller.ts";
import { answerThrough, sendAnswer } from "./delivery/answer-fault.ts";
import { postToResponseUrl } from "./delivery/response-url.ts";
import type { SocketHub } from "./delivery/socket-hub.ts";
import { receiveUpload, sendFile } from "./file-transfer.ts";
import { readArguments, readBearer, readBytes } from "./request-body.ts";
import { answerCall, scopeHeaders } from "./web-api/web-api.ts";
import type { World } from "./world.ts";

async function serveApi(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", world.baseUrl);
  const method = url.pathname.slice("/api/".length);
  const args = { ...Object.fromEntries(url.searchParams), ...(await readArguments(request)) };
  const bearer = readBearer(request);
  await answerThrough(world.faults.take(method), response, () => ({
    status: 200,
    headers: scopeHeaders(world, method, bearer),
    body: answerCall(world, { method, bearer, args }),
  }));
}

/** Answers whatever the bot asks of one workspace's Slack. */
export async function route(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = new URL(request.url ?? "/", world.baseUrl).pathname;
  const last = path.split("/").at(-1) ?? "";
  if (path.startsWith("/api/")) {
    await serveApi(world, request, response);
  } else if (path.startsWith("/response/")) {
    const body = (await readBytes(request)).toString();
    const fault = world.faults.take("response_url");
    await answerThrough(fault, response, () => postToResponseUrl(world, last, body));
  } else if (path.startsWith("/upload/")) {
    await receiveUpload(world, { request, secret: last }, response);
  } else if (path.startsWith("/files-pri/")) {
    sendFile(world, { request, path: path.slice("/files-pri/".length) }, response);
  } else {
    world.journal.blame("server", `asked for ${path}`, undefined);
    sendAnswer(response, { status: 404, body: { ok: false, error: "not_found" } });
  }
}

function acceptSockets(world: World, hub: SocketHub, server: Server): WebSocketServer {
  const sockets = new WebSocketServer({ noServer: true });
  server.on("upgrade", (request, socket, head) => {
    const ticket = new URL(request.url ?? "/", world.baseUrl).searchParams.get("ticket") ?? "";
    if (!world.tickets.delete(ticket)) {
      socket.destroy();
      return;
    }
    sockets.handleUpgrade(request, socket, head, (accepted) => hub.accept(accepted));
  });
  return sockets;
}

/** The HTTP and WebSocket server on 127.0.0.1. Sets the world's baseUrl. */
export async function startServer(
  world: World,
  hub: SocketHub,
  port: number,
): Promise<{ close(): Promise<void> }> {
  const server = createServer((request, response) => {
    calledBy(request.socket, () => route(world, request, response)).catch((error: unknown) => {
      world.journal.blame("server", `the stand-in failed: ${String(error)}`, request.url);
      response.destroy();
    });
  });
  const sockets = acceptSockets(world, hub, server);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the stand-in has no port");
  world.baseUrl = `http://127.0.0.1:${address.port}`;
  return {
    async close() {
      await hub.close();
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
