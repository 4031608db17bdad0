import {
  IncomingWebhookRequestPartialSchema,
  IncomingWebhookUpdateRequestPartialSchema,
} from "discord-api-spec/zod";
import { placeAnswer } from "../answering.ts";
import { isLoading, type Message, renderMessage } from "../guild/message.ts";
import { createMessage, deleteMessage, editMessage, type Sent } from "../guild/message-store.ts";
import type { Interaction } from "../interaction.ts";
import { readMessage } from "../rules/message-check.ts";
import { callbackType, messageFlag } from "../vocabulary.ts";
import type { World } from "../world.ts";
import { DiscordRefusal } from "./refusal.ts";
import type { Call, Route } from "./route.ts";

const base = "/webhooks/:application/:token";

/** Everything after the first answer: for 15 minutes the interaction's token edits, deletes and follows up. */
export const webhookRoutes: Route[] = [
  { method: "POST", pattern: base, isOpen: true, handle: followUp },
  { method: "GET", pattern: `${base}/messages/:message`, isOpen: true, handle: show },
  { method: "PATCH", pattern: `${base}/messages/:message`, isOpen: true, handle: patch },
  { method: "DELETE", pattern: `${base}/messages/:message`, isOpen: true, handle: remove },
];

function followUp(call: Call) {
  const { world, json, files } = call;
  const interaction = findAnswered(call);
  const sent = readMessage(IncomingWebhookRequestPartialSchema, json, files);
  const message = fillPlaceholder(world, interaction, sent) ?? addFollowUp(world, interaction, sent);
  return { status: 200, body: renderMessage(world, message) };
}

/** The first follow-up after a deferral becomes the answer itself, as private or public as the deferral said. */
function fillPlaceholder(world: World, interaction: Interaction, sent: Sent): Message | undefined {
  const placeholder = interaction.original;
  const wasDeferred = interaction.answer?.type === callbackType.deferredMessage;
  if (!wasDeferred || placeholder === undefined || !isLoading(placeholder)) return undefined;
  return editMessage(world, placeholder, sent);
}

function addFollowUp(world: World, interaction: Interaction, sent: Sent): Message {
  const isPrivate = ((sent.body.flags ?? 0) & messageFlag.ephemeral) !== 0;
  const placement = { ...placeAnswer(world, interaction, isPrivate), isFollowUp: true };
  interaction.followUpIds.push(placement.id);
  return createMessage(world, placement, sent);
}

function show(call: Call) {
  return { status: 200, body: renderMessage(call.world, findMessage(call)) };
}

function patch(call: Call) {
  const { world, json, files } = call;
  const message = findMessage(call);
  const edited = editMessage(
    world,
    message,
    readMessage(IncomingWebhookUpdateRequestPartialSchema, json, files),
  );
  return { status: 200, body: renderMessage(world, edited) };
}

function remove(call: Call) {
  deleteMessage(call.world, findMessage(call));
  return { status: 204 };
}

/** Unknown or not yet answered: 10015. Older than 15 minutes: 50027. */
function findAnswered({ world, param }: Call): Interaction {
  const token = param("token");
  const interaction = [...world.interactions.values()].find((candidate) => candidate.token === token);
  if (interaction?.answer === undefined || param("application") !== world.applicationId)
    throw new DiscordRefusal("unknownWebhook");
  if (interaction.isTokenExpired) throw new DiscordRefusal("expiredWebhookToken");
  return interaction;
}

function findMessage(call: Call): Message {
  const interaction = findAnswered(call);
  const name = call.param("message");
  const id = name === "@original" ? interaction.originalId : name;
  const isOwn = id !== undefined && (id === interaction.originalId || interaction.followUpIds.includes(id));
  const message = isOwn ? call.world.messages.get(id) : undefined;
  if (message === undefined) throw new DiscordRefusal("unknownMessage");
  return message;
}
