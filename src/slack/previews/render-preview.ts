import type { types } from "@slack/bolt";
import type { Fact, Reply } from "../../chat/reply.ts";
import { hasTime } from "../../chat/time-mark.ts";
import { cutText } from "../../cut-text.ts";
import { blockLimits } from "../render/block-limits.ts";
import { markMentions } from "../render/render-mentions.ts";
import { renderReply } from "../render/render-reply.ts";
import { markTimes } from "../render/render-times.ts";
import { plain, shorten } from "../render/text.ts";

/**
 * A card as Slack takes it below somebody's message: there it refuses rich text (slackapi/java-slack-sdk#876), in which facts
 * stand elsewhere. What people typed stays plain; only times and people are marked up.
 */
export function renderPreview({ facts = [], ...card }: Omit<Reply, "items">): types.KnownBlock[] {
  const { blocks } = renderReply(card);
  const behindText = blocks.findLastIndex(({ type }) => type === "header" || type === "section") + 1;
  return blocks.toSpliced(behindText, 0, ...renderFacts(facts));
}

function renderFacts(facts: readonly Fact[]): types.SectionBlock[] {
  const fields = facts.slice(0, blockLimits.fields).map(renderFact);
  return fields.length > 0 ? [{ type: "section", fields }] : [];
}

function renderFact({ label, value, mentions = [] }: Fact): types.PlainTextElement | types.MrkdwnElement {
  const name = cutText(label, blockLimits.factLabel);
  const text = shorten(value, blockLimits.factValue) || (mentions.length > 0 ? "" : "–");
  if (mentions.length === 0 && !hasTime(text))
    return plain(shorten(`${name}: ${text}`, blockLimits.fieldText));
  const marked = [markTimes(text), markMentions(mentions)].filter((part) => part !== "").join(" ");
  return { type: "mrkdwn", text: `${name}: ${marked}`, verbatim: true };
}
