import { z } from "zod";
import { findChannel, findGuild, requireIn } from "../guild/channel-access.ts";
import { permission } from "../guild/permissions.ts";
import { renderChannel } from "../guild/render-guild.ts";
import { problem } from "../rules/component-walk.ts";
import { channelType, intent } from "../vocabulary.ts";
import type { Channel } from "../world.ts";
import { DiscordRefusal } from "./refusal.ts";
import type { Call, Route } from "./route.ts";

/** Private threads; the bot opens no others. https://discord.com/developers/docs/resources/channel#start-thread-without-message */
export const threadRoutes: Route[] = [
  { method: "POST", pattern: "/channels/:channel/threads", handle: startThread },
  { method: "PUT", pattern: "/channels/:channel/thread-members/:user", handle: addMember },
];

const bodySchema = z.strictObject({
  name: z.string().min(1).max(100),
  type: z.literal(channelType.privateThread),
  auto_archive_duration: z
    .union([z.literal(60), z.literal(1440), z.literal(4320), z.literal(10_080)])
    .optional(),
  invitable: z.boolean().optional(),
  rate_limit_per_user: z.int().min(0).max(21_600).nullish(),
});

function startThread({ world, param, json }: Call) {
  const parent = findChannel(world, param("channel"));
  const parsed = bodySchema.safeParse(json);
  if (!parsed.success)
    throw new DiscordRefusal("invalidFormBody", [
      problem(["name"], "BASE_TYPE_REQUIRED", parsed.error.message),
    ]);
  if (parent.type !== channelType.text || parent.guildId === undefined)
    throw new DiscordRefusal("wrongChannelType");
  requireIn(world, parent, permission.createPrivateThreads);
  const thread: Channel = {
    id: world.nextId(),
    name: parsed.data.name,
    type: channelType.privateThread,
    guildId: parent.guildId,
    recipientId: undefined,
    deniedToBot: parent.deniedToBot,
    thread: { parentId: parent.id, members: new Set() },
  };
  world.channels.set(thread.id, thread);
  const body = renderChannel(world, thread);
  const data = { ...body, newly_created: true };
  world.dispatches.emit({ event: "THREAD_CREATE", data, guildId: thread.guildId, intent: intent.guilds });
  return { status: 201, body };
}

function addMember({ world, param }: Call) {
  const thread = findChannel(world, param("channel"));
  if (thread.thread === undefined) throw new DiscordRefusal("wrongChannelType");
  requireIn(world, thread, permission.sendMessagesInThreads);
  if (!findGuild(world, thread.guildId ?? "").members.has(param("user")))
    throw new DiscordRefusal("unknownMember");
  thread.thread.members.add(param("user"));
  return { status: 204 };
}
