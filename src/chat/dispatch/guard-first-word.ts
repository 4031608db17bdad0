import { keptForm } from "../form/keep-form.ts";
import type { Interaction } from "../interaction.ts";
import type { OwnAnswering } from "../own-answering.ts";
import { withPressed } from "./deliver.ts";
import type { DispatchDeps } from "./dispatch-deps.ts";
import { findAction, findCommand, nameOf } from "./find-action.ts";
import { interruptedReply, openAgainAction, workingReply } from "./fixed-replies.ts";
import { holdWhile } from "./hold-while.ts";
import { deferWhenSlow } from "./patience.ts";

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
      await Promise.all([sayFirstWord(deps, interaction, answering), promiseAnswer(deps, interaction)]);
    },
  });
}

/** From here on the person waits for a word that only this process knows of. */
async function promiseAnswer<Services>(
  deps: Pick<DispatchDeps<Services>, "commands" | "owed" | "log">,
  interaction: Interaction,
): Promise<void> {
  const name = nameOf(interaction);
  const done = interaction.kind === "button" ? findAction(deps, name) : findCommand(deps, name);
  const isAnswered = interaction.kind !== "suggest" && interaction.kind !== "fill";
  if (!isAnswered || !done || done.isToldByQueue) return;
  try {
    const reply = interruptedReply(interaction.kind === "command" ? name : undefined);
    await deps.owed.promise(interaction, withPressed(interaction, reply));
  } catch (error) {
    deps.log.warn({ err: error }, "that an answer is owed could not be noted");
  }
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
