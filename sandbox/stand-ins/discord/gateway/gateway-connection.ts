import type { WebSocket } from "ws";
import { z } from "zod";
import type { Caller } from "../../caller.ts";
import { renderUser } from "../guild/message.ts";
import { renderGuildCreate } from "../guild/render-guild.ts";
import { intent } from "../vocabulary.ts";
import { recordProblem, type World } from "../world.ts";
import type { Gateway } from "./gateway.ts";
import { GatewaySession } from "./gateway-session.ts";

const heartbeatIntervalMs = 41_250;
const opcode = {
  heartbeat: 1,
  identify: 2,
  presence: 3,
  resume: 6,
  invalidSession: 9,
  hello: 10,
  acknowledge: 11,
};
/** https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes */
const closeCode = {
  unknownOpcode: 4001,
  decodeError: 4002,
  notAuthenticated: 4003,
  badToken: 4004,
  alreadyAuthenticated: 4005,
  invalidShard: 4010,
  shardingRequired: 4011,
  invalidVersion: 4012,
  invalidIntents: 4013,
  disallowedIntents: 4014,
};
const allIntents = 0x337_ffff;

const packetSchema = z.looseObject({ op: z.number(), d: z.unknown() });
const identifySchema = z.looseObject({
  token: z.string(),
  intents: z.int().min(0),
  shard: z.tuple([z.int().min(0), z.int().min(1)]).default([0, 1]),
});
const resumeSchema = z.looseObject({ token: z.string(), session_id: z.string(), seq: z.int() });

export interface ConnectionParts {
  world: World;
  gateway: Gateway;
  socket: WebSocket;
  url: URL;
  caller: Caller | undefined;
}

/** A reason to close the connection; the bot broke the protocol. */
class GatewayRefusal extends Error {
  override readonly name = "GatewayRefusal";
  readonly code: number;

  constructor(code: number, reason: string) {
    super(reason);
    this.code = code;
  }
}

/** One connection: says hello and answers what the bot sends. */
export function openConnection(parts: ConnectionParts): { receive(text: string): void } {
  closeIfRefused(parts, () => greet(parts));
  return { receive: (text) => closeIfRefused(parts, () => receive(parts, text)) };
}

function greet({ socket, url }: ConnectionParts): void {
  if (url.searchParams.get("v") !== "10")
    throw new GatewayRefusal(closeCode.invalidVersion, "Only gateway version 10 is spoken");
  if (url.searchParams.has("compress"))
    throw new GatewayRefusal(closeCode.decodeError, "The stand-in does not compress");
  send(socket, opcode.hello, { heartbeat_interval: heartbeatIntervalMs });
}

function closeIfRefused({ world, socket }: ConnectionParts, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof GatewayRefusal)) throw error;
    const { code, message } = error;
    recordProblem(world, { where: "gateway", message: `${message} (${code})`, body: undefined, code });
    socket.close(code, message);
  }
}

function receive(parts: ConnectionParts, text: string): void {
  const packet = parsePacket(text);
  if (packet.op === opcode.heartbeat) send(parts.socket, opcode.acknowledge, undefined);
  else if (packet.op === opcode.identify) identify(parts, packet.d);
  else if (packet.op === opcode.resume) resume(parts, packet.d);
  else if (packet.op !== opcode.presence)
    throw new GatewayRefusal(closeCode.unknownOpcode, `Unknown opcode ${packet.op}`);
  else if (!isIdentified(parts)) throw new GatewayRefusal(closeCode.notAuthenticated, "Not authenticated");
}

function parsePacket(text: string): z.infer<typeof packetSchema> {
  try {
    return packetSchema.parse(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError)
      throw new GatewayRefusal(closeCode.decodeError, "Not a gateway packet");
    throw error;
  }
}

