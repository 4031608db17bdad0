import type { Reply } from "../../chat/reply.ts";
import type { WebClients } from "../clients.ts";
import { renderReply } from "../render/render-reply.ts";
import { codeOf, outsideError } from "../slack-error.ts";

export type PostedMessage = { channel: string; ts: string };

export type DirectMessages = {
  /** Undefined: this person takes none. Rejects with OutsideError when Slack failed. */
  post(userId: string, reply: Reply): Promise<PostedMessage | undefined>;
  /** False: the message is gone. Rejects with OutsideError when Slack failed. */
  change(message: PostedMessage, reply: Reply): Promise<boolean>;
};

/** https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const takesNone = new Set([
  "cannot_dm_bot",
  "channel_not_found",
  "is_archived",
  "messages_tab_disabled",
  "not_in_channel",
  "user_disabled",
  "user_not_found",
]);

/** https://docs.slack.dev/reference/methods/chat.update#errors */
const isGone = new Set([
  "cant_update_message",
  "channel_not_found",
  "edit_window_closed",
  "is_inactive",
  "message_not_found",
]);

/** Messages of the app to one person; Slack opens the conversation itself where a user id stands for the channel. */
export function createDirectMessages(clients: WebClients): DirectMessages {
  return {
    async post(userId, reply) {
      try {
        const posted = await clients.once.chat.postMessage({
          channel: userId,
          ...renderReply(reply),
          unfurl_links: false,
          unfurl_media: false,
        });
        return posted.channel && posted.ts ? { channel: posted.channel, ts: posted.ts } : undefined;
      } catch (error) {
        if (takesNone.has(codeOf(error))) return undefined;
        throw outsideError("a direct message", error);
      }
    },
    async change(message, reply) {
      try {
        await clients.repeatable.chat.update({ ...message, ...renderReply(reply) });
        return true;
      } catch (error) {
        if (isGone.has(codeOf(error))) return false;
        throw outsideError("a change of a direct message", error);
      }
    },
  };
}
