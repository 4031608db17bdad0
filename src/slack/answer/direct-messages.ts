import { sendOrPlainer } from "../../chat/fit/plainer-reply.ts";
import { Refused } from "../../chat/refusal.ts";
import type { Reply } from "../../chat/reply.ts";
import type { Log } from "../../log.ts";
import type { WebClients } from "../clients.ts";
import { readByOne } from "../render/render-actions.ts";
import { renderReply } from "../render/render-reply.ts";
import { isRefusedAsWritten, judgeFailure, outsideError } from "../slack-error.ts";

export type PostedMessage = { channel: string; ts: string };

export type DirectMessages = {
  /** Rejects with OutsideError when Slack failed, and with Refused where it takes none. */
  post(userId: string, reply: Reply): Promise<PostedMessage>;
  /** False: it cannot be changed any more. Rejects with OutsideError when Slack failed. */
  change(message: PostedMessage, reply: Reply): Promise<boolean>;
};

/** Where the message stands; undefined: it was refused for good, and the answer goes another way. */
export async function unlessRefused(
  log: Log,
  posting: Promise<PostedMessage>,
): Promise<PostedMessage | undefined> {
  try {
    return await posting;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    log.info({ err: error }, "a direct message was refused");
    return undefined;
  }
}

/** Messages of the app to one person; Slack opens the conversation itself where a user id stands for the channel. */
export function createDirectMessages(clients: WebClients): DirectMessages {
  return {
    async post(userId, reply) {
      try {
        const posted = await sendOrPlainer(reply, isRefusedAsWritten, (shown) =>
          clients.once.chat.postMessage({
            channel: userId,
            ...renderReply(readByOne(shown)),
            unfurl_links: false,
            unfurl_media: false,
          }),
        );
        // Taken all the same where Slack does not say where it stands; it cannot be changed then.
        return { channel: posted.channel ?? "", ts: posted.ts ?? "" };
      } catch (error) {
        throw outsideError("a direct message", error);
      }
    },
    async change(message, reply) {
      try {
        await sendOrPlainer(reply, isRefusedAsWritten, (shown) =>
          clients.repeatable.chat.update({ ...message, ...renderReply(readByOne(shown)) }),
        );
        return true;
      } catch (error) {
        if (judgeFailure(error).kind === "refused") return false;
        throw outsideError("a change of a direct message", error);
      }
    },
  };
}
