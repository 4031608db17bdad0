import type { APIEmbedField } from "discord.js";
import { limits } from "../../chat/limits.ts";
import type { Item, ReplyLink } from "../../chat/reply.ts";
import { cutText } from "../../cut-text.ts";
import { httpUrl } from "../../text/http-url.ts";
import { embedLimits, nothing } from "./embed-limits.ts";
import { renderMentions } from "./render-mentions.ts";
import { codeSpan, cutEscaped, escapeMarkdown } from "./text.ts";

/** The name of a field that needs none: a zero width space. */
const noName = "\u200B";

/** However much stands behind a line, so much is left for the line itself. */
const sureOfText = 12;

/** One line each, in as few fields as hold them; names are cut where ten long ones do not fit, ids never. */
export function renderItems(items: readonly Item[], room: number): APIEmbedField[] {
  const share = Math.min(embedLimits.value, Math.floor(room / items.length) - noName.length);
  const values: string[] = [];
  for (const line of items.map((item) => renderItem(item, share))) {
    const together = `${values.at(-1)}\n${line}`;
    if (values.length > 0 && together.length <= embedLimits.value) values[values.length - 1] = together;
    else values.push(line);
  }
  return values.map((value) => ({ name: noName, value, inline: false }));
}

/** The ids first, because half of one is none; then who, then as much of the text as there is room for. */
function renderItem({ text, codes = [], lead, mentions = [], link }: Item, most: number): string {
  const line = text.replace(/\s+/g, " ").trim() || nothing;
  const room = most - sureOfText;
  const written = renderCodes(codes, room);
  const ids = written + renderLink(link, Math.min(most / 2, room - written.length));
  const left = Math.min(room - ids.length, Math.floor((most - ids.length) / 2));
  const who = renderLead(lead, left);
  const names = mentions.length > 0 ? ` ${renderMentions(mentions, left - who.length)}` : "";
  const behind = ids + who + (who.length + names.length <= left ? names : "");
  return cutEscaped(line, most - behind.length) + behind;
}

/** An id of the length that ids have is never cut. */
function renderCodes(codes: readonly string[], most: number): string {
  const longest = Math.min(limits.id, Math.floor(most / Math.max(1, codes.length)) - codeMarks);
  return codes.map((code) => ` ${codeSpan(cutText(code || nothing, longest))}`).join("");
}

/** A space and two backticks. */
const codeMarks = 3;

function renderLead(lead: string | undefined, most: number): string {
  return lead && most > sureOfText ? `, ${cutEscaped(lead, most - 2)}` : "";
}

/** Left out where it does not fit: half an address leads nowhere. */
function renderLink(link: ReplyLink | undefined, most: number): string {
  const url = httpUrl(link?.url);
  if (!link || url === undefined) return "";
  const shown = ` [${escapeMarkdown(link.label)}](${url})`;
  return shown.length <= most ? shown : "";
}
