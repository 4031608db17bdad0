import type { CommandListing } from "../../chat/command.ts";
import type { Dispatch } from "../../chat/interaction.ts";
import { type AnswerTools, answersNothing } from "../answer/answer-tools.ts";
import type { Workspace } from "../workspaces/workspace.ts";

/** Has the Home tab of one person made and shown; `id` is that of the delivery which asks for it. Never rejects. */
export type OpenHome = (workspace: Workspace, userId: string, id: string) => Promise<void>;

/** The tab is what the command that `isHome` answers. What takes its place, such as a refusal, stands there as well. */
export function createOpenHome(options: {
  commands: readonly CommandListing[];
  dispatch: Dispatch;
  tools: Omit<AnswerTools, "isRetry" | keyof Workspace>;
}): OpenHome {
  const { commands, dispatch, tools } = options;
  const command = commands.find(({ isHome }) => isHome)?.name;
  return async (workspace, userId, id) => {
    if (command === undefined) return;
    const member = workspace.people.member(userId);
    await dispatch(
      { kind: "command", id, member, channelId: "", command, values: {}, text: "" },
      {
        ...answersNothing("Home tab", { ...tools, ...workspace, isRetry: false }),
        defer: async () => {},
        progress: async () => {},
        async answer(reply) {
          await workspace.homes.publish(userId, reply);
          // Not shown is in the log; the next opening shows it.
          return true;
        },
      },
    );
  };
}
