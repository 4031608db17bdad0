import type { types } from "@slack/bolt";

/** Text that Slack neither formats nor links, whatever is in it; `emoji: false` keeps ":x:" as it was typed. */
export function plain(text: string): types.PlainTextElement {
  return { type: "plain_text", text, emoji: false };
}

/** Text for `text`, which is mrkdwn: https://docs.slack.dev/messaging/formatting-message-text#escaping */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** The reverse, once: text behind a command arrives escaped. */
export function decodeMrkdwn(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** The first `limit` characters at most, ending with "…" where something is missing. For titles and menus only. */
export function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, wholeCharacters(text, limit - 1))}…`;
}

/** The first `limit` characters at most, ending with a sentence that says how much is missing. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = wholeCharacters(text, limit - 60);
  return `${text.slice(0, end)}\n(${text.length - end} more characters do not fit here.)`;
}

/** Pieces of at most `size` characters, parted at line ends where there are any; nothing is lost. */
export function split(text: string, size: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > size) {
    const lineEnd = rest.lastIndexOf("\n", size - 1) + 1;
    const end = lineEnd > size / 2 ? lineEnd : wholeCharacters(rest, size);
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return [...pieces, rest].filter((piece) => piece.trim() !== "");
}

/** `end`, or one less where it would part the two halves of one character. */
function wholeCharacters(text: string, end: number): number {
  return /[\uD800-\uDBFF]/.test(text.charAt(end - 1)) ? end - 1 : end;
}
