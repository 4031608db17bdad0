import { useState } from "react";
import { useAttempt } from "../../state/act-context.ts";
import type { DiscordRoom } from "../discord-room.ts";
import { commandSchema } from "../wire.ts";
import { CommandForm } from "./command-form.tsx";
import { CommandPicker } from "./command-picker.tsx";

const chatInput = 1;
const saidInVain = "The bot reads commands only: type /";

/** Where a person types: first the command, then its options. */
export function Composer({ room }: { room: DiscordRoom }) {
  const { attempt } = useAttempt();
  const [chosen, setChosen] = useState<string>();
  const [wasChosen, setWasChosen] = useState(false);
  const commands = room.discord.commands
    .map((command) => commandSchema.parse(command))
    .filter(({ type }) => type === chatInput);
  const isCovered = room.discord.modals.some(({ userId }) => userId === room.userId);
  const command = commands.find(({ name }) => name === chosen);

  function choose(name: string | undefined): void {
    setChosen(name);
    setWasChosen(true);
  }

  return (
    <div className="d-composer">
      {command ? (
        <CommandForm key={command.name} command={command} room={room} onLeave={() => choose(undefined)} />
      ) : (
        <CommandPicker
          commands={commands}
          takesFocus={wasChosen && !isCovered}
          onChoose={choose}
          onSay={async (text) => {
            const { userId, channelId } = room;
            return (await attempt({ kind: "discord.say", userId, channelId, text })) ? "" : saidInVain;
          }}
        />
      )}
    </div>
  );
}
