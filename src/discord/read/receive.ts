import { InteractionType, RESTJSONErrorCodes } from "discord.js";
import type { CommandListing } from "../../chat/command.ts";
import { fileOfForm } from "../../chat/form/form-text.ts";
import type { Answering, Dispatch } from "../../chat/interaction.ts";
import type { Reply, ReplyFile } from "../../chat/reply.ts";
import { createExpiringCache } from "../../expiring-cache.ts";
import type { Outlets } from "../answer/discord-answering.ts";
import {
  leftoverCommandReply,
  outdatedFormReply,
  serversOnlyReply,
  unreadReply,
} from "../answer/fixed-replies.ts";
import { createAnswering } from "../answer/send.ts";
import { codeOf, toOutsideError } from "../discord-error.ts";
import { type LeftoverCommand, leftoverIn } from "./leftover-command.ts";
import type { Payload } from "./payload.ts";
import { readInteraction } from "./read.ts";
import { readSubmission } from "./read-values.ts";
import { typedInUnread } from "./unread.ts";

/** Discord lets an interaction be answered for 15 minutes. */
const keptMs = 15 * 60_000;
const mostKept = 2000;

export type Receiver = {
  /**
   * Takes what was delivered; undefined for what could not be read. Never rejects. What comes once more is the first's, whose effect
   * the second would find and tell of in its place.
   */
  take(payload: Payload | undefined): Promise<void>;
};

/** The way of an interaction from the gateway to dispatch; those that dispatch could not understand are answered here. */
export function createReceiver(
  options: Outlets & {
    commands: readonly CommandListing[];
    dispatch: Dispatch;
    /** Takes it out of the server it was left in. */
    removeCommand(leftover: LeftoverCommand): Promise<unknown>;
  },
): Receiver {
  const { commands, dispatch, log } = options;
  const taken = createExpiringCache<true>({ freshMs: keptMs, most: mostKept, now: () => performance.now() });

  function isRepeat({ id, token }: Payload): boolean {
    const key = `${id} ${token}`;
    if (taken.find(key)?.isFresh) return true;
    taken.keep(key, true);
    return false;
  }

  async function answerTo(payload: Payload): Promise<void> {
    const answering = createAnswering(payload, options);
    const leftover = leftoverIn(payload, commands);
    if (leftover) return clearAway(leftover, answering);
    const interaction = readInteraction(payload, commands);
    if (interaction) return dispatch(interaction, answering);
    return decline(payload, answering, whyDeclined(payload));
  }

  function whyDeclined(payload: Payload): Reply {
    if (payload.type === "unread") {
      const { id, sentAs } = payload;
      log.warn({ interaction: id, type: sentAs }, "an interaction came from Discord that could not be read");
      return unreadReply(typedInUnread(payload, commands));
    }
    return payload.guild_id === undefined ? serversOnlyReply() : outdatedFormReply(textIn(payload));
  }

  async function clearAway(leftover: LeftoverCommand, answering: Answering): Promise<void> {
    // Not waited for: the person is told within three seconds.
    void remove(leftover);
    await answering.answer(leftoverCommandReply());
  }

  async function remove(leftover: LeftoverCommand): Promise<void> {
    try {
      await options.removeCommand(leftover);
    } catch (error) {
      // Somebody else has used it in the same moment.
      if (codeOf(error) !== RESTJSONErrorCodes.UnknownApplicationCommand) {
        const err = toOutsideError("the removal of a command", error);
        return log.warn({ err }, "a left command could not be removed");
      }
    }
    log.info(leftover, "a command that an earlier program had left in a server was removed");
  }

  return {
    async take(payload) {
      if (!payload) return log.warn("an interaction of an unknown kind came from Discord and was left alone");
      if (isRepeat(payload)) {
        return log.debug({ interaction: payload.id }, "an interaction came once more and was left alone");
      }
      try {
        await answerTo(payload);
      } catch (error) {
        log.error({ interaction: payload.id, err: error }, "an interaction could not be declined");
      }
    },
  };
}

/** What was typed into a form that cannot be read. */
function textIn(payload: Payload): ReplyFile | undefined {
  if (payload.type !== InteractionType.ModalSubmit) return undefined;
  return fileOfForm({}, readSubmission(payload.data, undefined));
}

/** Suggestions have no room for a sentence. */
async function decline(payload: Payload, answering: Answering, reply: Reply): Promise<void> {
  const sentAs = payload.type === "unread" ? payload.sentAs : payload.type;
  if (sentAs === InteractionType.ApplicationCommandAutocomplete) await answering.suggest([]);
  else await answering.answer(reply);
}
