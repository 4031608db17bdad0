import type { GivenMessage } from "../../chat/interaction.ts";
import { decodeMrkdwn } from "../render/text.ts";
import type { ShortcutPayload } from "./payload.ts";
import { readTyped } from "./typed-text.ts";

/** The message in whose menu a shortcut was chosen. */
export function readGivenMessage({ message }: ShortcutPayload): GivenMessage {
  const shared = (message.attachments ?? []).map(({ text, fallback }) => text || fallback || "");
  const written = message.text?.trim() ? message.text : shared.filter(Boolean).join("\n\n");
  const files = (message.files ?? []).flatMap(({ name, size, url_private_download, url_private }) => {
    const url = url_private_download ?? url_private;
    return url ? [{ name: name ?? "the file", sizeBytes: size ?? 0, url }] : [];
  });
  return { text: readTyped(asRead(written)), files };
}

/** Links and mentions as people read them: https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages */
function asRead(mrkdwn: string): string {
  const reference = /<([^<>|]*)(?:\|([^<>]*))?>/g;
  return decodeMrkdwn(mrkdwn.replace(reference, (_, target: string, label = "") => shownOf(target, label)));
}

function shownOf(target: string, label: string): string {
  const [mark = ""] = target;
  if (mark === "@" || mark === "#") return mark + (label || target.slice(1));
  if (mark === "!") return label || `@${target.slice(1)}`;
  const address = target.replace(/^mailto:/, "");
  const isSame = label === "" || label === address || address.replace(/^https?:\/\//, "") === label;
  return isSame ? address : `${label} (${address})`;
}
