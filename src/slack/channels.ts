import type { ChannelPost, Channels } from "../chat/channels.ts";
import { canPostTo, closedChannels } from "./channel-rights.ts";
import type { WebClients } from "./clients.ts";
import { renderReply } from "./render/render-reply.ts";
import { codeOf, outsideError } from "./slack-error.ts";

/** https://docs.slack.dev/reference/methods/chat.update#errors: such a message stays as it is for ever. */
const messageIsGone = new Set([
  "cant_update_message",
  "edit_window_closed",
  "is_inactive",
  "message_not_found",
]);

/** A message that Slack takes from nobody: https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const mistakes = new Set([
  "invalid_arguments",
  "invalid_blocks",
  "invalid_blocks_format",
  "msg_blocks_too_long",
  "msg_too_long",
  "no_text",
]);

/**
 * The channels of the bot's workspace. A message is tried once: Slack knows no nonce, so one whose answer was lost may
 * stand there although `post` rejects. Of a reply's files only those that a button opens can be had. Rejects with a
 * plain Error when the message itself is not one that Slack takes, which is a mistake of ours.
 */
export function createChannels(clients: WebClients): Channels {
  return {
    post: (channelId, reply) =>
      write(async () => {
        const { ts } = await clients.once.chat.postMessage({
          channel: channelId,
          ...renderReply(reply),
          unfurl_links: false,
          unfurl_media: false,
        });
        return ts;
      }),
    edit: ({ channelId, messageId }, reply) =>
      write(async () => {
        await clients.repeatable.chat.update({ channel: channelId, ts: messageId, ...renderReply(reply) });
        return messageId;
      }),
    rights: (channelId) => canPostTo(clients.repeatable, channelId),
  };
}

/** The channels of a workspace that the bot is not in. */
export function absentChannels(): Channels {
  const remedy =
    "PersonaForge is not in that Slack workspace any more. Install it there again (https://api.slack.com/apps, Install App).";
  const closed = async (): Promise<ChannelPost> => ({ kind: "closed", remedy });
  return { post: closed, edit: closed, rights: async () => ({ kind: "no", remedy }) };
}

async function write(request: () => Promise<string | undefined>): Promise<ChannelPost> {
  try {
    const messageId = await request();
    // Slack has taken it and not said where: what is not known cannot be edited, but nothing is posted twice.
    return { kind: "posted", messageId: messageId ?? "" };
  } catch (error) {
    const code = codeOf(error);
    if (messageIsGone.has(code)) return { kind: "messageGone" };
    const remedy = closedChannels(code);
    if (remedy) return { kind: "closed", remedy };
    if (mistakes.has(code)) throw new Error(`Slack does not take this message: ${code}`);
    throw outsideError("a message to a channel", error);
  }
}
