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
  /** Takes no new interactions; those running may still answer. */
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
    receiver.stop();
    registering?.stop();
    await connection.close();
    for (const rest of [replies, impatient]) {
      rest.clearHandlerSweeper();
      rest.clearHashSweeper();
    }
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
    stopListening: receiver.stop,
    close,
    sendDirect: createSendDirect(client.rest, options.log),
    channelsOf: (guildId) => createChannels(client.rest, guildId),
    systemChannelOf: (guildId) => findSystemChannel(client.rest, guildId),
  };
}
