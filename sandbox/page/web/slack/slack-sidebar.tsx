import { ActAs } from "../shared/act-as.tsx";
import { BotMark } from "../shared/bot-mark.tsx";
import { Icon } from "../shared/icon.tsx";
import { directChannel, type SlackRoom } from "./slack-room.ts";

type SlackSidebarProps = {
  room: SlackRoom;
  onOpen: (channelId: string) => void;
  onActAs: (userId: string) => void;
};

/** The workspace's channels, the bot's own conversation, and who one is. */
export function SlackSidebar({ room, onOpen, onActAs }: SlackSidebarProps) {
  const { slack, userId, channelId } = room;
  const direct = directChannel(userId);
  const count = slack.messages.filter((message) => message.channelId === direct).length;
  return (
    <div className="s-side">
      <h3 className="s-workspace">{slack.workspace.name}</h3>
      <nav className="s-places" aria-label={`Slack channels of ${slack.workspace.name}`}>
        <span className="s-group">Channels</span>
        {slack.channels.map(({ id, name, isPrivate, hasBot }) => (
          <button
            key={id}
            type="button"
            className="s-place"
            aria-current={id === channelId}
            title={hasBot ? name : `${name}: PersonaForge is not in this channel`}
            onClick={() => onOpen(id)}
          >
            <Icon name={isPrivate ? "lock" : "hash"} />
            <span className="place-name">{name}</span>
            {!hasBot && <span className="s-without">no bot</span>}
          </button>
        ))}
        <span className="s-group">Apps</span>
        <button
          type="button"
          className="s-place"
          aria-current={channelId === direct}
          onClick={() => onOpen(direct)}
        >
          <BotMark className="s-app-mark" />
          PersonaForge
          {count > 0 && <span className="s-count">{count}</span>}
        </button>
      </nav>
      <ActAs people={slack.users} userId={userId} onChange={onActAs} />
    </div>
  );
}
