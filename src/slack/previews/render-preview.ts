import type { types } from "@slack/bolt";
import { fitReply } from "../../chat/fit/fit-reply.ts";
import type { Fact, Reply } from "../../chat/reply.ts";
import { hasTime, inUtc } from "../../chat/time-mark.ts";
import { cutText } from "../../cut-text.ts";
import { blockLimits } from "../render/block-limits.ts";
import { markMentions } from "../render/render-mentions.ts";
import { renderReply } from "../render/render-reply.ts";
import { markTimes } from "../render/render-times.ts";
import { escapeMrkdwn, nothing, plain, shorten } from "../render/text.ts";

/**
 * A card as Slack takes it below somebody's message: there it refuses rich text (slackapi/java-slack-sdk#876), in which facts
 * stand elsewhere. What people typed stays plain; only times and people are marked up.
 */
export function renderPreview(given: Omit<Reply, "items">): types.KnownBlock[] {
  const { facts = [], text = "", ...card } = fitReply(given);
  const { blocks } = renderReply({ ...card, text: inUtc(text) });
  const behindText = blocks.findLastIndex(({ type }) => type === "header" || type === "section") + 1;
  return blocks.toSpliced(behindText, 0, ...renderFacts(facts));
}

function renderFacts(facts: readonly Fact[]): types.SectionBlock[] {
  const fields = facts.slice(0, blockLimits.fields).map(renderFact);
  return fields.length > 0 ? [{ type: "section", fields }] : [];
}

function renderFact({ label, value, mentions = [] }: Fact): types.PlainTextElement | types.MrkdwnElement {
  const name = cutText(inUtc(label), blockLimits.factLabel);
  const text = shorten(value, blockLimits.factValue) || (mentions.length > 0 ? "" : nothing);
  const plainly = plain(shorten(`${name}: ${inUtc(text)}`, blockLimits.fieldText));
  if (mentions.length === 0 && !hasTime(text)) return plainly;
  const marked = [markTimes(text), markMentions(mentions)].filter((part) => part !== "").join(" ");
  const whole = `${escapeMrkdwn(name)}: ${marked}`;
  // Marked up it is longer: one character becomes at most five ("&amp;").
  return whole.length <= blockLimits.fieldText ? { type: "mrkdwn", text: whole, verbatim: true } : plainly;
}
