import { decodeButton } from "../button-code.ts";
import type { Answering, Interaction } from "../interaction.ts";
import type { DispatchDeps } from "./dispatch-deps.ts";
import { findAction } from "./find-action.ts";
import { openAgainAction, workingReply } from "./fixed-replies.ts";
import { holdWhile } from "./hold-while.ts";
import { deferWhenSlow } from "./patience.ts";

/**
 * The one guard of every interaction: whatever its work waits for, the platform hears a first word within its patience.
 * No handler need see to it. `answering` is a paced one, which says nothing first where something was said already.
 */
export function guardFirstWord<T, Services>(
  deps: Pick<DispatchDeps<Services>, "commands">,
  { interaction, answering }: { interaction: Interaction; answering: Answering },
  work: Promise<T>,
): Promise<T> {
  if (opensForm(deps, interaction)) return holdWhile(work, answering);
  return deferWhenSlow({
    work,
    ageMs: answering.ageMs(),
    defer: () => sayFirstWord(interaction, answering),
  });
}

async function sayFirstWord({ kind }: Interaction, answering: Answering): Promise<void> {
  switch (kind) {
    case "command":
    case "button":
      return answering.defer(workingReply());
    case "form":
      await answering.defer(workingReply());
      // Slack waits no longer than for a command. What refuses the form from now on is an answer, with the way back.
      return answering.acceptForm();
    case "suggest":
      return answering.suggest([]);
    case "fill":
      // Acknowledged on arrival; the form stands there all the while.
      return;
  }
}

/** Whether it is answered by a form that must open within seconds: its place is held then. */
function opensForm<Services>(
  deps: Pick<DispatchDeps<Services>, "commands">,
  interaction: Interaction,
): boolean {
  switch (interaction.kind) {
    case "command": {
      const command = deps.commands.find(({ name }) => name === interaction.command);
      return command !== undefined && (command.form !== undefined || command.opensForm === true);
    }
    case "button": {
      const action = decodeButton(interaction.code)?.action;
      return action === openAgainAction || findAction(deps, action)?.opensForm === true;
    }
    case "form":
    case "suggest":
    case "fill":
      return false;
  }
}
