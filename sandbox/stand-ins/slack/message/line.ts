import type { Delivery } from "../delivery/delivery.ts";
import { createHttpTransport, verifyUrl } from "../delivery/http-delivery.ts";
import type { DisconnectReason, SocketHub } from "../delivery/socket-hub.ts";
import type { Transport } from "../delivery/transport.ts";
import { createDispatch, type DeliverOptions, type Dispatch } from "../dispatch.ts";
import type { JsonObject } from "../json.ts";
import { eventPayload } from "../payload/payload-event.ts";
import { until } from "../until.ts";
import type { World } from "../world.ts";

/** The way to the bot: its sockets, until an HTTP address takes their place. */
export type Line = {
  /** Sends any payload as it stands; the same payload and `id` again is a repeated delivery. */
  deliver(payload: JsonObject, options?: DeliverOptions): Delivery;
  /** What goes to the bot from now on is changed so first, to be put as Slack puts it elsewhere. */
  alter(change: (payload: JsonObject) => JsonObject): void;
  /** Sends an event such as `{ type: "app_uninstalled" }`. */
  event(event: JsonObject, options?: DeliverOptions): Delivery;
  /** Sends deliveries to this address from now on, signed. Rejects if it does not answer the challenge. */
  connectHttp(url: string): Promise<void>;
  /** Resolves when so many sockets are open; rejects after `timeoutMs`. */
  connected(count?: number, timeoutMs?: number): Promise<void>;
  socketCount(): number;
  disconnectSockets(reason: DisconnectReason): void;
  /** Sends a frame over every socket as it stands, whatever it is. */
  sendRawFrame(frame: string | Uint8Array): void;
  /** Cuts every socket without a word, as a network does. */
  cutSockets(): void;
};

const PATIENCE_MS = 10_000;

/** `deadlineMs` is how long the bot has to acknowledge. */
export function createLine(world: World, hub: SocketHub, deadlineMs: number): Line {
  let transport: Transport = hub;
  let altered = (payload: JsonObject) => payload;
  const dispatch = createDispatch({ world, transport: () => transport, deadlineMs });
  const deliver: Dispatch = (payload, options) => dispatch(altered(payload), options);
  return {
    deliver,
    alter(change) {
      altered = change;
    },
    event: (event, options) => deliver(eventPayload(world, event), options),
    async connectHttp(url) {
      await verifyUrl(world, url);
      transport = createHttpTransport(world, url);
    },
    async connected(count = 1, timeoutMs = PATIENCE_MS) {
      const isThere = () => (hub.size >= count ? true : undefined);
      await until(world.journal, isThere, { timeoutMs, what: `${count} sockets` });
    },
    socketCount: () => hub.size,
    disconnectSockets: (reason) => hub.disconnect(reason),
    sendRawFrame: (frame) => hub.sendRaw(frame),
    cutSockets: () => hub.cut(),
  };
}
