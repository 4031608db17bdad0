import { Icon } from "../../shared/icon.tsx";
import { useStickToEnd } from "../../shared/use-stick-to-end.ts";
import { directChannel, messagesIn, type SlackRoom } from "../slack-room.ts";
import { SlackMessage } from "./slack-message.tsx";

/** What the person sees in the open channel. */
export function SlackMessageList({ room }: { room: SlackRoom }) {
  const { slack, channelId, userId } = room;
  const messages = messagesIn(room);
  const list = useStickToEnd<HTMLDivElement>(
    `${messages.length} ${JSON.stringify(messages.at(-1)?.message)}`,
  );
  const channel = slack.channels.find(({ id }) => id === channelId);
  const isDirect = channelId === directChannel(userId);
  const name = channel?.name ?? "PersonaForge";
  return (
    <>
      <header className="s-header">
        <Icon name={isDirect ? "mail" : channel?.isPrivate ? "lock" : "hash"} />
        <h3>{name}</h3>
      </header>
      <div className="s-messages" role="log" aria-label={`Messages in ${name}`} tabIndex={0} ref={list}>
        <div className="s-welcome">
          <strong>{isDirect ? "PersonaForge" : `#${name}`}</strong>
          <span>{welcome(isDirect, channel?.hasBot ?? true)}</span>
        </div>
        {messages.map((message) => (
          <SlackMessage key={message.ts} picture={message} room={room} />
        ))}
      </div>
    </>
  );
}

function welcome(isDirect: boolean, hasBot: boolean): string {
  if (isDirect) return "What the bot tells you alone, outside any channel, comes here.";
  if (hasBot) return "Type / below to see what the bot can do.";
  return "PersonaForge is not in this channel. Its commands work here all the same; /invite @PersonaForge lets it in.";
}
