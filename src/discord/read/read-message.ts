import type { GivenMessage } from "../../chat/interaction.ts";
import { isBlank } from "../../text/visible.ts";
import { asRead } from "./as-read.ts";
import type { CommandData, MessageContent, ShownComponent } from "./payload.ts";

/**
 * The message in whose menu a command was chosen. Discord sends its text whatever intents an application has:
 * https://discord.com/developers/docs/events/gateway#message-content-intent
 */
export function readGivenMessage({ resolved, target_id = "" }: CommandData): GivenMessage {
  const given = resolved?.messages?.[target_id];
  if (!given) return { text: "", files: [] };
  const parts = [given, ...given.message_snapshots.map(({ message }) => message)];
  const files = parts.flatMap(({ attachments }) => attachments);
  const mentions = parts.flatMap((part) => part.mentions);
  const text =
    [
      parts.map(({ content }) => content),
      parts.flatMap(textsInEmbeds),
      parts.flatMap(({ components }) => components.flatMap(textsInComponent)),
    ]
      .map((texts) => joined(texts))
      .find(Boolean) ?? "";
  return {
    text: asRead(text, mentions),
    files: files.map(({ filename, size, url }) => ({ name: filename, sizeBytes: size, url })),
  };
}

/** Its fields are for programs: https://docs.discord.com/developers/resources/message#embed-fields-by-embed-type-poll-result-embed-fields */
const pollResult = "poll_result";

/** What an application says stands in embeds alone, or in components. */
function textsInEmbeds({ embeds }: MessageContent): string[] {
  const said = embeds.filter(({ type }) => type !== pollResult);
  return said.flatMap(({ title, description, fields }) => [
    title ?? "",
    description ?? "",
    ...fields.map(({ name, value }) => joined([name, value], "\n")),
  ]);
}

function textsInComponent({ content, components }: ShownComponent): string[] {
  return [content, ...components.flatMap(textsInComponent)];
}

function joined(texts: readonly string[], between = "\n\n"): string {
  return texts.filter((text) => !isBlank(text)).join(between);
}
