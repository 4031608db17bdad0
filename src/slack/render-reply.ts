import type { types } from "@slack/bolt";
import { encodeButton } from "../chat/button-code.ts";
import type { Button, Fact, Reply } from "../chat/reply.ts";
import { blockLimits } from "./block-limits.ts";
import { cut, escapeMrkdwn, plain, shorten, split } from "./text.ts";

/** A message: `text` is what notifications and screen readers read, `blocks` what is seen. */
export type SlackMessage = { text: string; blocks: types.KnownBlock[] };

const signs: Record<Reply["tone"], string> = {
  success: "✓ ",
  warning: "! ",
  failure: "✕ ",
  working: "… ",
  neutral: "",
};

/** Draws a reply. Nothing in it can mention, format or link: every text is plain_text or rich_text. */
export function renderReply(reply: Reply): SlackMessage {
  const title = cut(signs[reply.tone] + reply.title, blockLimits.header);
  return {
    text: renderFallback(reply),
    blocks: [
      { type: "header", text: plain(title) },
      ...renderText(reply.text ?? ""),
      ...renderFacts(reply.facts ?? []),
      ...renderNotes(reply.notes ?? []),
      ...renderButtons(reply.buttons ?? []),
    ],
  };
}

function renderFallback({ title, text, facts = [], notes = [] }: Reply): string {
  const lines = [title, text ?? "", ...facts.map((fact) => `${fact.label}: ${fact.value}`), ...notes];
  const whole = lines.filter((line) => line !== "").join("\n");
  const escaped = escapeMrkdwn(whole);
  if (escaped.length <= blockLimits.fallbackText) return escaped;
  // Cut before escaping, so that no entity is parted; one character becomes at most five ("&amp;").
  return escapeMrkdwn(cut(whole, blockLimits.fallbackText / 5));
}

function renderText(text: string): types.KnownBlock[] {
  const { sectionText, textSections } = blockLimits;
  return split(shorten(text, sectionText * textSections), sectionText).map((piece) => ({
    type: "section",
    text: plain(piece),
  }));
}

function renderFacts(facts: readonly Fact[]): types.KnownBlock[] {
  if (facts.length === 0) return [];
  const elements = facts.flatMap((fact, index) => renderFact(fact, index === facts.length - 1));
  return [{ type: "rich_text", elements: [{ type: "rich_text_section", elements }] }];
}

function renderFact({ label, value, code }: Fact, isLast: boolean): types.RichTextElement[] {
  const text = shorten(value, blockLimits.factValue) || "–";
  return [
    { type: "text", text: `${cut(label, blockLimits.factLabel)}: `, style: { bold: true } },
    { type: "text", text, ...(code ? { style: { code: true } } : {}) },
    ...(isLast ? [] : [{ type: "text", text: "\n" } as const]),
  ];
}

function renderNotes(notes: readonly string[]): types.KnownBlock[] {
  const elements = notes.flatMap((note) => split(note, blockLimits.contextText)).map(plain);
  const blocks: types.KnownBlock[] = [];
  for (let start = 0; start < elements.length; start += blockLimits.contextElements) {
    blocks.push({ type: "context", elements: elements.slice(start, start + blockLimits.contextElements) });
  }
  return blocks;
}

function renderButtons(buttons: readonly Button[]): types.KnownBlock[] {
  return buttons.length > 0 ? [{ type: "actions", elements: buttons.map(renderButton) }] : [];
}

function renderButton(button: Button): types.Button {
  const { label, style = "secondary" } = button;
  return {
    type: "button",
    text: plain(cut(label, blockLimits.buttonText)),
    action_id: encodeButton(button),
    ...(style === "secondary" ? {} : { style }),
  };
}
