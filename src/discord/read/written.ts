import { type Client, GatewayDispatchEvents, MessageType } from "discord.js";
import { z } from "zod";

/** What somebody has written to the bot itself. What it says is not read. */
export type Written = { messageId: string; channelId: string; userId: string };

/** https://docs.discord.com/developers/resources/message#message-object, with `guild_id` where it was written in a server. */
const messageSchema = z.object({
  id: z.string(),
  channel_id: z.string(),
  guild_id: z.undefined().optional(),
  webhook_id: z.undefined().optional(),
  type: z.union([z.literal(MessageType.Default), z.literal(MessageType.Reply)]),
  author: z.object({
    id: z.string(),
    bot: z.literal(false).optional(),
    system: z.literal(false).optional(),
  }),
});

/** Calls `take` with every direct message of a person's; the bot's own come by this way, too, and those of Discord itself. */
export function watchWritten(client: Client, take: (written: Written) => void): void {
  client.ws.on(GatewayDispatchEvents.MessageCreate, (raw: unknown) => {
    const message = messageSchema.safeParse(raw).data;
    if (message) take({ messageId: message.id, channelId: message.channel_id, userId: message.author.id });
  });
}
