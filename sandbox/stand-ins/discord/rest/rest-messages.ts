import { MessageCreateRequestSchema, MessageEditRequestPartialSchema } from "discord-api-spec/zod";
import { findChannel, requireToSend } from "../guild/channel-access.ts";
import { isEphemeral, type Message, renderMessage } from "../guild/message.ts";
import { createMessage, deleteMessage, editMessage, type Sent } from "../guild/message-store.ts";
import { permission } from "../guild/permissions.ts";
import { readMessage } from "../rules/message-check.ts";
import { messageFlag } from "../vocabulary.ts";
import { recordProblem, type World } from "../world.ts";
import { DiscordRefusal } from "./refusal.ts";
import type { Call, Route } from "./route.ts";

const base = "/channels/:channel/messages";

/** Messages the bot posts to channels by itself, and direct messages. */
export const messageRoutes: Route[] = [
  { method: "GET", pattern: base, handle: listMessages },
  { method: "POST", pattern: base, handle: postMessage },
  { method: "GET", pattern: `${base}/:message`, handle: showMessage },
  { method: "PATCH", pattern: `${base}/:message`, handle: patchMessage },
  { method: "DELETE", pattern: `${base}/:message`, handle: removeMessage },
];

const defaultPage = 50;

function listMessages({ world, param, query }: Call) {
  const channel = findChannel(world, param("channel"));
  const limit = Number(query.get("limit") ?? defaultPage);
  const newestFirst = publicMessages(world, channel.id).reverse().slice(0, limit);
  return { status: 200, body: newestFirst.map((message) => renderMessage(world, message)) };
}

/** What everybody in a channel sees, oldest first. */
export function publicMessages(world: World, channelId: string): Message[] {
  return [...world.messages.values()].filter(
    (message) => message.channelId === channelId && !isEphemeral(message),
  );
}

function postMessage({ world, param, json, files }: Call) {
  const channel = findChannel(world, param("channel"));
  const sent = readMessage(MessageCreateRequestSchema, json, files);
  requireToSend(world, channel, neededFor(sent));
  const message = earlierWithNonce(world, channel.id, sent) ?? post(world, channel.id, sent);
  return { status: 200, body: renderMessage(world, message) };
}

function neededFor({ body, files }: Sent): bigint {
  return (
    permission.sendMessages |
    ((body.embeds ?? []).length > 0 ? permission.embedLinks : 0n) |
    (files.length > 0 ? permission.attachFiles : 0n)
  );
}

/** `enforce_nonce` makes the second of two equal posts the first one again. */
function earlierWithNonce(world: World, channelId: string, { body }: Sent): Message | undefined {
  if (body.enforce_nonce !== true || body.nonce == null) return undefined;
  return publicMessages(world, channelId).find((message) => message.nonce === body.nonce);
}

function post(world: World, channelId: string, sent: Sent): Message {
  const flags = sent.body.flags ?? 0;
  if ((flags & messageFlag.ephemeral) !== 0) {
    const message = "Only answers to interactions can be ephemeral; this message is public";
    recordProblem(world, { where: "POST /channels/…/messages", message, body: sent.body });
  }
  const body = { ...sent.body, flags: flags & ~messageFlag.ephemeral };
  const nobody = { visibleTo: undefined, answers: undefined, isFollowUp: false };
  return createMessage(
    world,
    { id: world.nextId(), channelId, author: world.bot, ...nobody },
    { ...sent, body },
  );
}

function showMessage({ world, param }: Call) {
  return { status: 200, body: renderMessage(world, findMessage(world, param("channel"), param("message"))) };
}

function patchMessage({ world, param, json, files }: Call) {
  const message = findMessage(world, param("channel"), param("message"));
  if (message.author.id !== world.bot.id) throw new DiscordRefusal("notYourMessage");
  const edited = editMessage(world, message, readMessage(MessageEditRequestPartialSchema, json, files));
  return { status: 200, body: renderMessage(world, edited) };
}

function removeMessage({ world, param }: Call) {
  deleteMessage(world, findMessage(world, param("channel"), param("message")));
  return { status: 204 };
}

/** Ephemeral messages are out of reach here: only their interaction's token leads to them. */
function findMessage(world: World, channelId: string, id: string): Message {
  const channel = findChannel(world, channelId);
  const message = world.messages.get(id);
  if (message?.channelId !== channel.id || isEphemeral(message)) throw new DiscordRefusal("unknownMessage");
  return message;
}
