import { Fragment, type ReactNode } from "react";

/** Discord's inline formatting, the longer marks first: https://support.discord.com/hc/en-us/articles/210298617 */
const inline =
  /\\(?<escaped>[^\p{L}\p{N}\s])|(?<ticks>`{1,2})(?<code>[^`](?:.*?[^`])?)\k<ticks>|\*\*(?<bold>.+?)\*\*|__(?<under>.+?)__|~~(?<struck>.+?)~~|\*(?<starred>[^*\s](?:[^*]*[^*\s])?)\*|\b_(?<italic>[^_]+)_\b|\[(?<label>[^\]]+)\]\((?<target>https?:[^)\s]+)\)|(?<bare>https?:\/\/[^\s<>]+)|<t:(?<time>\d+)(?::(?<style>[a-zA-Z]))?>|<(?<mark>@[!&]?|#)(?<id>\d+)>/su;

export type Names = (mark: string, id: string) => string;

/** Text as Discord shows it. `names` turns the ids of mentions into names. */
export function Markdown({ text, names }: { text: string; names: Names }) {
  const parts = text.split(/```(?:[a-z]+\n)?([\s\S]*?)```/);
  return parts.map((part, index) => {
    const key = index;
    return index % 2 === 1 ? (
      <pre key={key}>{part}</pre>
    ) : (
      <Fragment key={key}>{lines(part, names)}</Fragment>
    );
  });
}

function lines(text: string, names: Names): ReactNode[] {
  return text.split("\n").flatMap((line, index) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: lines of one text have nothing else to tell them apart
    const shown = <Fragment key={index}>{renderLine(line, names)}</Fragment>;
    // biome-ignore lint/suspicious/noArrayIndexKey: as above
    return index === 0 ? [shown] : [<br key={`break-${index}`} />, shown];
  });
}

function renderLine(line: string, names: Names): ReactNode {
  const heading = /^(#{1,3}) (.+)/.exec(line);
  if (heading)
    return <strong className={`d-h${heading[1]?.length}`}>{spans(heading[2] ?? "", names)}</strong>;
  if (line.startsWith("-# ")) return <small>{spans(line.slice(3), names)}</small>;
  if (/^[-*] /.test(line)) return <>• {spans(line.slice(2), names)}</>;
  if (line.startsWith("> ")) return <q>{spans(line.slice(2), names)}</q>;
  return spans(line, names);
}

function spans(text: string, names: Names): ReactNode {
  const found = inline.exec(text);
  if (!found) return text;
  const rest = text.slice(found.index + found[0].length);
  return (
    <>
      {text.slice(0, found.index)}
      {renderSpan(found.groups ?? {}, names)}
      {rest && spans(rest, names)}
    </>
  );
}

function renderSpan(found: Record<string, string | undefined>, names: Names): ReactNode {
  const { escaped, code, bold, under, struck, starred, italic, label, target, bare, time, mark, id } = found;
  const slanted = starred ?? italic;
  if (escaped !== undefined) return escaped;
  if (code !== undefined) return <code>{code.trim()}</code>;
  if (bold !== undefined) return <strong>{spans(bold, names)}</strong>;
  if (under !== undefined) return <u>{spans(under, names)}</u>;
  if (struck !== undefined) return <s>{spans(struck, names)}</s>;
  if (slanted !== undefined) return <em>{spans(slanted, names)}</em>;
  if (label !== undefined) return link(target ?? "", label);
  if (bare !== undefined) return link(bare, bare);
  if (time !== undefined) return <time>{new Date(Number(time) * 1000).toLocaleString()}</time>;
  return (
    <span className="d-mention">
      {mark === "#" ? "#" : "@"}
      {names(mark ?? "@", id ?? "")}
    </span>
  );
}

function link(target: string, label: string): ReactNode {
  return (
    <a href={target} target="_blank" rel="noreferrer">
      {label}
    </a>
  );
}
