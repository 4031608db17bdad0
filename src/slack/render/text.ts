import type { types } from "@slack/bolt";
import { inUtc } from "../../chat/time-mark.ts";
import { countCharacters, cutText, wholeStart } from "../../cut-text.ts";

/** Text that Slack neither formats nor links, whatever is in it; `emoji: false` keeps ":x:" as it was typed. */
export function plain(text: string): types.PlainTextElement {
  return { type: "plain_text", text: inUtc(text), emoji: false };
}

/** The same of one line that has a limit, and that Slack refuses where nothing is in it. */
export function plainLine(text: string, most: number): types.PlainTextElement {
  // Before it is cut, since a time is longer written out than it is marked.
  return plain(cutText(inUtc(text).trim() || nothing, most));
}

/** Stands where a text is empty. */
export const nothing = "–";

/** Text for `text`, which is mrkdwn: https://docs.slack.dev/messaging/formatting-message-text#escaping */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** The reverse, once: text behind a command arrives escaped. */
export function decodeMrkdwn(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** The first `limit` characters at most, ending with a sentence that says how much is missing. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const start = wholeStart(text, limit - 60);
  return `${start}\n(${countCharacters(text.slice(start.length))} more characters do not fit here.)`;
}

/** Pieces of at most `size` characters, parted at line ends where there are any; nothing is lost. */
export function split(text: string, size: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > size) {
    const lineEnd = rest.lastIndexOf("\n", size - 1) + 1;
    const piece = lineEnd > size / 2 ? rest.substring(0, lineEnd) : wholeStart(rest, size);
    pieces.push(piece);
    rest = rest.slice(piece.length);
  }
  return [...pieces, rest].filter((piece) => piece.trim() !== "");
}
