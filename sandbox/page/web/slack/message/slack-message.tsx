import type { SlackMessagePicture } from "../../../protocol/picture.ts";
import { Avatar } from "../../shared/avatar.tsx";
import { Icon } from "../../shared/icon.tsx";
import { MessageMenu } from "../../shared/message-menu.tsx";
import { Problem } from "../../shared/problem.tsx";
import { useAttempt } from "../../state/act-context.ts";
import { messageTime, nameOf, type SlackRoom } from "../slack-room.ts";
import { messageSchema } from "../wire.ts";
import { BlockView } from "./block-view.tsx";
import { FileLink } from "./file-link.tsx";
import { LinkPreview } from "./link-preview.tsx";
import { Mrkdwn } from "./mrkdwn.tsx";

type SlackMessageProps = { picture: SlackMessagePicture; room: SlackRoom };

/** One message, of the bot or of somebody. */
export function SlackMessage({ picture, room }: SlackMessageProps) {
  const { ts, visibleTo, isEdited, author, threadTs } = picture;
  const { attempt, problem } = useAttempt();
  const { text, blocks, files, attachments } = messageSchema.parse(picture.message);
  const time = messageTime(ts);
  const { userId, channelId, slack } = room;
  const name = author === undefined ? "PersonaForge" : nameOf(slack, "@", author);
  // Slack keeps no copy of what one person alone sees.
  const shortcuts = visibleTo ? [] : slack.shortcuts;
  const pressIn = (place: { attachmentId?: number }) => (actionId: string, values?: string[]) =>
    attempt({ kind: "slack.press", userId, channelId, ts, ...place, actionId, ...(values && { values }) });
  const press = pressIn({});
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
      <Avatar name={name} isBot={author === undefined} />
      <div className="s-body">
        <header>
          <b>{name}</b> {author === undefined && <span className="s-app">APP</span>}{" "}
          <time dateTime={time.toISOString()}>
            {time.toLocaleTimeString([], { hour: "numeric", minute: "2-digit" })}
          </time>{" "}
          <MessageMenu
            items={shortcuts.map((shortcut) => ({ key: shortcut.callback_id, name: shortcut.name }))}
            onChoose={(callbackId) =>
              void attempt({ kind: "slack.chooseOn", userId, channelId, ts, callbackId })
            }
          />
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
        {attachments
          .filter((attachment) => attachment.is_app_unfurl)
          .map((preview) => (
            <LinkPreview
              key={preview.id}
              preview={preview}
              slack={room.slack}
              press={pressIn({ attachmentId: preview.id })}
            />
          ))}
        {isEdited && <small className="s-edited">(edited)</small>}
        <Problem text={problem} />
      </div>
    </article>
  );
}
