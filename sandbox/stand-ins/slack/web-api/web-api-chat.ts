import { z } from "zod";
import { limits } from "../block-kit/block-kit-limits.ts";
import { writableChannel } from "../channel-access.ts";
import type { JsonObject } from "../json.ts";
import { readContent } from "../message/message-content.ts";
import { renderMessage } from "../message/message-render.ts";
import type { Message } from "../message/messages.ts";
import { Refusal, refuseByState } from "../refusal.ts";
import { type Call, type MethodTable, readArgs } from "./web-api-method.ts";

const content = {
  text: z.unknown().optional(),
  blocks: z.unknown().optional(),
  attachments: z.unknown().optional(),
};
const postArgs = z.object({ channel: z.string(), thread_ts: z.string().optional(), ...content });
const ephemeralArgs = postArgs.extend({ user: z.string() });
const updateArgs = z.object({ channel: z.string(), ts: z.string(), ...content });
const deleteArgs = z.object({ channel: z.string(), ts: z.string() });

function post(call: Call): JsonObject {
  const { world } = call;
  const args = readArgs(postArgs, call.args);
  const channel = writableChannel(world, args.channel);
  const message = world.messages.add({
    ...readContent(world, args, { where: "chat.postMessage", maxBlocks: limits.postedBlocks }),
    ts: world.ids.timestamp(),
    channel: channel.id,
    files: [],
    edited: false,
    ...(args.thread_ts === undefined ? {} : { threadTs: args.thread_ts }),
  });
  return { channel: channel.id, ts: message.ts, message: renderMessage(message, world) };
}

function postEphemeral(call: Call): JsonObject {
  const { world } = call;
  const args = readArgs(ephemeralArgs, call.args);
  const channel = writableChannel(world, args.channel);
  if (!channel.members.has(args.user)) throw refuseByState("user_not_in_channel");
  const message = world.messages.add({
    ...readContent(world, args, { where: "chat.postEphemeral" }),
    ts: world.ids.timestamp(),
    channel: channel.id,
    files: [],
    edited: false,
    ephemeralTo: args.user,
  });
  return { message_ts: message.ts };
}

/** A message everybody sees; ephemeral ones cannot be found again by this API. */
function findMessage(call: Call, channelId: string, ts: string): Message {
  const channel = writableChannel(call.world, channelId);
  const message = call.world.messages.find(channel.id, ts);
  if (message === undefined || message.ephemeralTo !== undefined) throw refuseByState("message_not_found");
  return message;
}

function update(call: Call): JsonObject {
  const { world } = call;
  const args = readArgs(updateArgs, call.args);
  const message = findMessage(call, args.channel, args.ts);
  if (message.user !== undefined) throw new Refusal("cant_update_message");
  const rules = {
    where: "chat.update",
    maxText: limits.updatedMessageText,
    maxBlocks: limits.postedBlocks,
  };
  world.messages.edit(message, readContent(world, args, rules));
  const rendered = renderMessage(message, world);
  return { channel: message.channel, ts: message.ts, text: message.text, message: rendered };
}

function remove(call: Call): JsonObject {
  const args = readArgs(deleteArgs, call.args);
  const message = findMessage(call, args.channel, args.ts);
  if (message.user !== undefined) throw new Refusal("cant_delete_message");
  call.world.messages.remove(message);
  return { channel: message.channel, ts: message.ts };
}

export const chatMethods: MethodTable = {
  "chat.postMessage": { scope: "chat:write", run: post },
  "chat.postEphemeral": { scope: "chat:write", run: postEphemeral },
  "chat.update": { scope: "chat:write", run: update },
  "chat.delete": { scope: "chat:write", run: remove },
};
