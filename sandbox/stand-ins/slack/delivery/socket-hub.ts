import { setTimeout as sleep } from "node:timers/promises";
import type { WebSocket } from "ws";
import type { World } from "../world.ts";
import { createPendingAcks } from "./pending-acks.ts";
import type { Envelope, Transport } from "./transport.ts";

const PING_INTERVAL_MS = 10_000;
const CONNECTION_SECONDS = 3600;
const GOING_AWAY = 1001;
const TOO_BIG = 1009;
/** Written down nowhere but in the reason that Slack gives (revelrylabs/slax#614). */
const MOST_FRAME_BYTES = 20_480;
const GOODBYE_MS = 500;
const POLL_MS = 5;

export type DisconnectReason = "warning" | "refresh_requested" | "link_disabled" | "too_many_websockets";

/** The bot's sockets: https://docs.slack.dev/apis/events-api/using-socket-mode */
export type SocketHub = Transport & {
  readonly size: number;
  accept(socket: WebSocket): void;
  /** Tells every socket to reconnect, as Slack does every few hours. */
  disconnect(reason: DisconnectReason): void;
  /** Sends a frame as it stands, whatever it is. */
  sendRaw(frame: string | Uint8Array): void;
  /** Cuts every socket without a word, as a network does. */
  cut(): void;
  /** Says goodbye to every socket and waits a moment for the answers. */
  close(): Promise<void>;
};

export function createSocketHub(world: World): SocketHub {
  const sockets = new Set<WebSocket>();
  const acks = createPendingAcks(world.journal);
  let turn = 0;

  const cut = () => {
    for (const socket of sockets) socket.terminate();
  };

  const nextSocket = () => {
    const open = [...sockets].filter((socket) => socket.readyState === socket.OPEN);
    turn += 1;
    return open[turn % Math.max(open.length, 1)];
  };

  return {
    get size() {
      return sockets.size;
    },
    accept(socket) {
      sockets.add(socket);
      const pings = setInterval(() => socket.ping(), PING_INTERVAL_MS).unref();
      socket.on("message", (data) => {
        const text = data.toString();
        if (Buffer.byteLength(text) <= MOST_FRAME_BYTES) return acks.read(text);
        world.journal.blame("socket", `a frame of more than ${MOST_FRAME_BYTES} bytes`, text.slice(0, 200));
        socket.close(TOO_BIG, `Max frame length of ${MOST_FRAME_BYTES} has been exceeded.`);
      });
      socket.on("error", () => socket.terminate());
      socket.on("close", () => {
        clearInterval(pings);
        sockets.delete(socket);
        world.journal.record("bot", "socket closed", { open: sockets.size });
      });
      socket.send(JSON.stringify(hello(world, sockets.size)));
      world.journal.record("slack", "hello", { open: sockets.size });
    },
    async send(envelope, signal) {
      const socket = nextSocket();
      if (socket === undefined) return { outcome: "failed", reason: "no socket is connected" };
      socket.send(JSON.stringify(renderEnvelope(envelope)));
      return acks.wait(envelope.id, signal);
    },
    disconnect(reason) {
      const text = JSON.stringify({ type: "disconnect", reason, debug_info: { host: "sandbox" } });
      for (const socket of sockets) socket.send(text);
    },
    sendRaw(frame) {
      for (const socket of sockets) socket.send(frame);
    },
    cut,
    async close() {
      for (const socket of sockets) socket.close(GOING_AWAY);
      const deadline = performance.now() + GOODBYE_MS;
      while (sockets.size > 0 && performance.now() < deadline) await sleep(POLL_MS);
      cut();
    },
  };
}

function hello(world: World, count: number) {
  return {
    type: "hello",
    num_connections: count,
    connection_info: { app_id: world.workspace.appId },
    debug_info: { host: "sandbox", approximate_connection_time: CONNECTION_SECONDS },
  };
}

function renderEnvelope(envelope: Envelope) {
  const { retryAttempt, retryReason } = envelope;
  return {
    envelope_id: envelope.id,
    type: envelope.kind,
    payload: envelope.payload,
    accepts_response_payload: envelope.kind !== "events_api",
    ...(retryAttempt === undefined ? {} : { retry_attempt: retryAttempt }),
    ...(retryReason === undefined ? {} : { retry_reason: retryReason }),
  };
}
