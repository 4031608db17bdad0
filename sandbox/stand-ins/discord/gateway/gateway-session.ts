import { randomBytes } from "node:crypto";
import type { WebSocket } from "ws";
import { shardOf } from "../snowflake.ts";
import type { GatewayDispatch } from "../world.ts";

const dispatchOpcode = 0;
const maxBuffered = 1000;

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
  #socket: WebSocket | undefined;
  #sequence = 0;
  readonly #sent: Sequenced[] = [];

  constructor(socket: WebSocket, shard: [number, number], intents: number) {
    this.#socket = socket;
    this.shard = shard;
    this.#intents = intents;
  }

  get socket(): WebSocket | undefined {
    return this.#socket;
  }

  /** Whether this session gets an event: its shard, and an intent it asked for. */
  wants({ guildId, intent }: GatewayDispatch): boolean {
    const [id, count] = this.shard;
    const isOwnShard = guildId === undefined ? id === 0 : shardOf(guildId, count) === id;
    return isOwnShard && (intent === 0 || (this.#intents & intent) !== 0);
  }

  send(event: string, data: unknown): void {
    this.#sequence += 1;
    const packet = { op: dispatchOpcode, t: event, s: this.#sequence, d: data } as const;
    this.#sent.push(packet);
    if (this.#sent.length > maxBuffered) this.#sent.shift();
    this.#socket?.send(JSON.stringify(packet));
  }

  disconnect(socket: WebSocket): void {
    if (this.#socket === socket) this.#socket = undefined;
  }

  /** Goes on with a new connection: everything after `sequence` is sent again. */
  resume(socket: WebSocket, sequence: number): void {
    this.#socket = socket;
    for (const packet of this.#sent.filter(({ s }) => s > sequence)) socket.send(JSON.stringify(packet));
    this.send("RESUMED", {});
  }
}
