import { DiscordAPIError, DiscordjsError, DiscordjsErrorCodes, GatewayCloseCodes } from "discord.js";
import { OutsideError } from "../errors.ts";

const portal = "https://discord.com/developers/applications";

/** What a wrong token is answered with. */
export const refusedToken =
  `DISCORD_TOKEN was refused by Discord. Copy the token again from ${portal} → your application → Bot, ` +
  "or reset it there if it is lost, put it into DISCORD_TOKEN and start again.";

/**
 * Why Discord closed the gateway for good, and what to do; undefined for a code after which discord.js connects again.
 * https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
 */
export function fatalCloseSentence(code: number): string | undefined {
  switch (code) {
    case GatewayCloseCodes.AuthenticationFailed:
      return refusedToken;
    case GatewayCloseCodes.InvalidShard:
      return `Discord refused this process's shard (close code ${code}). This version runs one: unset every shard setting and start again.`;
    case GatewayCloseCodes.ShardingRequired:
      return `The bot is in too many servers for one connection (close code ${code}). This version runs one shard: take it out of servers that do not use it.`;
    case GatewayCloseCodes.InvalidAPIVersion:
      return `Discord no longer speaks this program's version of the gateway (close code ${code}). Update PersonaForge.`;
    case GatewayCloseCodes.InvalidIntents:
      return `Discord did not understand this program's intents (close code ${code}). Update PersonaForge.`;
    case GatewayCloseCodes.DisallowedIntents:
      return `Discord does not allow this application the Guilds intent (close code ${code}). Look for a notice at ${portal}.`;
    default:
      return undefined;
  }
}

/** Why the bot could not connect, as a sentence that says what to do. `closeCode` is the gateway's last, if it spoke. */
export function startFailure(error: unknown, closeCode: number | undefined, apiUrl: string): OutsideError {
  const fatal = closeCode === undefined ? undefined : fatalCloseSentence(closeCode);
  if (fatal) return new OutsideError(fatal);
  if (isRefusedToken(error)) return new OutsideError(refusedToken);
  if (error instanceof OutsideError) return error;
  const words = error instanceof Error ? error.message : String(error);
  return new OutsideError(
    `Discord could not be reached at ${apiUrl} (${words}). Check the network and DISCORD_API_URL, and start again.`,
  );
}

function isRefusedToken(error: unknown): boolean {
  if (error instanceof DiscordjsError) return error.code === DiscordjsErrorCodes.TokenInvalid;
  return error instanceof DiscordAPIError && error.status === 401;
}
