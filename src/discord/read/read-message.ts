import type { GivenMessage } from "../../chat/interaction.ts";
import type { CommandData, MessageContent } from "./payload.ts";

/**
 * The message in whose menu a command was chosen. Discord sends its text whatever intents an application has:
 * https://discord.com/developers/docs/events/gateway#message-content-intent
 */
export function readGivenMessage({ resolved, target_id = "" }: CommandData): GivenMessage {
  const given = resolved?.messages?.[target_id];
  if (!given) return { text: "", files: [] };
  const parts = [given, ...given.message_snapshots.map(({ message }) => message)];
  const files = parts.flatMap(({ attachments }) => attachments);
  return {
    text: joined(parts.map(({ content }) => content)) || joined(parts.flatMap(textsInEmbeds)),
    files: files.map(({ filename, size, url }) => ({ name: filename, sizeBytes: size, url })),
  };
}

/** What an application says stands in embeds alone. */
function textsInEmbeds({ embeds }: MessageContent): string[] {
  return embeds.flatMap(({ title, description }) => [title ?? "", description ?? ""]);
}

function joined(texts: readonly string[]): string {
  return texts.filter((text) => text.trim() !== "").join("\n\n");
}
