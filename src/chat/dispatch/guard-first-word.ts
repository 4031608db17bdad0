import { keptForm } from "../form/keep-form.ts";
import type { Interaction } from "../interaction.ts";
import type { OwnAnswering } from "../own-answering.ts";
import type { DispatchDeps } from "./dispatch-deps.ts";
import { findAction, findCommand, nameOf } from "./find-action.ts";
import { openAgainAction, workingReply } from "./fixed-replies.ts";
import { holdWhile } from "./hold-while.ts";
import { deferWhenSlow } from "./patience.ts";
import { promiseAnswer } from "./promise-answer.ts";

/**
 * The one guard of every interaction: whatever its work waits for, the platform hears a first word within its patience.
 * No handler need see to it. `answering` is a paced one, which says nothing first where something was said already.
 */
export function guardFirstWord<T, Services>(
  deps: Pick<DispatchDeps<Services>, "commands" | "owed" | "log">,
  { interaction, answering }: { interaction: Interaction; answering: OwnAnswering },
  work: Promise<T>,
): Promise<T> {
  if (opensForm(deps, interaction)) return holdWhile(work, answering);
  return deferWhenSlow({
    work,
    ageMs: answering.ageMs(),
    async defer() {
      await answering.begin();
      await Promise.all([
        sayFirstWord(deps, interaction, answering),
        promiseAnswer(deps, { interaction, answering }),
      ]);
    },
  });
}

async function sayFirstWord<Services>(
  { commands }: Pick<DispatchDeps<Services>, "commands">,
  interaction: Interaction,
  answering: OwnAnswering,
): Promise<void> {
  switch (interaction.kind) {
    case "command":
    case "button":
      return answering.defer(workingReply());
    case "form":
      return answering.keepForm(keptForm(findCommand({ commands }, interaction.command), interaction));
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
      const command = findCommand(deps, interaction.command);
      return command !== undefined && (command.form !== undefined || command.opensForm === true);
    }
    case "button": {
      const action = nameOf(interaction);
      return action === openAgainAction || findAction(deps, action)?.opensForm === true;
    }
    case "form":
    case "suggest":
    case "fill":
      return false;
  }
}
