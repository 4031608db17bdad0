import type { types } from "@slack/bolt";
import type { Mention } from "../../chat/mention.ts";
import { escapeMrkdwn } from "./text.ts";

/** Anything else between `<` and `>` could be a link, or `!channel`. */
const slackId = /^[A-Z][A-Z0-9]{1,30}$/;

/** Mentions behind a text, each under the name Slack knows it by; roles, which Slack has none of, by their id. */
export function renderMentions(mentions: readonly Mention[] = [], text = ""): types.RichTextElement[] {
  return mentions.flatMap((mention, index): types.RichTextElement[] => {
    const isBehind = index > 0 || text !== "";
    return [...(isBehind ? [{ type: "text", text: " " } as const] : []), renderMention(mention)];
  });
}

/** The same as mrkdwn, for the text beside the blocks. */
export function markMentions(mentions: readonly Mention[] = []): string {
  return mentions.map(markMention).join(" ");
}

function renderMention({ kind, id }: Mention): types.RichTextElement {
  if (kind === "person" && slackId.test(id)) return { type: "user", user_id: id };
  if (kind === "channel" && slackId.test(id)) return { type: "channel", channel_id: id };
  return { type: "text", text: id || "–", style: { code: true } };
}

function markMention({ kind, id }: Mention): string {
  if (kind === "role" || !slackId.test(id)) return escapeMrkdwn(id);
  return kind === "person" ? `<@${id}>` : `<#${id}>`;
}
