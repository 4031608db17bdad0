import type { Act } from "../../protocol/act.ts";
import { type ClientMessage, type ServerMessage, socketPath } from "../../protocol/messages.ts";
import type { Picture } from "../../protocol/picture.ts";

/** How long to wait before a lost connection is tried again. */
const againMs = 1000;

export type ConnectionEvent = { kind: "opened" } | { kind: "lost" } | { kind: "picture"; picture: Picture };

export type Connection = {
  /** Resolves with the server's result. Rejects with an Error whose message is a sentence for the person. */
  act(act: Act): Promise<unknown>;
  close(): void;
};

type Waiting = { resolve: (result: unknown) => void; reject: (problem: Error) => void };

/** The one WebSocket to the sandbox, opened again by itself whenever it is lost. */
export function openConnection(tell: (event: ConnectionEvent) => void): Connection {
  const waiting = new Map<number, Waiting>();
  let socket: WebSocket | undefined;
  let lastId = 0;
  let again: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;

  function receive(message: ServerMessage): void {
    if (message.kind === "picture") {
      tell(message);
      return;
    }
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.kind === "done") asked?.resolve(message.result);
    else asked?.reject(new Error(message.problem));
  }

  function lose(): void {
    for (const { reject } of waiting.values()) reject(new Error(notRunning));
    waiting.clear();
    if (isClosed) return;
    tell({ kind: "lost" });
    again = setTimeout(connect, againMs);
  }

  function connect(): void {
    const address = new URL(socketPath, location.href);
    address.protocol = "ws:";
    socket = new WebSocket(address);
    socket.addEventListener("open", () => tell({ kind: "opened" }));
    socket.addEventListener("message", ({ data }) => receive(JSON.parse(String(data))));
    socket.addEventListener("close", lose);
  }

  connect();
  return {
    act(act) {
      if (socket?.readyState !== WebSocket.OPEN) return Promise.reject(new Error(notRunning));
      lastId += 1;
      const message: ClientMessage = { id: lastId, act };
      socket.send(JSON.stringify(message));
      return new Promise((resolve, reject) => waiting.set(message.id, { resolve, reject }));
    },
    close() {
      isClosed = true;
      clearTimeout(again);
      socket?.close();
    },
  };
}

const notRunning = "The sandbox does not answer. Start it again with: npm run sandbox";
