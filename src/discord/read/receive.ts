import { InteractionType, type REST } from "discord.js";
import type { CommandListing } from "../../chat/command.ts";
import type { Answering, Dispatch } from "../../chat/interaction.ts";
import type { Reply } from "../../chat/reply.ts";
import type { Log } from "../../log.ts";
import { outdatedFormReply, serversOnlyReply, stoppingReply } from "../answer/fixed-replies.ts";
import { createAnswering } from "../answer/send.ts";
import type { Payload } from "./payload.ts";
import { readInteraction } from "./read.ts";

export type Receiver = {
  /** Takes what the gateway delivered; undefined for what could not be read. Never rejects. */
  take(payload: Payload | undefined): Promise<void>;
  /** From now on every interaction is told to come back later. */
  stop(): void;
};

/** The way of an interaction from the gateway to dispatch; those that dispatch could not understand are answered here. */
export function createReceiver(options: {
  commands: readonly CommandListing[];
  dispatch: Dispatch;
  replies: REST;
  log: Log;
}): Receiver {
  const { commands, dispatch, log } = options;
  let isStopped = false;

  async function answerTo(payload: Payload): Promise<void> {
    const answering = createAnswering(payload, options);
    if (isStopped) return decline(payload, answering, stoppingReply());
    const interaction = readInteraction(payload, commands);
    if (interaction) return dispatch(interaction, answering);
    const isOutsideServers = payload.guild_id === undefined;
    return decline(payload, answering, isOutsideServers ? serversOnlyReply() : outdatedFormReply());
  }

  return {
    async take(payload) {
      if (!payload) return log.warn("an interaction of an unknown kind came from Discord and was left alone");
      try {
        await answerTo(payload);
      } catch (error) {
        log.error({ interaction: payload.id, err: error }, "an interaction could not be declined");
      }
    },
    stop() {
      isStopped = true;
    },
  };
}

/** Suggestions have no room for a sentence. */
async function decline(payload: Payload, answering: Answering, reply: Reply): Promise<void> {
  if (payload.type === InteractionType.ApplicationCommandAutocomplete) await answering.suggest([]);
  else await answering.answer(reply);
}
