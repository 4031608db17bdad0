import { Fragment } from "react";
import { Icon } from "../shared/icon.tsx";
import { type DiscordRoom, directChannel, threadsFor } from "./discord-room.ts";

type PlacesProps = { room: DiscordRoom; onOpen: (channelId: string) => void };

/** The channels of the open server, and the bot's direct messages. */
export function Places({ room, onOpen }: PlacesProps) {
  const { guild, userId, channelId } = room;
  const direct = directChannel(userId);
  const threads = threadsFor(guild, userId);
  const count = room.discord.messages.filter((message) => message.channelId === direct).length;
  return (
    <nav className="d-places" aria-label={`Discord channels of ${guild.name}`}>
      {guild.channels.map((channel) => (
        <Fragment key={channel.id}>
          <Place place={channel} isOpen={channel.id === channelId} onOpen={onOpen} />
          {threads
            .filter(({ parentId }) => parentId === channel.id)
            .map((thread) => (
              <Place
                key={thread.id}
                place={thread}
                isOpen={thread.id === channelId}
                onOpen={onOpen}
                isThread
              />
            ))}
        </Fragment>
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

type PlaceProps = {
  place: { id: string; name: string };
  isOpen: boolean;
  isThread?: boolean;
  onOpen: (channelId: string) => void;
};

function Place({ place: { id, name }, isOpen, isThread = false, onOpen }: PlaceProps) {
  return (
    <button
      type="button"
      className={isThread ? "d-place d-thread" : "d-place"}
      aria-current={isOpen}
      title={name}
      onClick={() => onOpen(id)}
    >
      <Icon name={isThread ? "reply" : "hash"} />
      <span className="place-name">{name}</span>
    </button>
  );
}
