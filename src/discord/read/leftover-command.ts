import { ApplicationCommandType, InteractionType } from "discord.js";
import type { CommandListing } from "../../chat/command.ts";
import type { Payload } from "./payload.ts";

/** A command of one server alone. The bot registers none of these, and replacing its commands leaves them where they are. */
export type LeftoverCommand = { applicationId: string; guildId: string; commandId: string };

/**
 * What somebody has used that an earlier program has left in their server, where the bot has nothing of that name.
 * https://docs.discord.com/developers/interactions/application-commands#registering-a-command
 */
export function leftoverIn(
  payload: Payload,
  commands: readonly CommandListing[],
): LeftoverCommand | undefined {
  if (payload.type !== InteractionType.ApplicationCommand) return undefined;
  const { id: commandId, guild_id: guildId, name, type } = payload.data;
  if (commandId === undefined || guildId === undefined) return undefined;
  const isOurs = commands.some((command) =>
    type === ApplicationCommandType.Message ? command.fromMessage?.label === name : command.name === name,
  );
  return isOurs ? undefined : { applicationId: payload.application_id, guildId, commandId };
}
