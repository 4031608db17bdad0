import { type REST, Routes } from "discord.js";
import { z } from "zod";
import { PlatformTrouble } from "../../../chat/platform-trouble.ts";
import { keptPauseMs } from "../../../errors.ts";

/** The part of Discord's answer that says how often this bot may connect. */
export const sessionStartSchema = z.object({
  session_start_limit: z.object({ total: z.number(), remaining: z.number(), reset_after: z.number() }),
});
const gatewaySchema = sessionStartSchema.extend({ url: z.url({ protocol: /^wss?$/ }) });

/**
 * Whether Discord lets one more connection of this bot begin: it counts them for a day, and resets the token of who goes
 * on beyond. Rejects with PlatformTrouble when none is left or the answer is not Discord's, and as discord.js does.
 * https://discord.com/developers/docs/events/gateway#session-start-limit-object
 */
export async function checkSessionStarts(rest: REST): Promise<void> {
  const answer = gatewaySchema.safeParse(await rest.get(Routes.gatewayBot()));
  if (!answer.success) {
    throw new PlatformTrouble(
      "What answers at DISCORD_API_URL names no gateway to connect to. Check DISCORD_API_URL: it must be Discord's, or unset.",
      {},
    );
  }
  const { total, remaining, reset_after: resetMs } = answer.data.session_start_limit;
  if (remaining > 0) return;
  const waitMs = keptPauseMs(resetMs);
  const when = new Date(Date.now() + waitMs).toISOString();
  throw new PlatformTrouble(
    `Discord allows this bot no more starts before ${when}: it has connected ${total} times within a day. It connects by itself then. Find out what starts it again and again.`,
    { waitMs },
  );
}
