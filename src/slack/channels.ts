import type { ChannelPost, Channels, ThreadPlace } from "../chat/channels.ts";
import { sendOrPlainer } from "../chat/fit/plainer-reply.ts";
import { closesChannel, inTeamsWords, type Verdict } from "../chat/refusal.ts";
import type { Reply } from "../chat/reply.ts";
import { canPostTo, closedChannels, createOutsiders } from "./channel-rights.ts";
import type { WebClients } from "./clients.ts";
import { renderReply, type SlackMessage } from "./render/render-reply.ts";
import { isRefusedAsWritten, judgeFailure, outsideError } from "./slack-error.ts";

/**
 * The channels of the bot's workspace. A message is tried once: Slack knows no nonce, so one whose answer was lost may
 * stand there although `post` rejects. Of a reply's files only those that a button opens can be had. What stands in a channel stays when
 * somebody presses it, also where that is a direct message: it may be a card, or a line of a rehearsal, which nothing else holds.
 */
export function createChannels(clients: WebClients): Channels {
  return {
    post: (place, reply) => write(reply, (message) => send(clients, place, message)),
    edit: ({ channelId, messageId }, reply) =>
      write(reply, async (message) => {
        await clients.repeatable.chat.update({ channel: channelId, ts: messageId, ...message });
        return messageId;
      }),
    rights: (channelId) => canPostTo(clients.repeatable, channelId),
    outsidersIn: createOutsiders(clients.repeatable),
    threads: {
      arePublic: isReadByOthers,
      async open({ channelId, opening }) {
        const posted = await write(opening, (message) => send(clients, channelId, message));
        if (posted.kind !== "posted" || posted.messageId === "")
          return { kind: "closed", remedy: "remedy" in posted ? posted.remedy : unnamed };
        return { kind: "opened", place: { channelId, threadId: posted.messageId } };
      },
      below: async ({ channelId, messageId }) => ({
        kind: "opened",
        place: { channelId, threadId: messageId },
      }),
    },
  };
}

/** Only a direct message is read by nobody else: of those the bot can post in its own alone. */
export function isReadByOthers(channelId: string): boolean {
  return !channelId.startsWith("D");
}

const unnamed = "Slack did not say where its message stands.";

/** A thread is called after the message that it hangs below. */
async function send(
  clients: WebClients,
  place: string | ThreadPlace,
  message: SlackMessage,
): Promise<string | undefined> {
  const where =
    typeof place === "string" ? { channel: place } : { channel: place.channelId, thread_ts: place.threadId };
  const { ts } = await clients.once.chat.postMessage({
    ...where,
    ...message,
    unfurl_links: false,
    unfurl_media: false,
  });
  return ts;
}

/** The channels of a workspace that I am not in. */
export function absentChannels(installHint: string): Channels {
  const remedy = `I am not in that workspace any more. ${installHint}`;
  const closed = async (): Promise<ChannelPost> => ({ kind: "closed", remedy });
  return { post: closed, edit: closed, rights: async () => ({ kind: "no", remedy }) };
}

async function write(
  reply: Reply,
  request: (message: SlackMessage) => Promise<string | undefined>,
): Promise<ChannelPost> {
  try {
    const messageId = await sendOrPlainer(reply, isRefusedAsWritten, (shown) => request(renderReply(shown)));
    // Slack has taken it and not said where: what is not known cannot be edited, but nothing is posted twice.
    return { kind: "posted", messageId: messageId ?? "" };
  } catch (error) {
    const verdict = judgeFailure(error);
    if (verdict.kind === "passes" || verdict.meaning.about === "token")
      throw outsideError("a message to a channel", error);
    const { code, meaning } = verdict;
    if (meaning.about === "original") return { kind: "messageGone" };
    const remedy = closedChannels(code) ?? inTeamsWords(meaning);
    return { kind: isClosed(verdict) ? "closed" : "refused", remedy };
  }
}

/** Without the scope to post, no channel takes anything. */
function isClosed({ code, meaning }: Verdict & { kind: "refused" }): boolean {
  return closesChannel(meaning) || code === "missing_scope";
}
