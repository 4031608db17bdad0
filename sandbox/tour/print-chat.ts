import type { Message as DiscordMessage } from "../stand-ins/discord/guild/message.ts";
import type { Message as SlackMessage } from "../stand-ins/slack/message/messages.ts";
import { decode } from "./print-text.ts";

/** A Discord message as a person reads it, line by line. */
export function discordLines(message: DiscordMessage): string[] {
  const embeds = message.embeds.flatMap((embed) => [
    ...(embed.title ? [`** ${decode(embed.title)} **`] : []),
    ...(embed.description ? decode(embed.description).split("\n") : []),
    ...(embed.fields ?? []).map(({ name, value }) => `${decode(name)}: ${decode(value)}`),
    ...(embed.footer ? [decode(embed.footer.text)] : []),
  ]);
  const text = message.content ? decode(message.content).split("\n") : [];
  return [...text, ...embeds, ...buttonLine(labelsIn(message.components))];
}

/** A Slack message as a person reads it, line by line. */
export function slackLines(message: SlackMessage): string[] {
  const blocks = message.blocks.flatMap((block) => textsIn(block));
  const lines = blocks.length > 0 ? blocks : [message.text];
  return [...lines.flatMap((line) => decode(line).split("\n")), ...buttonLine(labelsIn(message.blocks))];
}

/** Texts of a block in reading order; those of buttons are printed apart. */
function textsIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(textsIn);
  if (typeof node !== "object" || node === null) return [];
  if ("type" in node && (node.type === "button" || node.type === "actions")) return [];
  if ("type" in node && node.type === "rich_text_section" && "elements" in node)
    return [joined(node.elements)];
  if ("type" in node && node.type === "date" && "fallback" in node) return [String(node.fallback)];
  if ("type" in node && node.type === "user" && "user_id" in node) return [`@${node.user_id}`];
  if ("text" in node && typeof node.text === "string") return [node.text];
  return Object.values(node).flatMap(textsIn);
}

function joined(elements: unknown): string {
  return textsIn(elements).join("");
}

function labelsIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(labelsIn);
  if (typeof node !== "object" || node === null) return [];
  if ("label" in node && typeof node.label === "string" && ("custom_id" in node || "url" in node))
    return [node.label];
  if ("type" in node && node.type === "button" && "text" in node) return textsIn(node.text);
  return Object.values(node).flatMap(labelsIn);
}

function buttonLine(labels: string[]): string[] {
  return labels.length > 0 ? [labels.map((label) => `[ ${label} ]`).join("  ")] : [];
}
