import { randomBytes } from "node:crypto";
import { Emitter } from "./emitter.ts";
import type { Fault } from "./faults.ts";
import type { Attachment } from "./guild/files.ts";
import type { Message } from "./guild/message.ts";
import type { User } from "./guild/user.ts";
import { createSigner, type Signer } from "./http/signer.ts";
import type { Interaction } from "./interaction.ts";
import type { Command } from "./person/command.ts";
import { createSnowflakes, type NextId } from "./snowflake.ts";
import type { WireEvent } from "./wire-event.ts";

export const identifiesPerDay = 1000;
const oneYearMs = 31_536_000_000;

export interface Role {
  id: string;
  name: string;
  permissions: bigint;
  /** Whose own it is: Discord makes a role for each bot, which nobody else can be given. */
  botId?: string;
}

export interface Member {
  user: User;
  permissions: bigint;
  roleIds: string[];
  joinedAt: string;
}

export interface Channel {
  id: string;
  name: string;
  /** Discord's channel type: see `channelType`. */
  type: number;
  /** Undefined for a direct message. */
  guildId: string | undefined;
  /** The person at the other end of a direct message. */
  recipientId: string | undefined;
  /** Permission bits taken from the bot here. */
  deniedToBot: bigint;
  /** Of a thread: where it hangs, and who beside the bot was added to it, or that everybody reads it. */
  thread?: { parentId: string; members: Set<string> | "everybody" };
}

export interface Guild {
  id: string;
  name: string;
  locale: string;
  ownerId: string;
  isAvailable: boolean;
  /** Where Discord's own notices go. */
  systemChannelId: string | undefined;
  botPermissions: bigint;
  roles: Map<string, Role>;
  members: Map<string, Member>;
}

/** How bots are to connect to the gateway. */
export interface GatewayRules {
  /** How many shards are recommended. */
  shards: number;
  /** How many may identify at once, by shard number modulo this. */
  maxConcurrency: number;
  /** How far apart two of one bucket must be; Discord has 5000. */
  identifyEveryMs: number;
  /** A shard with more is refused. */
  mostGuildsPerShard: number;
  /** How many starts are left today. */
  remaining: number;
}

/** Something the bot did that Discord does not allow, or a request nobody could answer. */
export interface Problem {
  where: string;
  message: string;
  body: unknown;
  /** Discord's error code, where there is one. */
  code?: number;
}

/** An event for the bot. Without a guild it goes to shard 0. */
export interface GatewayDispatch {
  event: string;
  data: unknown;
  guildId: string | undefined;
  /** The intent bit a session must have asked for; 0 reaches everyone. */
  intent: number;
}

/** Everything there is on the far side of the wire, and nothing of how it gets there. */
export interface World {
  readonly origin: string;
  readonly token: string;
  readonly bot: User;
  readonly applicationId: string;
  readonly nextId: NextId;
  readonly signer: Signer;
  /** Where the bot wants interactions and events sent; interactions then come over no gateway. */
  readonly addresses: { interactions?: string; events?: string };
  readonly users: Map<string, User>;
  readonly guilds: Map<string, Guild>;
  /** Guilds that removed the bot and may invite it again. */
  readonly formerGuilds: Map<string, Guild>;
  readonly channels: Map<string, Channel>;
  readonly commands: Map<string, Command>;
  readonly messages: Map<string, Message>;
  readonly attachments: Map<string, Attachment>;
  readonly interactions: Map<string, Interaction>;
  readonly problems: Problem[];
  readonly gatewayRules: GatewayRules;
  readonly faults: Fault[];
  readonly events: Emitter<WireEvent>;
  readonly dispatches: Emitter<GatewayDispatch>;
  /** How often the bot replaced its whole set of commands. */
  commandPuts: number;
}

export interface WorldOptions {
  /** "http://127.0.0.1:PORT" */
  origin: string;
  token?: string | undefined;
  applicationId?: string | undefined;
  gateway?: Partial<GatewayRules> | undefined;
}

export function createWorld({ origin, token, applicationId, gateway }: WorldOptions): World {
  const nextId = createSnowflakes();
  const id = applicationId ?? nextId(oneYearMs);
  const bot = { id, name: "PersonaForge", isBot: true, locale: "en-US", acceptsDirectMessages: true };
  return {
    origin,
    token: token ?? `made-up.${randomBytes(24).toString("base64url")}`,
    bot,
    applicationId: id,
    nextId,
    signer: createSigner(),
    addresses: {},
    users: new Map([[id, bot]]),
    guilds: new Map(),
    formerGuilds: new Map(),
    channels: new Map(),
    commands: new Map(),
    messages: new Map(),
    attachments: new Map(),
    interactions: new Map(),
    problems: [],
    gatewayRules: {
      shards: 1,
      maxConcurrency: 16,
      identifyEveryMs: 0,
      mostGuildsPerShard: 2500,
      remaining: identifiesPerDay,
      ...gateway,
    },
    faults: [],
    events: new Emitter(),
    dispatches: new Emitter(),
    commandPuts: 0,
  };
}

export function recordProblem(world: World, problem: Problem): void {
  world.problems.push(problem);
  world.events.emit({ kind: "problem", where: problem.where, message: problem.message });
}
