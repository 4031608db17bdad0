import type { DiscordMessagePicture } from "../../../protocol/picture.ts";
import { Avatar } from "../../shared/avatar.tsx";
import { Icon } from "../../shared/icon.tsx";
import { MessageMenu } from "../../shared/message-menu.tsx";
import { Problem } from "../../shared/problem.tsx";
import { useAttempt } from "../../state/act-context.ts";
import { type DiscordRoom, memberName, namesIn } from "../discord-room.ts";
import { commandSchema, messageSchema } from "../wire.ts";
import { AttachmentLink } from "./attachment-link.tsx";
import { EmbedCard } from "./embed-card.tsx";
import { Markdown } from "./markdown.tsx";
import { MessageComponent } from "./message-component.tsx";

type DiscordMessageProps = { picture: DiscordMessagePicture; room: DiscordRoom };

const inMessageMenu = 3;

/** One message, of the bot or of somebody. */
export function DiscordMessage({ picture, room }: DiscordMessageProps) {
  const { id, answers, visibleTo, isLoading, isEdited, createdAt, author } = picture;
  const name = author ?? "PersonaForge";
  const { attempt, problem } = useAttempt();
  const { content, embeds, components, attachments } = messageSchema.parse(picture.message);
  const names = namesIn(room.guild);
  const press = (customId: string, values?: string[]) =>
    attempt({
      kind: "discord.press",
      userId: room.userId,
      messageId: id,
      customId,
      ...(values && { values }),
    });
  return (
    <article className={visibleTo ? "d-message d-private" : "d-message"} data-message={id}>
      {answers && (
        <div className="d-answers">
          <Icon name="reply" />
          <Avatar name={memberName(room.guild, answers.userId)} />
          <b>{memberName(room.guild, answers.userId)}</b> used <code>{answers.text}</code>
        </div>
      )}
      <Avatar name={name} isBot={author === undefined} />
      <div className="d-body">
        <header>
          <b className="d-author">{name}</b> {author === undefined && <span className="d-app">APP</span>}{" "}
          <time dateTime={createdAt}>{clock(createdAt)}</time>{" "}
          <MessageMenu
            items={visibleTo ? [] : commandsOf(room)}
            onChoose={(chosen) =>
              void attempt({ kind: "discord.chooseOn", userId: room.userId, messageId: id, name: chosen })
            }
          />
        </header>
        {isLoading ? (
          <p className="d-thinking">PersonaForge is thinking…</p>
        ) : (
          content && (
            <p>
              <Markdown text={content} names={names} />
            </p>
          )
        )}
        {embeds.map((embed, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: embeds have no id and are replaced as a whole
          <EmbedCard key={index} embed={embed} names={names} />
        ))}
        {attachments.map((attachment) => (
          <AttachmentLink key={attachment.url} attachment={attachment} />
        ))}
        {components.map((component, index) => (
          <MessageComponent
            key={component.custom_id ?? index}
            component={component}
            press={press}
            guild={room.guild}
          />
        ))}
        {isEdited && <small className="d-edited">(edited)</small>}
        <Problem text={problem} />
        {visibleTo && (
          <p className="d-only-you">
            <Icon name="eye" /> Only you can see this
          </p>
        )}
      </div>
    </article>
  );
}

function commandsOf({ discord }: DiscordRoom): { key: string; name: string }[] {
  const commands = discord.commands.map((command) => commandSchema.parse(command));
  return commands.filter(({ type }) => type === inMessageMenu).map(({ name }) => ({ key: name, name }));
}

function clock(time: string): string {
  return new Date(time).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}
