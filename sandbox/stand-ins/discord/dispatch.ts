import { z } from "zod";
import { deliverInteraction } from "./http/deliver.ts";
import { answerDeadlineMs, Interaction } from "./interaction.ts";
import { recordProblem, type World } from "./world.ts";

const userSchema = z.looseObject({ id: z.string() });
const payloadSchema = z.looseObject({
  id: z.string().regex(/^\d{17,19}$/),
  token: z.string(),
  type: z.number(),
  channel_id: z.string(),
  guild_id: z.string().optional(),
  member: z.looseObject({ user: userSchema }).optional(),
  user: userSchema.optional(),
  message: z.looseObject({ id: z.string() }).optional(),
});

/**
 * Sends a payload to the bot. One whose id is known is delivered again as it is: a duplicate delivery, answered
 * on the same record.
 */
export function dispatchInteraction(world: World, payload: Record<string, unknown>): Interaction {
  const interaction = findOrCreate(world, payload);
  const { id: interactionId, facts } = interaction;
  const dispatch = { event: "INTERACTION_CREATE", data: payload, guildId: facts.guildId, intent: 0 };
  world.events.emit({ kind: "interaction", interactionId, payload });
  const address = world.addresses.interactions;
  if (address === undefined) world.dispatches.emit(dispatch);
  else void deliverInteraction(world, address, interaction);
  return interaction;
}

function findOrCreate(world: World, payload: Record<string, unknown>): Interaction {
  const { id, token, type, member, user, ...facts } = payloadSchema.parse(payload);
  const known = world.interactions.get(id);
  if (known !== undefined) return known;
  const interaction = new Interaction(world, {
    id,
    token,
    type,
    userId: member?.user.id ?? user?.id ?? "",
    channelId: facts.channel_id,
    guildId: facts.guild_id,
    sourceMessageId: facts.message?.id,
    payload,
  });
  world.interactions.set(id, interaction);
  watchDeadline(world, interaction);
  return interaction;
}

/** "The application did not respond": three seconds after the interaction came into being. */
function watchDeadline(world: World, interaction: Interaction): void {
  const timer = setTimeout(
    () => {
      if (interaction.answer !== undefined) return;
      interaction.isUnanswered = true;
      const message = `No answer within ${answerDeadlineMs} ms`;
      recordProblem(world, { where: `interaction ${interaction.id}`, message, body: undefined });
      world.events.emit({ kind: "unanswered", interactionId: interaction.id });
    },
    Math.max(0, answerDeadlineMs - interaction.ageMs),
  );
  timer.unref();
}
