import { webApi } from "@slack/bolt";
import { z } from "zod";
import type { ChannelRights } from "../chat/channels.ts";
import { inTeamsWords } from "../chat/refusal.ts";
import { createExpiringCache } from "../expiring-cache.ts";
import { judgeFailure, outsideError } from "./slack-error.ts";
import type { SlackClient } from "./workspaces/slack-client.ts";

const missingScope =
  "I may not look at channels: the app lacks the scope channels:read or groups:read. Whoever runs the bot pastes the manifest (npm run -s slack:manifest) at https://api.slack.com/apps again, and installs the app again.";

/** https://docs.slack.dev/reference/methods/conversations.info#errors. Slack hides a private channel from who is not in it. */
const refusals: { [code: string]: string } = {
  channel_not_found:
    "That channel does not exist any more, or it is private and I am not in it. If it is there, type /invite @PersonaForge in it; otherwise choose another channel.",
  missing_scope: missingScope,
};

const direct = "That is a direct message. Choose a channel.";
const notIn =
  "I am not in that channel. Type /invite @PersonaForge in it, then try again, or choose another channel.";
const archived = "That channel is archived. Unarchive it, or choose another channel.";
const shared =
  "That channel is shared with another company, whose people would read what I post there. Choose a channel of your own.";
const readOnly =
  "Only admins may post to that channel. Let a Slack admin allow me to post there (channel settings, Posting permissions), or choose another channel.";

/** What to do when a message was refused, by Slack's code: https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const closings: { [code: string]: string | undefined } = {
  channel_not_found: refusals.channel_not_found,
  not_in_channel: notIn,
  is_archived: archived,
  restricted_action: readOnly,
  restricted_action_read_only_channel: readOnly,
  missing_scope:
    "I may not post: the app lacks the scope chat:write. Whoever runs the bot pastes the manifest (npm run -s slack:manifest) at https://api.slack.com/apps again, and installs the app again.",
};

/** The remedy for a channel, where it has one of its own. */
export function closedChannels(code: string): string | undefined {
  return Object.hasOwn(closings, code) ? closings[code] : undefined;
}

/**
 * Asks Slack whether the bot could post what concerns a team to a channel now, without posting. Rejects with OutsideError when
 * Slack does not say. https://docs.slack.dev/reference/methods/conversations.info
 */
export async function canPostTo(client: SlackClient, channelId: string): Promise<ChannelRights> {
  try {
    const { channel = {} } = await client.conversations.info({ channel: channelId });
    return judge(channel);
  } catch (error) {
    if (isDirect(error)) return no(direct);
    const verdict = judgeFailure(error);
    if (verdict.kind === "refused") return no(refusals[verdict.code] ?? inTeamsWords(verdict.meaning));
    throw outsideError("the question whether the bot may post to a channel", error);
  }
}

/** So long it holds that nobody else reads a channel: each warning asks, and Slack takes fifty such questions a minute. */
const ownKeptMs = 60_000;
const mostChannels = 100;

/** What to do about a channel that another company reads; nothing where Slack does not say: the channel was the team's own once. */
export function createOutsiders(client: SlackClient): (channelId: string) => Promise<string | undefined> {
  const own = createExpiringCache<true>({
    freshMs: ownKeptMs,
    most: mostChannels,
    now: () => performance.now(),
  });

  return async (channelId) => {
    if (own.find(channelId)?.isFresh) return undefined;
    try {
      const { channel } = await client.conversations.info({ channel: channelId });
      // Not remembered: whoever is told of it may end it, and choose the channel again at once.
      if (channel && isShared(channel)) return shared;
      own.keep(channelId, true);
    } catch (error) {
      // Rejects where the failure is one of ours.
      judgeFailure(error);
    }
    return undefined;
  };
}

type Channel = NonNullable<webApi.ConversationsInfoResponse["channel"]>;

/** With another company, or soon. */
function isShared({ is_ext_shared, is_pending_ext_shared }: Channel): boolean {
  return is_ext_shared === true || is_pending_ext_shared === true;
}

function judge(channel: Channel): ChannelRights {
  if (channel.is_archived) return no(archived);
  if (isShared(channel)) return no(shared);
  // Left out, the first message shows it.
  if (channel.is_member === false) return no(notIn);
  return channel.is_read_only ? no(readOnly) : { kind: "yes" };
}

const wantsDirectScope = z.looseObject({ needed: z.string().regex(/^(mp)?im:/) });

/** The bot has no scope to look at direct messages, so it is by the scope's name that one is known. */
function isDirect(error: unknown): boolean {
  return error instanceof webApi.WebAPIPlatformError && wantsDirectScope.safeParse(error.data).success;
}

function no(remedy: string): ChannelRights {
  return { kind: "no", remedy };
}
