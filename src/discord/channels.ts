import { type REST, RESTJSONErrorCodes, Routes } from "discord.js";
import { z } from "zod";
import type { ChannelPost, Channels, UnusableManager } from "../chat/channels.ts";
import { sendOrPlainer } from "../chat/fit/plainer-reply.ts";
import { closesChannel, inTeamsWords } from "../chat/refusal.ts";
import type { Reply } from "../chat/reply.ts";
import { listed } from "../text/plural.ts";
import { canPostTo, closedChannels } from "./channel-rights.ts";
import {
  codeOf,
  isRefusedAsWritten,
  judgeFailure,
  repeatWithoutVerdict,
  toOutsideError,
} from "./discord-error.ts";
import { remedyForOwn, timedOut } from "./own-member.ts";
import { attachFiles, postingNames, rolesSchema } from "./permissions.ts";
import { renderFiles } from "./render/render-files.ts";
import { renderReply } from "./render/render-reply.ts";
import { createThreads, remedyInThread } from "./threads.ts";

const messageSchema = z.object({ id: z.string() });

/** The channels of one guild, written to with the bot's own token; `rest` must not give up on a rate limit. */
export function createChannels(rest: REST, guildId: string): Channels {
  const inGuild = { rest, guildId };
  return {
    knowsNonces: true,
    post: (place, reply, nonce) =>
      write({ ...inGuild, isThread: typeof place !== "string" }, reply, (shown, signal) => {
        const body = { ...renderReply(shown), nonce, enforce_nonce: true };
        // A thread is a channel.
        const channelId = typeof place === "string" ? place : place.threadId;
        return rest.post(Routes.channelMessages(channelId), { body, files: filesOf(shown), signal });
      }),
    edit: ({ channelId, messageId }, reply) =>
      write(inGuild, reply, (shown, signal) => {
        const route = Routes.channelMessage(channelId, messageId);
        return rest.patch(route, { body: renderReply(shown), files: filesOf(shown), signal });
      }),
    rights: (channelId) => canPostTo(rest, { guildId, channelId }),
    unusableManagers: (ids) => unusableRoles(rest, guildId, ids),
    threads: createThreads(rest, guildId),
  };
}

async function unusableRoles(
  rest: REST,
  guildId: string,
  ids: readonly string[],
): Promise<UnusableManager[]> {
  try {
    const roles = rolesSchema.parse(await rest.get(Routes.guildRoles(guildId)));
    return ids.flatMap((id): UnusableManager[] => {
      const role = roles.find((one) => one.id === id);
      if (!role) return [{ id, why: "gone" }];
      const { name } = role;
      // Discord counts it among nobody's roles.
      if (id === guildId) return [{ id, name, why: "everyone" }];
      return role.tags?.bot_id === undefined ? [] : [{ id, name, why: "bot" }];
    });
  } catch (error) {
    throw toOutsideError("the question which roles there are", error);
  }
}

/**
 * Sent again while Discord gives no verdict: the nonce makes one message of it, and an edit says the whole message. What is
 * refused is sent again only where a plainer message might be taken.
 */
async function write(
  { rest, guildId, isThread = false }: { rest: REST; guildId: string; isThread?: boolean },
  reply: Reply,
  request: (shown: Reply, signal: AbortSignal) => Promise<unknown>,
): Promise<ChannelPost> {
  const send = (shown: Reply) => repeatWithoutVerdict((signal) => request(shown, signal));
  try {
    const { id } = messageSchema.parse(await sendOrPlainer(reply, isRefusedAsWritten, send));
    return { kind: "posted", messageId: id };
  } catch (error) {
    const verdict = judgeFailure(error);
    if (verdict.kind === "passes" || verdict.meaning.about === "token")
      throw toOutsideError("a message to a channel", error);
    const { meaning } = verdict;
    if (meaning.about === "original") return { kind: "messageGone" };
    const own = await remedyForOwn(rest, guildId, error);
    // That ends by itself, so nobody has to choose the channel anew.
    if (own === timedOut) return { kind: "refused", remedy: timedOut };
    const known = isThread ? remedyInThread : remedyFor;
    const remedy = own ?? known(codeOf(error), filesOf(reply).length > 0) ?? inTeamsWords(meaning);
    return { kind: closesChannel(meaning) ? "closed" : "refused", remedy };
  }
}

function remedyFor(code: number | undefined, hasFiles: boolean): string | undefined {
  if (code !== RESTJSONErrorCodes.MissingPermissions) return closedChannels[code ?? 0];
  const needed = hasFiles ? [...postingNames, attachFiles] : postingNames;
  return `I may not post there. Let my role have ${listed(needed, "and")} in that channel (channel settings, Permissions), or choose another channel.`;
}

function filesOf({ files = [] }: Reply) {
  return renderFiles(files);
}
