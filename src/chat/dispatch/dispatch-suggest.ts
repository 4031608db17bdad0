import { suggestedAs } from "../form/suggested-values.ts";
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
  const context = createContext(deps, interaction, answering);
  const found = await command.suggest(field, typed, context);
  // Whoever goes back to a field types on in what a suggestion was called.
  const choices =
    found.length > 0 ? found : await suggestedAs(command, { key: field, label: typed }, context);
  await answering.suggest(choices.slice(0, limits.options));
  return "answered";
}
