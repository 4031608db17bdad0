import { ChatPicture } from "../../live/chat-picture.tsx";
import type { Embed } from "../wire.ts";
import { Markdown, type Names } from "./markdown.tsx";

/** https://discord.com/developers/docs/resources/message#embed-object */
export function EmbedCard({ embed, names }: { embed: Embed; names: Names }) {
  const { title, description, color, author, fields, footer, image } = embed;
  return (
    <div className="d-embed" style={color == null ? {} : { borderLeftColor: cssColour(color) }}>
      {author && <p className="d-embed-author">{author.name}</p>}
      {title && (
        <p className="d-embed-title">
          <Markdown text={title} names={names} />
        </p>
      )}
      {description && (
        <p>
          <Markdown text={description.trim()} names={names} />
        </p>
      )}
      {fields.length > 0 && (
        <dl className="d-embed-fields">
          {fields.map(({ name, value, inline }) => (
            <div key={name} className={inline ? "d-inline" : ""}>
              <dt>
                <Markdown text={name} names={names} />
              </dt>
              <dd>
                <Markdown text={value} names={names} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {image && <ChatPicture address={image.url} alt="" />}
      {footer && <p className="d-embed-footer">{footer.text}</p>}
    </div>
  );
}

/** Discord's colours are one number. */
export function cssColour(colour: number): string {
  return `#${colour.toString(16).padStart(6, "0")}`;
}
