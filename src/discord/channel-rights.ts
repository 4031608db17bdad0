import { ChannelType, type REST, RESTJSONErrorCodes, Routes } from "discord.js";
import { z } from "zod";
import type { ChannelRights } from "../chat/channels.ts";
import { inTeamsWords } from "../chat/refusal.ts";
import { listed } from "../text/plural.ts";
import { codeOf, judgeFailure, toOutsideError } from "./discord-error.ts";
import { notInGuild, readOwnMember, remedyForOwn, timedOut } from "./own-member.ts";
import {
  missingForPosting,
  missingOf,
  overwritesSchema,
  permissionsIn,
  postingNames,
  rolesSchema,
} from "./permissions.ts";
import { lacking, openThreadPermissions } from "./threads.ts";

const channelSchema = z.object({
  id: z.string(),
  type: z.number(),
  guild_id: z.string().optional(),
  permission_overwrites: overwritesSchema,
});
type Channel = z.output<typeof channelSchema>;

/** Threads are left out: they close by themselves. */
const postableTypes: readonly number[] = [ChannelType.GuildText, ChannelType.GuildAnnouncement];

/** Discord tells a bot without View Channel no more than that. */
const hidden = `I cannot see that channel. Let my role have ${listed(postingNames, "and")} there (channel settings, Permissions), or choose another channel.`;
const gone = "That channel does not exist any more. Choose another one.";
const elsewhere = "That channel is not in this server. Choose one of this server's text channels.";
const notText =
  "That is not a text channel. Choose a text or announcement channel, not a thread, forum, category or voice channel.";

/** What to do, by Discord's error code, where a channel is closed to the bot. */
export const closedChannels: { [code: number]: string } = {
  [RESTJSONErrorCodes.UnknownChannel]: gone,
  [RESTJSONErrorCodes.MissingAccess]: hidden,
  [RESTJSONErrorCodes.UnknownGuild]: notInGuild,
  [RESTJSONErrorCodes.UnknownMember]: notInGuild,
  [RESTJSONErrorCodes.CannotSendMessagesInNonTextChannel]: notText,
};

/**
 * Asks Discord whether the bot could post to a guild's channel now, without posting. Rejects with OutsideError when
 * Discord does not say.
 */
export async function canPostTo(
  rest: REST,
  place: { guildId: string; channelId: string },
): Promise<ChannelRights> {
  try {
    return await ask(rest, place);
  } catch (error) {
    const verdict = judgeFailure(error);
    if (verdict.kind === "refused") {
      const own = await remedyForOwn(rest, place.guildId, error);
      return no(own ?? closedChannels[codeOf(error) ?? 0] ?? inTeamsWords(verdict.meaning));
    }
    throw toOutsideError("the question whether the bot may post to a channel", error);
  }
}

async function ask(
  rest: REST,
  { guildId, channelId }: { guildId: string; channelId: string },
): Promise<ChannelRights> {
  const channel = channelSchema.parse(await rest.get(Routes.channel(channelId)));
  if (channel.guild_id !== guildId) return no(elsewhere);
  if (!postableTypes.includes(channel.type)) return no(notText);
  const [{ isTimedOut, ...member }, roles] = await Promise.all([
    readOwnMember(rest, guildId),
    rest.get(Routes.guildRoles(guildId)).then((body) => rolesSchema.parse(body)),
  ]);
  if (isTimedOut) return no(timedOut);
  return judge(channel, { guildId, ...member, roles });
}

function judge(
  { permission_overwrites: overwrites }: Channel,
  standing: Omit<Parameters<typeof permissionsIn>[0], "overwrites">,
): ChannelRights {
  const permissions = permissionsIn({ ...standing, overwrites });
  const missing = missingForPosting(permissions);
  const forThreads = missingOf(permissions, openThreadPermissions);
  if (missing.length === 0)
    return { kind: "yes", ...(forThreads.length > 0 && { threads: lacking(forThreads) }) };
  return no(
    `I may not post there. Let my role have ${missing.join(" and ")} in that channel (channel settings, Permissions), or choose another channel.`,
  );
}

function no(remedy: string): ChannelRights {
  return { kind: "no", remedy };
}
