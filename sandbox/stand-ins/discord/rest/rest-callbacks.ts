import { applyCallback } from "../answering.ts";
import { isEphemeral, isLoading, renderMessage } from "../guild/message.ts";
import { answerDeadlineMs, type Interaction } from "../interaction.ts";
import { readCallback } from "../rules/callback-rules.ts";
import type { World } from "../world.ts";
import { DiscordRefusal } from "./refusal.ts";
import type { Call, Route } from "./route.ts";

/** The first answer to an interaction: once, within 3 s, and of a legal type. */
export const callbackRoutes: Route[] = [
  { method: "POST", pattern: "/interactions/:interaction/:token/callback", isOpen: true, handle: answer },
];

function answer({ world, param, query, json, files }: Call) {
  const interaction = findOpen(world, param("interaction"), param("token"));
  applyCallback(world, interaction, readCallback(interaction, json), files);
  if (query.get("with_response") !== "true") return { status: 204 };
  return { status: 200, body: renderCallback(world, interaction) };
}

function findOpen(world: World, id: string, token: string): Interaction {
  const interaction = world.interactions.get(id);
  if (interaction === undefined || interaction.token !== token)
    throw new DiscordRefusal("unknownInteraction");
  if (interaction.answer !== undefined) throw new DiscordRefusal("alreadyAnswered");
  if (interaction.ageMs > answerDeadlineMs) throw new DiscordRefusal("unknownInteraction");
  return interaction;
}

function renderCallback(world: World, interaction: Interaction): Record<string, unknown> {
  const type = interaction.answer?.type;
  const message = interaction.original;
  if (message === undefined)
    return { interaction: { id: interaction.id, type: interaction.type }, resource: { type } };
  return {
    interaction: {
      id: interaction.id,
      type: interaction.type,
      response_message_id: message.id,
      response_message_loading: isLoading(message),
      response_message_ephemeral: isEphemeral(message),
    },
    resource: { type, message: renderMessage(world, message) },
  };
}
