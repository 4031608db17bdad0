import type { Channels } from "../chat/channels.ts";
import type { CommandListing } from "../chat/command.ts";
import type { Dispatch, SendDirect } from "../chat/interaction.ts";
import { createSendDirect } from "./answer/send.ts";
import { createChannels } from "./channels.ts";
import { createClient, createImpatientRest, createReplies } from "./clients.ts";
import { type ConnectionOptions, createConnection } from "./connection.ts";
import { keepRegistered } from "./keep-registered.ts";
import { watchInteractions } from "./read/interactions.ts";
import { createReceiver } from "./read/receive.ts";
import type { State } from "./register.ts";
import { findSystemChannel } from "./system-channel.ts";

export type BotOptions = ConnectionOptions & {
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
  /** Closes the gateway: no new interactions come; those running may still be answered. */
  stopListening(): void;
  close(): Promise<void>;
  sendDirect: SendDirect;
  /** The channels of one guild. */
  channelsOf(guildId: string): Channels;
  /** Where a guild wants Discord's own notices; undefined: nowhere. Rejects with OutsideError. */
  systemChannelOf(guildId: string): Promise<string | undefined>;
};

/** The bot on Discord: everything between the gateway and `dispatch`. */
export function createBot(options: BotOptions): Bot {
  const client = createClient(options);
  const replies = createReplies(options.apiUrl);
  const impatient = createImpatientRest(options);
  const receiver = createReceiver({ ...options, replies });
  const connection = createConnection(client, options);
  watchInteractions(client, (payload) => void receiver.take(payload));
  let registering: { stop(): void } | undefined;

  async function close(): Promise<void> {
    registering?.stop();
    await connection.close();
    for (const rest of [replies, impatient]) {
      rest.clearHandlerSweeper();
      rest.clearHashSweeper();
    }
  }

  async function closeGateway(): Promise<void> {
    try {
      await connection.close();
    } catch (error) {
      options.log.warn({ err: error }, "the Discord gateway did not close cleanly");
    }
    // discord.js forgets it with the gateway; what is under way may still write to people and channels.
    client.rest.setToken(options.token);
  }

  return {
    async start() {
      try {
        const { applicationId } = await connection.open(impatient);
        const registration = keepRegistered({ ...options, rest: impatient, applicationId });
        registering = registration;
        await registration.firstTry;
      } catch (error) {
        await close();
        throw error;
      }
    },
    stopListening() {
      registering?.stop();
      void closeGateway();
    },
    close,
    sendDirect: createSendDirect(client.rest, options.log),
    channelsOf: (guildId) => createChannels(client.rest, guildId),
    systemChannelOf: (guildId) => findSystemChannel(client.rest, guildId),
  };
}