function identify(parts: ConnectionParts, data: unknown): void {
  const { token, intents, shard } = parseOrRefuse(identifySchema, data);
  if (isIdentified(parts)) throw new GatewayRefusal(closeCode.alreadyAuthenticated, "Already authenticated");
  checkToken(parts.world, token);
  if (shard[0] >= shard[1]) throw new GatewayRefusal(closeCode.invalidShard, "Invalid shard");
  if ((intents & ~allIntents) !== 0) throw new GatewayRefusal(closeCode.invalidIntents, "Invalid intents");
  if ((intents & intent.privileged) !== 0)
    throw new GatewayRefusal(closeCode.disallowedIntents, "Disallowed intents");
  const session = new GatewaySession(parts, shard, intents);
  if (guildsOf(parts.world, session).length > parts.world.gatewayRules.mostGuildsPerShard)
    throw new GatewayRefusal(closeCode.shardingRequired, "Sharding required");
  if (isInTurn(parts, shard[0])) welcome(parts, session);
  else send(parts.socket, opcode.invalidSession, false);
}

/** Who identifies too soon after another shard of the same bucket has to do it again. */
function isInTurn({ world, gateway }: ConnectionParts, shard: number): boolean {
  const { maxConcurrency, identifyEveryMs } = world.gatewayRules;
  const bucket = shard % maxConcurrency;
  const sinceMs = performance.now() - (gateway.identifiedMs.get(bucket) ?? Number.NEGATIVE_INFINITY);
  world.gatewayRules.remaining -= 1;
  if (sinceMs < identifyEveryMs) {
    const message = `Shard ${shard} identified ${Math.round(sinceMs)} ms after another one of its bucket`;
    recordProblem(world, { where: "gateway", message, body: undefined });
    return false;
  }
  gateway.identifiedMs.set(bucket, performance.now());
  return true;
}

function guildsOf(world: World, session: GatewaySession) {
  return [...world.guilds.values()].filter(({ id }) =>
    session.wants({ ...guildEvent, guildId: id, intent: 0 }),
  );
}

function parseOrRefuse<Data>(schema: z.ZodType<Data>, data: unknown): Data {
  const parsed = schema.safeParse(data);
  if (!parsed.success) throw new GatewayRefusal(closeCode.decodeError, "Not a payload of this opcode");
  return parsed.data;
}

function checkToken(world: World, token: string): void {
  if (token !== world.token) throw new GatewayRefusal(closeCode.badToken, "Authentication failed");
}

function welcome({ world, gateway }: ConnectionParts, session: GatewaySession): void {
  dropDisconnected(gateway, session);
  gateway.sessions.set(session.id, session);
  const guilds = guildsOf(world, session);
  session.send("READY", {
    v: 10,
    user: { ...renderUser(world.bot), verified: true, mfa_enabled: false, email: null },
    guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
    session_id: session.id,
    resume_gateway_url: world.origin.replace(/^http/, "ws"),
    shard: session.shard,
    application: { id: world.applicationId, flags: 0 },
  });
  for (const guild of guilds.filter(({ isAvailable }) => isAvailable)) {
    if (session.wants({ ...guildEvent, guildId: guild.id }))
      session.send("GUILD_CREATE", renderGuildCreate(world, guild));
  }
  world.events.emit({ kind: "gateway", step: "identified" });
}

const guildEvent = { event: "GUILD_CREATE", data: undefined, intent: intent.guilds };

/** A process that died without a goodbye will not resume: its place is taken. */
function dropDisconnected(gateway: Gateway, newcomer: GatewaySession): void {
  for (const session of gateway.sessions.values()) {
    if (session.socket === undefined && String(session.shard) === String(newcomer.shard))
      gateway.sessions.delete(session.id);
  }
}

function resume({ world, gateway, socket, caller }: ConnectionParts, data: unknown): void {
  const { token, session_id: id, seq } = parseOrRefuse(resumeSchema, data);
  checkToken(world, token);
  const session = gateway.sessions.get(id);
  if (session === undefined) {
    send(socket, opcode.invalidSession, false);
    return;
  }
  session.resume({ socket, caller }, seq);
  world.events.emit({ kind: "gateway", step: "resumed" });
}

function isIdentified({ gateway, socket }: ConnectionParts): boolean {
  return [...gateway.sessions.values()].some((session) => session.socket === socket);
}

function send(socket: WebSocket, op: number, data: unknown): void {
  socket.send(JSON.stringify({ op, d: data, s: null, t: null }));
}
