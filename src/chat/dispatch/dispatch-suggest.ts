import type { Answering, SuggestInteraction } from "../interaction.ts";
import { limits } from "../limits.ts";
import { createContext } from "./create-context.ts";
import type { DispatchDeps } from "./dispatch-deps.ts";
import type { Ending } from "./ending.ts";

/** Somebody is typing into a search field: offers what matches. Whoever may not use the command is offered nothing. */
export async function suggest<Services>(
  deps: DispatchDeps<Services>,
  interaction: SuggestInteraction,
  answering: Answering,
): Promise<Ending> {
  const { member, field, typed } = interaction;
  const command = deps.commands.find((candidate) => candidate.name === interaction.command);
  if (!command?.suggest || (await deps.refusal(member, command.access))) {
    await answering.suggest([]);
    return "unknown";
  }
  const choices = await command.suggest(field, typed, createContext(deps, interaction, answering));
  await answering.suggest(choices.slice(0, limits.options));
  return "answered";
}
