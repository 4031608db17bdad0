import { Icon } from "../shared/icon.tsx";
import { type DiscordRoom, directChannel } from "./discord-room.ts";

type PlacesProps = { room: DiscordRoom; onOpen: (channelId: string) => void };

/** The channels of the open server, and the bot's direct messages. */
export function Places({ room, onOpen }: PlacesProps) {
  const { guild, userId, channelId } = room;
  const direct = directChannel(userId);
  const count = room.discord.messages.filter((message) => message.channelId === direct).length;
  return (
    <nav className="d-places" aria-label={`Discord channels of ${guild.name}`}>
      {guild.channels.map(({ id, name }) => (
        <button
          key={id}
          type="button"
          className="d-place"
          aria-current={id === channelId}
          onClick={() => onOpen(id)}
        >
          <Icon name="hash" />
          {name}
        </button>
      ))}
      <button
        type="button"
        className="d-place"
        aria-current={channelId === direct}
        onClick={() => onOpen(direct)}
      >
        <Icon name="mail" />
        Messages
        {count > 0 && <span className="d-count">{count}</span>}
      </button>
    </nav>
  );
}
