import { Routes } from "discord.js";
import type { Channels } from "../chat/channels.ts";
import type { CommandListing } from "../chat/command.ts";
import type { Dispatch, SendDirect } from "../chat/interaction.ts";
import type { State } from "../chat/state.ts";
import { createAnswerWritten } from "./answer/answer-written.ts";
import { createSendDirect } from "./answer/send.ts";
import { createChannels } from "./channels.ts";
import { createImpatientRest, createReplies } from "./clients.ts";
import type { Connection, ConnectionOptions, HttpListener } from "./connection/connection.ts";
import {
  createGatewayConnection,
  type GatewayOptions,
  type ShardSettings,
} from "./connection/gateway/gateway-connection.ts";
import type { ShardSharing } from "./connection/gateway/shard-sharing.ts";
import { createHttpConnection } from "./connection/http/http-connection.ts";
import type { HttpSettings } from "./connection/http/own-application.ts";
import { createImpairments, type Impairments } from "./connection/impairments.ts";
import { keepRegistered } from "./keep-registered.ts";
import { createReceiver } from "./read/receive.ts";
import { findSystemChannel } from "./system-channel.ts";

/** How Discord's interactions reach us. */
export type DiscordMode = ({ kind: "gateway" } & ShardSettings) | ({ kind: "http" } & HttpSettings);

export type BotOptions = ConnectionOptions & {
  /** Default: over the gateway. */
  mode?: DiscordMode;
  /** Absent: no other process uses the token. */
  sharing?: ShardSharing | undefined;
  /** Tests alone wait less. */
  pauses?: GatewayOptions["pauses"];
  commands: readonly CommandListing[];
  dispatch: Dispatch;
  state: State;
};

export type Bot = {
  /**
   * Connected, and commands registered unless Discord would not let us now: then that goes on by itself. Rejects with
   * PlatformTrouble. A bot whose start failed is closed and cannot be started again.
   */
  start(): Promise<void>;
  /** Lets other processes take over what comes to this one, which is answered here until they have; resolves then. */
  drain(): Promise<void>;
  /** No new interactions come; those running may still be answered. */
  stopListening(): void;
  close(): Promise<void>;
  sendDirect: SendDirect;
  /** The channels of one guild. */
  channelsOf(guildId: string): Channels;
  /** Where a guild wants Discord's own notices; undefined: nowhere. Rejects with OutsideError. */
  systemChannelOf(guildId: string): Promise<string | undefined>;
  /** Over the gateway only: what of it is held here, ready or not. */
  shards: Connection["shards"];
  /** Over HTTP only: what Discord's deliveries go to. */
  httpListener: HttpListener | undefined;
};

/** The bot on Discord: everything between Discord's deliveries and `dispatch`. */
export function createBot(options: BotOptions): Bot {
  const replies = createReplies(options.apiUrl);
  const impatient = createImpatientRest(options);
  const receiver = createReceiver({
    ...options,
    replies,
    removeCommand: ({ applicationId, guildId, commandId }) =>
      rest.delete(Routes.applicationGuildCommand(applicationId, guildId, commandId)),
  });
  const impairments = createImpairments(options);
  const answerWritten = createAnswerWritten(() => rest, options);
  const connection = connect(options, impairments, {
    take: (payload) => void receiver.take(payload),
    onWritten: (written) => void answerWritten(written),
  });
  const { rest } = connection;
  let registering: { stop(): void } | undefined;

  async function close(): Promise<void> {
    registering?.stop();
    await connection.close();
    for (const rest of [replies, impatient]) {
      rest.clearHandlerSweeper();
      rest.clearHashSweeper();
    }
  }

  async function disconnect(): Promise<void> {
    try {
      await connection.close();
    } catch (error) {
      options.log.warn({ err: error }, "the connection to Discord did not close cleanly");
    }
    // discord.js forgets it with the gateway; what is under way may still write to people and channels.
    rest.setToken(options.token);
  }

  return {
    async start() {
      try {
        const { applicationId } = await connection.open(impatient);
        const registration = keepRegistered({
          ...options,
          rest: impatient,
          applicationId,
          onImpaired: impairments.of("commands"),
        });
        registering = registration;
        await registration.firstTry;
      } catch (error) {
        await close();
        throw error;
      }
    },
    drain: async () => connection.drain?.(),
    stopListening() {
      registering?.stop();
      void disconnect();
    },
    close,
    sendDirect: createSendDirect(rest, { ...options, replies }),
    channelsOf: (guildId) => createChannels(rest, guildId),
    systemChannelOf: (guildId) => findSystemChannel(rest, guildId),
    shards: connection.shards,
    httpListener: connection.httpListener,
  };
}

function connect(
  { mode = { kind: "gateway" }, ...options }: BotOptions,
  impairments: Impairments,
  taking: Pick<GatewayOptions, "take" | "onWritten">,
): Connection {
  if (mode.kind === "http") return createHttpConnection({ ...options, ...mode, ...taking, impairments });
  return createGatewayConnection({ ...options, ...mode, ...taking, impairments });
}
