import type { types } from "@slack/bolt";
import { fitReply } from "../../chat/fit/fit-reply.ts";
import type { Mention } from "../../chat/mention.ts";
import type { Fact, Item, Reply, ReplyLink } from "../../chat/reply.ts";
import { hasTime, inUtc } from "../../chat/time-mark.ts";
import { cutText } from "../../cut-text.ts";
import { httpUrl } from "../../text/http-url.ts";
import { blockLimits } from "./block-limits.ts";
import { renderActions } from "./render-actions.ts";
import { markMentions, renderMentions } from "./render-mentions.ts";
import { markTimes, renderTimed } from "./render-times.ts";
import { escapeMrkdwn, nothing, plain, plainLine, shorten, split } from "./text.ts";

/** A message: `text` is what notifications and screen readers read, `blocks` what is seen. */
export type SlackMessage = { text: string; blocks: types.KnownBlock[] };

const signs: Record<Reply["tone"], string> = {
  success: "✓ ",
  warning: "! ",
  failure: "✕ ",
  working: "… ",
  neutral: "",
};

/** Draws a reply. No text in it can mention, format or link: all of it is plain_text or rich_text. */
export function renderReply(given: Reply): SlackMessage {
  const reply = fitReply(given);
  const title = signs[reply.tone] + reply.title;
  return {
    text: renderFallback(reply),
    blocks: [
      { type: "header", text: plainLine(title, blockLimits.header) },
      ...renderText(reply.text ?? ""),
      ...renderFacts(reply.facts ?? []),
      ...renderItems(reply.items ?? []),
      ...renderImage(reply.image),
      ...renderNotes(reply.notes ?? []),
      ...renderActions(reply),
    ],
  };
}

function renderFallback({ title, text, facts = [], items = [], notes = [] }: Reply): string {
  const lines: FallbackLine[] = [
    { text: title },
    { text: text ?? "" },
    ...facts.map(({ label, value, mentions }) => ({ text: `${label}: ${value}`.trim(), mentions })),
    ...items.map(({ text, codes = [], lead, mentions }) => ({
      text: [text, ...codes].join(" ") + ledBy(lead),
      mentions,
    })),
    ...notes.map((note) => ({ text: note })),
  ];
  const escaped = lines.map(renderLine).filter((line) => line !== "");
  const whole = escaped.join("\n");
  if (whole.length <= blockLimits.fallbackText) return whole;
  // Cut before escaping, so that no entity is parted; one character becomes at most five ("&amp;").
  const texts = lines.map((line) => line.text).filter((line) => line !== "");
  return escapeMrkdwn(cutText(inUtc(texts.join("\n")), blockLimits.fallbackText / 5));
}

type FallbackLine = { text: string; mentions?: readonly Mention[] | undefined };

function renderLine({ text, mentions }: FallbackLine): string {
  return [markTimes(text), markMentions(mentions)].filter((part) => part !== "").join(" ");
}

function renderText(text: string): types.KnownBlock[] {
  const { sectionText, textSections } = blockLimits;
  if (hasTime(text)) {
    // A section shows times only as mrkdwn, in which what people typed would be formatted.
    const elements = renderTimed(shorten(text, sectionText));
    return [{ type: "rich_text", elements: [{ type: "rich_text_section", elements }] }];
  }
  return split(shorten(inUtc(text), sectionText * textSections), sectionText).map((piece) => ({
    type: "section",
    text: plain(piece),
  }));
}

function renderFacts(facts: readonly Fact[]): types.KnownBlock[] {
  if (facts.length === 0) return [];
  const elements = facts.flatMap((fact, index) => renderFact(fact, index === facts.length - 1));
  return [{ type: "rich_text", elements: [{ type: "rich_text_section", elements }] }];
}

function renderFact({ label, value, code, mentions = [] }: Fact, isLast: boolean): types.RichTextElement[] {
  const text = shorten(value, blockLimits.factValue) || (mentions.length > 0 ? "" : nothing);
  return [
    { type: "text", text: `${cutText(label, blockLimits.factLabel)}: `, style: { bold: true } },
    ...renderTimed(code ? inUtc(text) : text, code ? { code: true } : undefined),
    ...renderMentions(mentions, text),
    ...(isLast ? [] : [{ type: "text", text: "\n" } as const]),
  ];
}

function renderItems(items: readonly Item[]): types.KnownBlock[] {
  if (items.length === 0) return [];
  const elements = items.map((item) => ({ type: "rich_text_section" as const, elements: renderItem(item) }));
  return [{ type: "rich_text", elements: [{ type: "rich_text_list", style: "bullet", elements }] }];
}

function ledBy(lead: string | undefined): string {
  return lead ? `, ${lead}` : "";
}

function renderItem({ text, codes = [], lead, mentions, link }: Item): types.RichTextElement[] {
  const line = shorten(text.replace(/\s+/g, " ").trim(), blockLimits.factValue) || nothing;
  return [
    ...renderTimed(line),
    ...codes.flatMap((code): types.RichTextElement[] => [
      { type: "text", text: " " },
      { type: "text", text: cutText(code || nothing, blockLimits.code), style: { code: true } },
    ]),
    ...(lead ? [{ type: "text", text: ledBy(cutText(lead, blockLimits.factLabel)) } as const] : []),
    ...renderMentions(mentions, line),
    ...renderLink(link),
  ];
}

function renderLink(link: ReplyLink | undefined): types.RichTextElement[] {
  const url = httpUrl(link?.url);
  if (!link || url === undefined || url.length > blockLimits.url) return [];
  return [
    { type: "text", text: " " },
    { type: "link", url, text: cutText(link.label, blockLimits.factLabel) },
  ];
}

function renderImage(image: Reply["image"]): types.KnownBlock[] {
  const url = httpUrl(image?.url);
  if (!image || url === undefined || url.length > blockLimits.url) return [];
  return [
    { type: "image", image_url: url, alt_text: cutText(image.alt.trim() || nothing, blockLimits.altText) },
  ];
}

function renderNotes(notes: readonly string[]): types.KnownBlock[] {
  const elements = fitNotes(notes.flatMap((note) => split(inUtc(note), blockLimits.contextText))).map(plain);
  const blocks: types.KnownBlock[] = [];
  for (let start = 0; start < elements.length; start += blockLimits.contextElements) {
    blocks.push({ type: "context", elements: elements.slice(start, start + blockLimits.contextElements) });
  }
  return blocks;
}

function fitNotes(pieces: string[]): string[] {
  const { notes } = blockLimits;
  if (pieces.length <= notes) return pieces;
  return [...pieces.slice(0, notes - 1), `(${pieces.length - notes + 1} more notes do not fit here.)`];
}
