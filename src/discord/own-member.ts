import { type REST, RESTJSONErrorCodes, Routes } from "discord.js";
import { z } from "zod";
import { codeOf } from "./discord-error.ts";

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
  const { id: memberId } = botSchema.parse(await rest.get(Routes.user("@me")));
  const member = memberSchema.parse(await rest.get(Routes.guildMember(guildId, memberId)));
  const { roles: roleIds, communication_disabled_until: until } = member;
  return { memberId, roleIds, isTimedOut: until != null && Date.parse(until) > Date.now() };
}

export const timedOut =
  "I am timed out in this server. End my timeout, or wait until it is over, then try again.";

/**
 * Whether a refusal of what the bot's roles may allow it comes of a timeout, which Discord answers as it does a missing permission:
 * https://github.com/discord/discord-api-docs/issues/6847. False too where nobody can say.
 */
export async function isForTimeout(rest: REST, guildId: string, error: unknown): Promise<boolean> {
  if (codeOf(error) !== RESTJSONErrorCodes.MissingPermissions) return false;
  return readOwnMember(rest, guildId).then(
    ({ isTimedOut }) => isTimedOut,
    () => false,
  );
}
