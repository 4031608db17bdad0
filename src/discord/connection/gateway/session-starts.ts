import { type REST, Routes } from "discord.js";
import { z } from "zod";
import { PlatformTrouble } from "../../../chat/platform-trouble.ts";
import { keptPauseMs } from "../../../errors.ts";
import { plural } from "../../../text/plural.ts";

/** The part of Discord's answer that says how often this bot may connect, and by how many shards it should. */
export const sessionStartSchema = z.object({
  shards: z.int().min(1).default(1),
  session_start_limit: z.object({
    total: z.number(),
    remaining: z.number(),
    reset_after: z.number(),
    max_concurrency: z.int().min(1).default(1),
  }),
});
const gatewaySchema = sessionStartSchema.extend({ url: z.url({ protocol: /^wss?$/ }) });

/** How the bot is to connect: `count` shards, so many of them at once. */
export type GatewayPlan = {
  count: number;
  maxConcurrency: number;
  limit: z.output<typeof sessionStartSchema>["session_start_limit"];
};

/** Rejects with PlatformTrouble where the answer is not Discord's, and as discord.js does. */
export async function readGateway(rest: REST, fixedCount: number | undefined): Promise<GatewayPlan> {
  const answer = gatewaySchema.safeParse(await rest.get(Routes.gatewayBot()));
  if (!answer.success) {
    throw new PlatformTrouble(
      "What answers at DISCORD_API_URL names no gateway to connect to. Check DISCORD_API_URL: it must be Discord's, or unset.",
      {},
    );
  }
  const { shards, session_start_limit: limit } = answer.data;
  return { count: fixedCount ?? shards, maxConcurrency: limit.max_concurrency, limit };
}

/** Throws PlatformTrouble when Discord lets fewer connections of this bot begin than are needed. */
export function requireStarts(plan: GatewayPlan, needed: number): void {
  const spent = whySpent(plan, needed);
  if (spent) throw spent;
}

/**
 * Undefined: Discord lets so many more connections of this bot begin. It counts them for a day, and resets the token of who goes on
 * beyond: https://discord.com/developers/docs/events/gateway#session-start-limit-object
 */
export function whySpent({ limit }: GatewayPlan, needed: number): PlatformTrouble | undefined {
  const { total, remaining, reset_after: resetMs } = limit;
  if (remaining >= needed) return undefined;
  const waitMs = keptPauseMs(resetMs);
  const when = new Date(Date.now() + waitMs).toISOString();
  const more = plural(remaining, { one: "only 1 more start", other: `only ${remaining} more starts` });
  return new PlatformTrouble(
    `Discord allows this bot ${remaining > 0 ? more : "no more starts"} before ${when}: it has connected ${total - remaining} of ${total} times within a day. It connects by itself then. Find out what starts it again and again.`,
    { waitMs },
  );
}
