import { decodeButton } from "../button-code.ts";
import type { ButtonAction, Command } from "../command.ts";
import type { Interaction } from "../interaction.ts";
import type { DispatchDeps } from "./dispatch-deps.ts";

/** What pressing a button of this name does, whichever command it belongs to. */
export function findAction<Services>(
  { commands }: Pick<DispatchDeps<Services>, "commands">,
  name: string | undefined,
): ButtonAction<Services> | undefined {
  if (name === undefined) return undefined;
  for (const { buttons } of commands) {
    // Anybody can send any name, and every object has members that nobody has given it.
    if (buttons && Object.hasOwn(buttons, name)) return buttons[name];
  }
  return undefined;
}

export function findCommand<Services>(
  { commands }: Pick<DispatchDeps<Services>, "commands">,
  name: string,
): Command<Services> | undefined {
  return commands.find((candidate) => candidate.name === name);
}

/** What an interaction is about: its command's name, or its button's action. */
export function nameOf(interaction: Interaction): string {
  if (interaction.kind !== "button") return interaction.command;
  return decodeButton(interaction.code)?.action ?? "unknown button";
}

/** The same, of a name that a command or a button here has: anybody can send any other. */
export function knownName<Services>(
  deps: Pick<DispatchDeps<Services>, "commands">,
  interaction: Interaction,
): string {
  const name = nameOf(interaction);
  const found = interaction.kind === "button" ? findAction(deps, name) : findCommand(deps, name);
  return found ? name : "unknown";
}

/** Whether it changes something: doing it again might do it twice. A form that failed unsaved goes back to the person. */
export function hasEffect<Services>(
  deps: Pick<DispatchDeps<Services>, "commands">,
  interaction: Interaction,
): boolean {
  if (interaction.kind === "suggest" || interaction.kind === "fill") return false;
  if (interaction.kind === "form") return true;
  const name = nameOf(interaction);
  const done = interaction.kind === "button" ? findAction(deps, name) : findCommand(deps, name);
  if (!done || ("form" in done && done.form)) return false;
  if ("changesThings" in done && done.changesThings) return true;
  return done.access !== "member" && !("opensForm" in done && done.opensForm);
}
