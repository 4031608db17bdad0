import { randomBytes } from "node:crypto";
import type { WebSocket } from "ws";
import type { Caller } from "../../caller.ts";
import { shardOf } from "../snowflake.ts";
import type { GatewayDispatch } from "../world.ts";

const dispatchOpcode = 0;
const maxBuffered = 1000;

type Connection = { socket: WebSocket; caller: Caller | undefined };

interface Sequenced {
  op: typeof dispatchOpcode;
  t: string;
  s: number;
  d: unknown;
}

/** What a bot identified as. It outlives its connection, and what it missed is kept for a resume. */
export class GatewaySession {
  readonly id = randomBytes(16).toString("hex");
  readonly shard: [id: number, count: number];
  readonly #intents: number;
  #connection: Connection | undefined;
  #sequence = 0;
  readonly #sent: Sequenced[] = [];

  constructor(connection: Connection, shard: [number, number], intents: number) {
    this.#connection = connection;
    this.shard = shard;
    this.#intents = intents;
  }

  get socket(): WebSocket | undefined {
    return this.#connection?.socket;
  }

  /** Who is at the other end. */
  get caller(): Caller | undefined {
    return this.#connection?.caller;
  }

  /** Whether a guild's events are this session's. */
  isOf(guildId: string): boolean {
    const [id, count] = this.shard;
    return shardOf(guildId, count) === id;
  }

  /** Whether this session gets an event: its shard, and an intent it asked for. */
  wants({ guildId, intent }: GatewayDispatch): boolean {
    const isOwnShard = guildId === undefined ? this.shard[0] === 0 : this.isOf(guildId);
    return isOwnShard && (intent === 0 || (this.#intents & intent) !== 0);
  }

  send(event: string, data: unknown): void {
    this.#sequence += 1;
    const packet = { op: dispatchOpcode, t: event, s: this.#sequence, d: data } as const;
    this.#sent.push(packet);
    if (this.#sent.length > maxBuffered) this.#sent.shift();
    this.socket?.send(JSON.stringify(packet));
  }

  disconnect(socket: WebSocket): void {
    if (this.socket === socket) this.#connection = undefined;
  }

  /** Goes on with a new connection: everything after `sequence` is sent again. */
  resume(connection: Connection, sequence: number): void {
    this.#connection = connection;
    for (const packet of this.#sent.filter(({ s }) => s > sequence))
      connection.socket.send(JSON.stringify(packet));
    this.send("RESUMED", {});
  }
}
