import type { ButtonAction } from "../command.ts";
import type { DispatchDeps } from "./dispatch-deps.ts";

/** What pressing a button of this name does, whichever command it belongs to. */
export function findAction<Services>(
  { commands }: Pick<DispatchDeps<Services>, "commands">,
  name: string | undefined,
): ButtonAction<Services> | undefined {
  if (name === undefined) return undefined;
  for (const command of commands) {
    const action = command.buttons?.[name];
    if (action) return action;
  }
  return undefined;
}
