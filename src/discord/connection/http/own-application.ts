import { type REST, Routes } from "discord.js";
import { z } from "zod";
import { PlatformTrouble } from "../../../chat/platform-trouble.ts";
import { below } from "../../../text/below.ts";

/** Where Discord's deliveries come to on our server. Each takes either kind. */
export const httpPaths = { interactions: "/discord/interactions", events: "/discord/events" } as const;

export const portal = "https://discord.com/developers/applications";

/** The part of the application that deliveries over HTTP depend on. */
export const deliverySchema = z.object({
  id: z.string(),
  verify_key: z.string().optional(),
  interactions_endpoint_url: z.string().nullish(),
  event_webhooks_url: z.string().nullish(),
});
export type Delivery = z.output<typeof deliverySchema>;

export type HttpSettings = { publicKey: string; publicUrl?: string | undefined };

/** The application of the token. Rejects as discord.js does, and with PlatformTrouble where it answers something else. */
export async function readDelivery(rest: REST): Promise<Delivery> {
  const answer = deliverySchema.safeParse(await rest.get(Routes.currentApplication()));
  if (answer.success) return answer.data;
  throw new PlatformTrouble(
    "What answers at DISCORD_API_URL names no application. Check DISCORD_API_URL: it must be Discord's, or unset.",
    {},
  );
}

type Wrong = { problem: string; remedy: string };

/** Where the key is another application's, nothing that Discord sends would be believed. */
export function wrongKey({ id, verify_key: actual }: Delivery, publicKey: string): Wrong | undefined {
  if (actual === undefined || actual.toLowerCase() === publicKey.toLowerCase()) return undefined;
  return {
    problem: `DISCORD_PUBLIC_KEY is not the key of the application of DISCORD_TOKEN (${id}).`,
    remedy: `Copy the Public Key again from ${portal}/${id}/information and start again.`,
  };
}

/** For a bot on the gateway: while an address stands there, Discord sends commands to it alone. Undefined: none does. */
export function strayEndpoint({ id, interactions_endpoint_url: url }: Delivery): Wrong | undefined {
  if (!url) return undefined;
  return {
    problem: "Discord sends commands to an Interactions Endpoint URL, so this bot gets none.",
    remedy: `Empty that field at ${portal}/${id}/information and save, or set DISCORD_PUBLIC_KEY to take them there.`,
  };
}

/** What is wrong with the address that Discord sends commands to, and what to do; undefined: nothing. */
export function wrongEndpoint(delivery: Delivery, { publicUrl }: HttpSettings): Wrong | undefined {
  const { id, interactions_endpoint_url: url } = delivery;
  const expected = publicUrl ? below(publicUrl, httpPaths.interactions) : undefined;
  const shown = expected ?? `the bot's public address with ${httpPaths.interactions} behind it`;
  const remedy = `Enter ${shown} as Interactions Endpoint URL at ${portal}/${id}/information and save, while the bot runs.`;
  if (!url)
    return { problem: "Discord knows no address to send commands to, so none reaches the bot.", remedy };
  const { href, pathname, host } = URL.parse(url) ?? {};
  const isOurs = expected ? href === expected : pathname === httpPaths.interactions;
  if (isOurs) return undefined;
  // Anybody may read this in /health, and what stands behind a host opens more than one service.
  const where = host ? `another address of ${host}` : "another address";
  return { problem: `Discord sends commands to ${where}, so none reaches the bot.`, remedy };
}
