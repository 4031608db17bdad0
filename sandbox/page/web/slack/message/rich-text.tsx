import type { ReactNode } from "react";
import type { SlackPicture } from "../../../protocol/picture.ts";
import type { RichPiece } from "../wire.ts";
import { Mention, OwnTime, SlackLink } from "./mrkdwn.tsx";

type RichTextProps = { piece: RichPiece; slack: SlackPicture };

/** https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
export function RichText({ piece, slack }: RichTextProps): ReactNode {
  const inside = piece.elements.map((child, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of rich text have nothing else to tell them apart
    <RichText key={index} piece={child} slack={slack} />
  ));
  switch (piece.type) {
    case "rich_text_section":
      return <div className="s-rich">{inside}</div>;
    case "rich_text_preformatted":
      return <pre>{inside}</pre>;
    case "rich_text_quote":
      return <blockquote>{inside}</blockquote>;
    case "rich_text_list":
      return <RichList isOrdered={piece.style === "ordered"}>{inside}</RichList>;
    default:
      return styled(piece, <RichLeaf piece={piece} slack={slack} />);
  }
}

function RichList({ isOrdered, children }: { isOrdered: boolean; children: ReactNode[] }) {
  const Tag = isOrdered ? "ol" : "ul";
  return (
    <Tag>
      {children.map((child, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        <li key={index}>{child}</li>
      ))}
    </Tag>
  );
}

function RichLeaf({ piece, slack }: RichTextProps): ReactNode {
  const { type, text, url, user_id, channel_id, unicode, name, timestamp = 0 } = piece;
  switch (type) {
    case "link":
      return <SlackLink url={url ?? ""} label={text ?? url ?? ""} />;
    case "user":
      return <Mention mark="@" id={user_id ?? ""} slack={slack} />;
    case "channel":
      return <Mention mark="#" id={channel_id ?? ""} slack={slack} />;
    case "emoji":
      return unicode
        ? String.fromCodePoint(...unicode.split("-").map((code) => Number.parseInt(code, 16)))
        : `:${name}:`;
    case "date":
      return <OwnTime seconds={timestamp} />;
    default:
      return text;
  }
}

function styled({ style }: RichPiece, inner: ReactNode): ReactNode {
  if (typeof style !== "object") return inner;
  let shown = inner;
  if (style.code) shown = <code>{shown}</code>;
  if (style.strike) shown = <s>{shown}</s>;
  if (style.italic) shown = <em>{shown}</em>;
  if (style.bold) shown = <strong>{shown}</strong>;
  return shown;
}
