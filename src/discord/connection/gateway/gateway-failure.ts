import {
  DiscordAPIError,
  DiscordjsError,
  DiscordjsErrorCodes,
  GatewayCloseCodes,
  RateLimitError,
} from "discord.js";
import { PlatformTrouble } from "../../../chat/platform-trouble.ts";
import { inOperatorsWords } from "../../../chat/refusal.ts";
import { judgeFailure, pauseOf, toOutsideError } from "../../discord-error.ts";

const portal = "https://discord.com/developers/applications";

/** What a wrong token is answered with. */
export const refusedToken =
  `DISCORD_TOKEN was refused by Discord. Copy the token again from ${portal} → your application → Bot, ` +
  "or reset it there if it is lost, put it into DISCORD_TOKEN and start again.";

/**
 * Why Discord closed the gateway for good, and what to do; undefined for a code after which discord.js connects again.
 * https://discord.com/developers/docs/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
 */
function fatalCloseSentence(code: number): string | undefined {
  switch (code) {
    case GatewayCloseCodes.AuthenticationFailed:
      return refusedToken;
    case GatewayCloseCodes.InvalidShard:
      return `Discord refused this process's shard (close code ${code}). Remove DISCORD_SHARDS and DISCORD_SHARD_COUNT, or correct them, and start again.`;
    case GatewayCloseCodes.ShardingRequired:
      return `The bot is in too many servers for so few shards (close code ${code}). Remove DISCORD_SHARD_COUNT, so that Discord says how many it takes, or raise it, and start again.`;
    case GatewayCloseCodes.InvalidAPIVersion:
      return `Discord no longer speaks this program's version of the gateway (close code ${code}). Update PersonaForge.`;
    case GatewayCloseCodes.InvalidIntents:
      return `Discord did not understand this program's intents (close code ${code}). Update PersonaForge.`;
    case GatewayCloseCodes.DisallowedIntents:
      return `Discord does not allow this application the intents Guilds and Direct Messages (close code ${code}). Look for a notice at ${portal}.`;
    default:
      return undefined;
  }
}

/** Discord takes the bot's servers in another number of shards, which it says to whoever connects anew. */
export class OtherShardsWanted extends PlatformTrouble {}

/**
 * The same as trouble, which no further try ends; but where nobody has set how many shards there are, the next connection has as many
 * as Discord says by then.
 */
export function fatalClose(code: number, { areShardsSet }: { areShardsSet: boolean }) {
  const isAboutShards = [GatewayCloseCodes.InvalidShard, GatewayCloseCodes.ShardingRequired].includes(code);
  if (isAboutShards && !areShardsSet) {
    const sentence = `Discord wants the bot's servers in other shards than these (close code ${code}). It connects again with as many as Discord says then.`;
    return new OtherShardsWanted(sentence, {});
  }
  const sentence = fatalCloseSentence(code);
  return sentence === undefined ? undefined : new PlatformTrouble(sentence, { isFinal: true });
}

/** Why the bot could not connect, as a sentence that says what to do. `closed`: what the gateway's last word means, if it spoke. */
export function startFailure(
  error: unknown,
  closed: PlatformTrouble | undefined,
  apiUrl: string,
): PlatformTrouble {
  if (closed) return closed;
  if (isRefusedToken(error)) return new PlatformTrouble(refusedToken, { isFinal: true });
  if (error instanceof PlatformTrouble) return error;
  if (error instanceof RateLimitError) {
    const waitMs = pauseOf(error);
    const seconds = Math.ceil(waitMs / 1000);
    return new PlatformTrouble(`Discord asks for a pause of ${seconds} s before this bot may connect.`, {
      waitMs,
    });
  }
  const verdict = judgeFailure(error);
  if (verdict.kind === "refused")
    return new PlatformTrouble(`Discord does not let the bot in: ${inOperatorsWords(verdict.meaning)}`, {});
  if (error instanceof DiscordAPIError)
    return new PlatformTrouble(toOutsideError("the bot's start", error).message, { waitMs: verdict.waitMs });
  const words = error instanceof Error ? error.message : String(error);
  return new PlatformTrouble(
    `Discord could not be reached at ${apiUrl} (${words}). Check the network and DISCORD_API_URL.`,
    {},
  );
}

function isRefusedToken(error: unknown): boolean {
  if (error instanceof DiscordjsError) return error.code === DiscordjsErrorCodes.TokenInvalid;
  return error instanceof DiscordAPIError && error.status === 401;
}
