import type { GivenMessage } from "../../chat/interaction.ts";
import { isBlank } from "../../text/visible.ts";
import { decodeMrkdwn } from "../render/text.ts";
import { textOfBlocks } from "./block-text.ts";
import type { LookedUp } from "./look-up.ts";
import type { ShortcutPayload } from "./payload.ts";
import { isKeptElsewhere, readFile } from "./read-file.ts";
import { readTyped } from "./typed-text.ts";

/** What mentioned people and channels are called, by their ids: Slack sends the ids alone. */
export type Names = ReadonlyMap<string, string>;

/**
 * A mention or an address. Anything else in pointed brackets is what somebody wrote, such as a piece of code: text that is no mrkdwn
 * comes with its own.
 */
const reference = /<([@#]\w[^<>|]*|![a-z][^<>|]*|[a-z][a-z\d+.-]*:[^:<>|][^<>|]*)(?:\|([^<>]*))?>/gi;

/** The message in whose menu a shortcut was chosen. Who is not in `names` is called by their id. */
export function readGivenMessage({ message }: ShortcutPayload, { names, files }: LookedUp): GivenMessage {
  const given = [message, ...(message.attachments ?? [])].flatMap((part) => part.files ?? []);
  // One that has no address, and is not kept elsewhere, Slack does not show the app.
  const shown = [...given, ...files].filter((file) => isKeptElsewhere(file) || readFile(file).url !== "");
  return { text: readTyped(asRead(writtenIn(message), names)), files: shown.map(readFile) };
}

/** The people and the channels that it mentions without their names. */
export function mentionedIn({ message }: ShortcutPayload): { people: string[]; channels: string[] } {
  const targets = [...writtenIn(message).matchAll(reference)].flatMap(([, target = "", label = ""]) =>
    label === "" ? [target] : [],
  );
  const after = (mark: RegExp) =>
    targets.filter((target) => mark.test(target)).map((target) => target.slice(1));
  return { people: [...new Set(after(/^@[UW]/))], channels: [...new Set(after(/^#C/))] };
}

type Message = ShortcutPayload["message"];

/**
 * As mrkdwn. Of an app's message its blocks are what people read, and its text is for notifications; what a person writes stands in the
 * text.
 */
function writtenIn({ text, blocks = [], attachments, bot_id }: Message): string {
  const said = [text ?? "", textOfBlocks(blocks)];
  const inOrder = bot_id ? said.toReversed() : said;
  const shared = joined((attachments ?? []).map(writtenInAttachment), "\n\n");
  return [...inOrder, shared].find(isText) ?? "";
}

function writtenInAttachment(attachment: NonNullable<Message["attachments"]>[number]): string {
  const { pretext, title, text, fields, blocks = [], fallback } = attachment;
  const parts = (fields ?? []).map((field) => joined([field.title, field.value], "\n"));
  const own = joined([pretext, title, text, ...parts], "\n");
  return [textOfBlocks(blocks), own, fallback ?? ""].find(isText) ?? "";
}

function joined(texts: readonly (string | null | undefined)[], between: string): string {
  return texts.filter((text) => text && !isBlank(text)).join(between);
}

/** What Slack itself says in the place of a text that an app has left out. */
const placeholders = ["This content can't be displayed.", "[no preview available]"];

function isText(text: string): boolean {
  return !isBlank(text) && !placeholders.includes(text);
}

/** Links and mentions as people read them: https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages */
function asRead(mrkdwn: string, names: Names): string {
  return decodeMrkdwn(
    mrkdwn.replace(reference, (_, target: string, label = "") => shownOf(target, label, names)),
  );
}

function shownOf(target: string, label: string, names: Names): string {
  const [mark = ""] = target;
  const named = target.slice(1);
  if (mark === "@" || mark === "#") return mark + (label || names.get(named) || named);
  if (mark === "!") return label || `@${named}`;
  const address = target.replace(/^mailto:/, "");
  const isSame = label === "" || label === address || address.replace(/^https?:\/\//, "") === label;
  return isSame ? address : `${label} (${address})`;
}
