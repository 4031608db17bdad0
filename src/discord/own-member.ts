import { type REST, RESTJSONErrorCodes, Routes } from "discord.js";
import { z } from "zod";
import { codeOf, refusalIn } from "./discord-error.ts";

const botSchema = z.object({ id: z.string() });
const memberSchema = z.object({
  roles: z.array(z.string()),
  communication_disabled_until: z.string().nullish(),
});

/** The bot as a member of a server: it may be timed out there like anybody. Rejects as discord.js does. */
export async function readOwnMember(
  rest: REST,
  guildId: string,
): Promise<{ memberId: string; roleIds: string[]; isTimedOut: boolean }> {
  const { id: memberId } = botSchema.parse(await rest.get(Routes.user()));
  const member = memberSchema.parse(await rest.get(Routes.guildMember(guildId, memberId)));
  const { roles: roleIds, communication_disabled_until: until } = member;
  return { memberId, roleIds, isTimedOut: until != null && Date.parse(until) > Date.now() };
}

export const timedOut =
  "I am timed out in this server. End my timeout, or wait until it is over, then try again.";

/** Also of a server that has added its commands alone: nobody there can give it a role. */
export const notInGuild =
  "I am not in this server; it has my commands at most. Invite me with the link that npm run doctor prints.";

/**
 * What to do about a refusal that reads as if the bot's role lacked something, and does not come of that: the bot is timed out, which
 * Discord answers as it does a missing permission (https://github.com/discord/discord-api-docs/issues/6847), or is not there at all.
 * Undefined: neither, or nobody can say.
 */
export async function remedyForOwn(rest: REST, guildId: string, error: unknown): Promise<string | undefined> {
  if (!looksLikeRole.includes(codeOf(error))) return undefined;
  return readOwnMember(rest, guildId).then(
    ({ isTimedOut }) => (isTimedOut ? timedOut : undefined),
    // A bot can look at itself wherever it is.
    (failure) => (isAboutPlace(failure) ? notInGuild : undefined),
  );
}

function isAboutPlace(failure: unknown): boolean {
  const about = refusalIn(failure)?.about;
  return about === "team" || about === "channel";
}

const looksLikeRole: readonly (number | undefined)[] = [
  RESTJSONErrorCodes.MissingPermissions,
  RESTJSONErrorCodes.MissingAccess,
];
