import { Icon } from "../../shared/icon.tsx";
import { useStickToEnd } from "../../shared/use-stick-to-end.ts";
import { type DiscordRoom, directChannel, messagesIn } from "../discord-room.ts";
import { DiscordMessage } from "./discord-message.tsx";

/** What the person sees in the open channel. */
export function MessageList({ room }: { room: DiscordRoom }) {
  const { guild, channelId, userId } = room;
  const messages = messagesIn(room);
  const last = messages.at(-1);
  const list = useStickToEnd<HTMLDivElement>(`${messages.length} ${JSON.stringify(last?.message)}`);
  const isDirect = channelId === directChannel(userId);
  const name = isDirect ? "PersonaForge" : (guild.channels.find(({ id }) => id === channelId)?.name ?? "");
  return (
    <>
      <header className="d-header">
        <Icon name={isDirect ? "mail" : "hash"} />
        <h3>{name}</h3>
      </header>
      <div className="d-messages" role="log" aria-label={`Messages in ${name}`} tabIndex={0} ref={list}>
        <div className="d-welcome">
          <strong>{isDirect ? "PersonaForge" : `Welcome to #${name}!`}</strong>
          <span>
            {isDirect
              ? "What the bot tells you alone, outside any channel, comes here."
              : "Type / below to see what the bot can do."}
          </span>
        </div>
        {messages.map((message) => (
          <DiscordMessage key={message.id} picture={message} room={room} />
        ))}
      </div>
    </>
  );
}
