import { ApplicationWebhookEventType, ApplicationWebhookType } from "discord.js";
import { z } from "zod";
import type { JoinedGuild } from "../connection.ts";

/**
 * What Discord tells over HTTP besides interactions. Who takes the app away from their account is told, who takes it out
 * of a server is not: only a list shows that. https://discord.com/developers/docs/events/webhook-events#event-types
 */
const eventSchema = z.object({
  type: z.literal(ApplicationWebhookType.Event),
  event: z.object({
    type: z.string(),
    // Of another shape it is of another kind, and an event all the same: taken for a ping it would be answered as one.
    data: z
      .object({
        guild: z.object({ id: z.string(), system_channel_id: z.string().nullish() }).nullish(),
        scopes: z.array(z.string()).nullish(),
      })
      .nullish()
      .catch(undefined),
  }),
});

export type DiscordEvent =
  /** `isMember`: the bot is a member there; else the guild has its commands alone, and stands in no list. */
  { kind: "joined"; guild: JoinedGuild; isMember: boolean } | { kind: "perhapsLeft" } | { kind: "other" };

export function isEventPing(body: object): boolean {
  return "type" in body && body.type === ApplicationWebhookType.Ping;
}

/** Undefined: it is no event. */
export function readEvent(body: object): DiscordEvent | undefined {
  const event = eventSchema.safeParse(body).data?.event;
  if (!event) return undefined;
  const { type, data } = event;
  const { guild, scopes } = data ?? {};
  if (type === ApplicationWebhookEventType.ApplicationDeauthorized) return { kind: "perhapsLeft" };
  if (type !== ApplicationWebhookEventType.ApplicationAuthorized || !guild) return { kind: "other" };
  const { id, system_channel_id: channelId } = guild;
  const joined = { id, ...(channelId != null && { systemChannelId: channelId }) };
  return { kind: "joined", guild: joined, isMember: scopes?.includes("bot") ?? true };
}
