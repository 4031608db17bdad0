import { useEffect, useState } from "react";
import { useAct } from "../../state/act-context.ts";
import type { DiscordRoom } from "../discord-room.ts";
import { type CommandOption, suggestionsSchema } from "../wire.ts";
import type { OptionChoice } from "./command-entry.ts";

/** Discord's client waits a moment too before it asks. */
const pauseMs = 150;

type Question = {
  command: string;
  option: CommandOption;
  room: DiscordRoom;
  typed: string;
  isWanted: boolean;
};

/** What the bot suggests for what was typed; nothing for options without autocomplete. */
export function useSuggestions({ command, option, room, typed, isWanted }: Question): OptionChoice[] {
  const act = useAct();
  const [suggested, setSuggested] = useState<OptionChoice[]>([]);
  const { userId, channelId } = room;
  const isAsked = isWanted && option.autocomplete === true;
  useEffect(() => {
    if (!isAsked) return;
    let isLate = false;
    const timer = setTimeout(async () => {
      const question = { kind: "discord.suggest", userId, channelId, name: command } as const;
      const result = await act({ ...question, option: option.name, typed }).catch(() => []);
      const choices = suggestionsSchema.catch([]).parse(result);
      if (!isLate) setSuggested(choices.map(({ name, value }) => ({ name, value: String(value) })));
    }, pauseMs);
    return () => {
      isLate = true;
      clearTimeout(timer);
    };
  }, [act, isAsked, userId, channelId, command, option.name, typed]);
  return suggested;
}
