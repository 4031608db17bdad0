import type { WebSocket } from "ws";
import { type Caller, currentCaller } from "../../caller.ts";
import type { World } from "../world.ts";
import { openConnection } from "./gateway-connection.ts";
import type { GatewaySession } from "./gateway-session.ts";

const reconnectOpcode = 7;
const invalidSessionOpcode = 9;
const sessionEndingCodes = [1000, 1001];

/** The side of the gateway that the driver holds: who is connected, and how to disturb them. */
export class Gateway {
  readonly sessions = new Map<string, GatewaySession>();
  /** When a shard of each bucket last identified. */
  readonly identifiedMs = new Map<number, number>();
  readonly #sockets = new Set<WebSocket>();
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
    world.dispatches.subscribe((dispatch) => {
      for (const session of this.sessions.values()) {
        if (session.wants(dispatch)) session.send(dispatch.event, dispatch.data);
      }
    });
  }

  /** How many sessions are connected at this moment. */
  get connectedCount(): number {
    return [...this.sessions.values()].filter(({ socket }) => socket !== undefined).length;
  }

  /** The shards that are connected, as "0/2", in order; one twice where two processes have it. */
  get connectedShards(): string[] {
    return this.holders().map(({ shard }) => shard);
  }

  /** Who has which shard at this moment, or which of them hear what happens in a guild. */
  holders(guildId?: string): { shard: string; caller: Caller | undefined }[] {
    const connected = [...this.sessions.values()].filter(({ socket }) => socket !== undefined);
    const wanted = connected.filter((session) => guildId === undefined || session.isOf(guildId));
    const held = wanted.map(({ shard, caller }) => ({ shard: shard.join("/"), caller }));
    return held.toSorted((one, other) => one.shard.localeCompare(other.shard));
  }

  /** Those of the recommended number that nobody has at this moment, as "0/2". */
  get missingShards(): string[] {
    const { shards } = this.#world.gatewayRules;
    const all = Array.from({ length: shards }, (_, id) => `${id}/${shards}`);
    return all.filter((shard) => !this.connectedShards.includes(shard));
  }

  /** From now on so many shards are recommended. */
  recommend(shards: number): void {
    this.#world.gatewayRules.shards = shards;
  }

  /** Takes a new WebSocket over. */
  accept(socket: WebSocket, url: URL): void {
    this.#sockets.add(socket);
    const caller = currentCaller();
    const connection = openConnection({ world: this.#world, gateway: this, socket, url, caller });
    socket.on("message", (data) => connection.receive(data.toString()));
    socket.on("close", (code) => this.#forget(socket, code));
    this.#world.events.emit({ kind: "gateway", step: "connected" });
  }

  /** Closes every connection with this code: 4004 bad token, 4014 disallowed intents, 4000 try again … */
  close(code: number, reason = ""): void {
    for (const socket of this.#sockets) socket.close(code, reason);
  }

  /** Closes the connections of one shard, as "0/2". */
  closeShard(shard: string, code: number): void {
    for (const session of this.sessions.values())
      if (session.shard.join("/") === shard) session.socket?.close(code);
  }

  /** Cuts every connection without a goodbye. */
  drop(): void {
    for (const socket of this.#sockets) socket.terminate();
  }

  /** Asks every connected bot to reconnect and resume. */
  requestReconnect(): void {
    this.#broadcast({ op: reconnectOpcode, d: null });
  }

  /** Forgets every session: bots must identify again. */
  invalidateSessions(): void {
    this.#broadcast({ op: invalidSessionOpcode, d: false });
    this.sessions.clear();
  }

  /** Sends a frame over every connection as it stands, whatever it is. */
  sendRaw(frame: string | Uint8Array): void {
    for (const socket of this.#sockets) socket.send(frame);
  }

  #broadcast(packet: unknown): void {
    for (const socket of this.#sockets) socket.send(JSON.stringify(packet));
  }

  #forget(socket: WebSocket, code: number): void {
    this.#sockets.delete(socket);
    for (const session of this.sessions.values()) {
      if (session.socket !== socket) continue;
      session.disconnect(socket);
      if (sessionEndingCodes.includes(code)) this.sessions.delete(session.id);
    }
    this.#world.events.emit({ kind: "gateway", step: "closed", code });
  }
}
