import type { ReactNode } from "react";
import type { SlackPicture } from "../../../protocol/picture.ts";
import { nameOf } from "../slack-room.ts";
import type { SlackText as Text } from "../wire.ts";

/** https://docs.slack.dev/messaging/formatting-message-text */
const inline =
  /<(?<mark>[@#])(?<id>[A-Z0-9]+)(?:\|[^>]*)?>|<(?<url>https?:[^|>]+)(?:\|(?<label>[^>]+))?>|<!date\^(?<seconds>\d+)\^[^>]*>|<!(?<special>[^>|^]+)[^>]*>|```(?<pre>[\s\S]+?)```|`(?<code>[^`\n]+)`|(?<![\p{L}\p{N}])(?:\*(?<bold>[^*\n]+)\*|_(?<italic>[^_\n]+)_|~(?<struck>[^~\n]+)~)(?![\p{L}\p{N}])/u;

type MrkdwnProps = { text: string; slack: SlackPicture };

/** Text with Slack's own marks. */
export function Mrkdwn({ text, slack }: MrkdwnProps): ReactNode {
  const found = inline.exec(text);
  if (!found) return unescaped(text);
  const rest = text.slice(found.index + found[0].length);
  return (
    <>
      {unescaped(text.slice(0, found.index))}
      {renderSpan(found.groups ?? {}, slack)}
      {rest && <Mrkdwn text={rest} slack={slack} />}
    </>
  );
}

function renderSpan(found: Record<string, string | undefined>, slack: SlackPicture): ReactNode {
  const { mark, id, url, label, seconds, special, pre, code, bold, italic, struck } = found;
  if (mark !== undefined) return <Mention mark={mark} id={id ?? ""} slack={slack} />;
  if (url !== undefined) return <SlackLink url={unescaped(url)} label={unescaped(label ?? url)} />;
  if (seconds !== undefined) return <OwnTime seconds={Number(seconds)} />;
  if (special !== undefined) return <span className="s-mention">@{special}</span>;
  if (pre !== undefined) return <pre>{unescaped(pre)}</pre>;
  if (code !== undefined) return <code>{unescaped(code)}</code>;
  if (bold !== undefined) return <Wrapped tag="strong" text={bold} slack={slack} />;
  if (italic !== undefined) return <Wrapped tag="em" text={italic} slack={slack} />;
  return <Wrapped tag="s" text={struck ?? ""} slack={slack} />;
}

function Wrapped({ tag: Tag, text, slack }: MrkdwnProps & { tag: "strong" | "em" | "s" }) {
  return (
    <Tag>
      <Mrkdwn text={text} slack={slack} />
    </Tag>
  );
}

export function Mention({ mark, id, slack }: { mark: string; id: string; slack: SlackPicture }) {
  return (
    <span className="s-mention">
      {mark}
      {nameOf(slack, mark, id)}
    </span>
  );
}

export function SlackLink({ url, label }: { url: string; label: string }) {
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {label}
    </a>
  );
}

/** Slack fills in the reader's own time. */
export function OwnTime({ seconds }: { seconds: number }) {
  const at = new Date(seconds * 1000);
  return (
    <time dateTime={at.toISOString()}>
      {at.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" })}
    </time>
  );
}

/** A text object: plain, or with marks. */
export function SlackText({ text, slack }: { text: Text | undefined; slack: SlackPicture }) {
  if (!text) return null;
  return text.type === "mrkdwn" ? <Mrkdwn text={text.text} slack={slack} /> : text.text;
}

function unescaped(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
