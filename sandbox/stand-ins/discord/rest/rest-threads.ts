import { z } from "zod";
import { findChannel, findGuild, requireIn } from "../guild/channel-access.ts";
import { permission } from "../guild/permissions.ts";
import { renderChannel } from "../guild/render-guild.ts";
import { problem } from "../rules/component-walk.ts";
import { channelType, intent } from "../vocabulary.ts";
import type { Channel, World } from "../world.ts";
import { DiscordRefusal } from "./refusal.ts";
import type { Call, Route } from "./route.ts";

/**
 * Private threads, and public ones below a message, whose id they share; the bot opens no others.
 * https://discord.com/developers/docs/resources/channel#start-thread-without-message and …#start-thread-from-message
 */
export const threadRoutes: Route[] = [
  { method: "POST", pattern: "/channels/:channel/threads", handle: startThread },
  { method: "POST", pattern: "/channels/:channel/messages/:message/threads", handle: startThreadBelow },
  { method: "PUT", pattern: "/channels/:channel/thread-members/:user", handle: addMember },
];

const belowSchema = z.strictObject({
  name: z.string().min(1).max(100),
  auto_archive_duration: z
    .union([z.literal(60), z.literal(1440), z.literal(4320), z.literal(10_080)])
    .optional(),
  rate_limit_per_user: z.int().min(0).max(21_600).nullish(),
});
const bodySchema = belowSchema.extend({
  type: z.literal(channelType.privateThread),
  invitable: z.boolean().optional(),
});

function startThread({ world, param, json }: Call) {
  const parent = findChannel(world, param("channel"));
  const { name } = readBody(bodySchema, json);
  if (parent.type !== channelType.text || parent.guildId === undefined)
    throw new DiscordRefusal("wrongChannelType");
  requireIn(world, parent, permission.createPrivateThreads);
  return addThread(world, {
    ...{ id: world.nextId(), name, type: channelType.privateThread },
    ...{ guildId: parent.guildId, recipientId: undefined, deniedToBot: parent.deniedToBot },
    thread: { parentId: parent.id, members: new Set() },
  });
}

function startThreadBelow({ world, param, json }: Call) {
  const parent = findChannel(world, param("channel"));
  const { name } = readBody(belowSchema, json);
  const isOpen = parent.type === channelType.text || parent.type === channelType.announcement;
  if (!isOpen || parent.guildId === undefined) throw new DiscordRefusal("wrongChannelType");
  requireIn(world, parent, permission.createPublicThreads);
  const message = world.messages.get(param("message"));
  if (message?.channelId !== parent.id) throw new DiscordRefusal("unknownMessage");
  if (world.channels.has(message.id)) throw new DiscordRefusal("threadThere");
  return addThread(world, {
    ...{ id: message.id, name, type: channelType.publicThread },
    ...{ guildId: parent.guildId, recipientId: undefined, deniedToBot: parent.deniedToBot },
    thread: { parentId: parent.id, members: "everybody" },
  });
}

function readBody<Body>(schema: z.ZodType<Body>, json: unknown): Body {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new DiscordRefusal("invalidFormBody", [
    problem(["name"], "BASE_TYPE_REQUIRED", parsed.error.message),
  ]);
}

function addThread(world: World, thread: Channel) {
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
  if (thread.thread.members !== "everybody") thread.thread.members.add(param("user"));
  return { status: 204 };
}
