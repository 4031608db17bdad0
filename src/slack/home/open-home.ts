import type { CommandListing } from "../../chat/command.ts";
import type { Dispatch } from "../../chat/interaction.ts";
import { type AnswerTools, answersNothing } from "../answer/answer-tools.ts";
import type { People } from "../people.ts";

/** Has the Home tab of one person made and shown; `id` is that of the delivery which asks for it. Never rejects. */
export type OpenHome = (userId: string, id: string) => Promise<void>;

/** The tab is what the command that `isHome` answers. What takes its place, such as a refusal, stands there as well. */
export function createOpenHome(options: {
  commands: readonly CommandListing[];
  dispatch: Dispatch;
  people: People;
  tools: Omit<AnswerTools, "isRetry">;
}): OpenHome {
  const { commands, dispatch, people, tools } = options;
  const command = commands.find(({ isHome }) => isHome)?.name;
  return async (userId, id) => {
    if (command === undefined) return;
    const member = people.member(userId);
    await dispatch(
      { kind: "command", id, member, channelId: "", command, values: {}, text: "" },
      {
        ...answersNothing("Home tab", { ...tools, isRetry: false }),
        defer: async () => {},
        progress: async () => {},
        async answer(reply) {
          await tools.homes.publish(userId, reply);
          // Not shown is in the log; the next opening shows it.
          return true;
        },
      },
    );
  };
}
