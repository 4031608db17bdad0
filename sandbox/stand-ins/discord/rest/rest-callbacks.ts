import { isDeepStrictEqual } from "node:util";
import { applyCallback } from "../answering.ts";
import { isEphemeral, isLoading, renderMessage } from "../guild/message.ts";
import { answerDeadlineMs, type Interaction } from "../interaction.ts";
import { readCallback } from "../rules/callback-rules.ts";
import type { World } from "../world.ts";
import { DiscordRefusal } from "./refusal.ts";
import type { Call, Route } from "./route.ts";

/** Nobody who repeats an answer has waited less for the verdict on it. */
const verdictMs = 2000;

/** The first answer to an interaction: once, within 3 s, and of a legal type. */
export const callbackRoutes: Route[] = [
  { method: "POST", pattern: "/interactions/:interaction/:token/callback", isOpen: true, handle: answer },
];

function answer({ world, param, query, json, files }: Call) {
  const interaction = findOpen(world, param("interaction"), { token: param("token"), body: json });
  applyCallback(world, interaction, readCallback(interaction, json), files);
  if (query.get("with_response") !== "true") return { status: 204 };
  return { status: 200, body: renderCallback(world, interaction) };
}

function findOpen(world: World, id: string, { token, body }: { token: string; body: unknown }): Interaction {
  const interaction = world.interactions.get(id);
  if (interaction === undefined || interaction.token !== token)
    throw new DiscordRefusal("unknownInteraction");
  if (interaction.answer !== undefined)
    throw new DiscordRefusal(isRepetition(interaction, body) ? "repeatedAnswer" : "alreadyAnswered");
  if (interaction.ageMs > answerDeadlineMs) throw new DiscordRefusal("unknownInteraction");
  return interaction;
}

/** The same as before, after a time in which a verdict may have been waited for: on a machine that stands still one comes too late. */
function isRepetition({ answer, dispatchedAtMs }: Interaction, body: unknown): boolean {
  if (answer === undefined || performance.now() - dispatchedAtMs - answer.ms < verdictMs) return false;
  const { type, data } = answer;
  return isDeepStrictEqual(body, data === undefined ? { type } : { type, data });
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
