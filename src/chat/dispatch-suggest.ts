import type { Ending } from "./dispatch.ts";
import type { DispatchDeps } from "./dispatch-deps.ts";
import type { Answering, SuggestInteraction } from "./interaction.ts";
import { limits } from "./limits.ts";

/** Somebody is typing into a search field: offers what matches. Whoever may not use the command is offered nothing. */
export async function suggest<Services>(
  deps: DispatchDeps<Services>,
  interaction: SuggestInteraction,
  answering: Answering,
): Promise<Ending> {
  const { member, channelId, id, field, typed } = interaction;
  const command = deps.commands.find((candidate) => candidate.name === interaction.command);
  if (!command?.form || !command.suggest || (await deps.refusal(member, command.access))) {
    await answering.suggest([]);
    return "unknown";
  }
  const context = { services: deps.services, member, channelId, interactionId: id };
  const choices = await command.suggest(field, typed, context);
  await answering.suggest(choices.slice(0, limits.options));
  return "answered";
}
