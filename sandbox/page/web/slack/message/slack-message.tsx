import type { SlackMessagePicture } from "../../../protocol.ts";
import { Avatar } from "../../shared/avatar.tsx";
import { Icon } from "../../shared/icon.tsx";
import { Problem } from "../../shared/problem.tsx";
import { useAttempt } from "../../state/act-context.ts";
import { messageTime, type SlackRoom } from "../slack-room.ts";
import { messageSchema } from "../wire.ts";
import { BlockView } from "./block-view.tsx";
import { FileLink } from "./file-link.tsx";
import { Mrkdwn } from "./mrkdwn.tsx";

type SlackMessageProps = { picture: SlackMessagePicture; room: SlackRoom };

/** One message of the bot. */
export function SlackMessage({ picture, room }: SlackMessageProps) {
  const { ts, visibleTo, isEdited, threadTs } = picture;
  const { attempt, problem } = useAttempt();
  const { text, blocks, files } = messageSchema.parse(picture.message);
  const time = messageTime(ts);
  const { userId, channelId } = room;
  const press = (actionId: string, values?: string[]) =>
    attempt({ kind: "slack.press", userId, channelId, ts, actionId, ...(values && { values }) });
  return (
    <article
      className={`s-message${visibleTo ? " s-private" : ""}${threadTs ? " s-in-thread" : ""}`}
      data-message={ts}
    >
      {visibleTo && (
        <p className="s-only-you">
          <Icon name="eye" /> Only visible to you
        </p>
      )}
      <Avatar name="PersonaForge" isBot />
      <div className="s-body">
        <header>
          <b>PersonaForge</b> <span className="s-app">APP</span>{" "}
          <time dateTime={time.toISOString()}>
            {time.toLocaleTimeString([], { hour: "numeric", minute: "2-digit" })}
          </time>
        </header>
        {blocks.length === 0 && (
          <p>
            <Mrkdwn text={text} slack={room.slack} />
          </p>
        )}
        {blocks.map((block, index) => (
          <BlockView key={block.block_id || index} block={block} slack={room.slack} press={press} />
        ))}
        {files.map((file) => (
          <FileLink key={file.id} file={file} />
        ))}
        {isEdited && <small className="s-edited">(edited)</small>}
        <Problem text={problem} />
      </div>
    </article>
  );
}
