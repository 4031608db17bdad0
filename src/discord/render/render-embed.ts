import type { APIEmbed, APIEmbedField } from "discord.js";
import type { Fact, Item, Reply, ReplyLink } from "../../chat/reply.ts";
import { inUtc } from "../../chat/time-mark.ts";
import { cutText } from "../../cut-text.ts";
import { httpUrl } from "../../text/http-url.ts";
import { renderMentions } from "./render-mentions.ts";
import { codeSpan, escapeMarkdown, fitText } from "./text.ts";

/**
 * https://discord.com/developers/docs/resources/message#embed-object-embed-limits
 * A field's name may have 256; ten of those would leave its value no room in the total.
 */
const embedLimits = { title: 256, description: 4096, name: 100, value: 1024, total: 6000 };

/** Shares of the total that a very long reply divides among its parts. */
const longestNotes = 1000;
const sureOfDescription = 2000;
const longestItems = 3000;

/** Discord shows an empty field as an error. */
const nothing = "–";
/** The name of a field that needs none: a zero width space. */
const noName = "\u200B";

/** Values up to this length stand side by side. */
const shortValue = 40;

const colours: Record<Reply["tone"], number> = {
  success: 0x2f9e5f,
  warning: 0xe0a030,
  failure: 0xd64545,
  neutral: 0x5c6b7a,
  working: 0x4f6bed,
};

/** Everything of a reply that is read, as one embed. */
export function renderEmbed({
  tone,
  title,
  text = "",
  facts = [],
  items = [],
  notes = [],
  image,
}: Reply): APIEmbed {
  const picture = httpUrl(image?.url);
  const heading = cutText(escapeMarkdown(inUtc(title).replace(/\s+/g, " ")), embedLimits.title);
  // A footer is the one part of an embed that Discord shows as plain text.
  const footer = fitText(inUtc(notes.join("\n")), longestNotes, (plain) => plain);
  const room = embedLimits.total - heading.length - footer.length;
  const wish = Math.min(
    escapeMarkdown(text).length,
    items.length > 0 ? sureOfDescription / 2 : sureOfDescription,
  );
  const lines = renderItems(items, facts.length > 0 ? longestItems / 2 : longestItems);
  const fields = [...renderFacts(facts, room - wish - lengthOf(lines)), ...lines];
  const description = fitText(
    text,
    Math.min(embedLimits.description, room - lengthOf(fields)),
    escapeMarkdown,
  );
  return {
    title: heading,
    color: colours[tone],
    ...(description.trim() && { description }),
    ...(fields.length > 0 && { fields }),
    ...(picture && { image: { url: picture } }),
    ...(footer.trim() && { footer: { text: footer } }),
  };
}

/** Each value whole if all fit in `room` characters, else each within an equal share of it. */
function renderFacts(facts: Fact[], room: number): APIEmbedField[] {
  const whole = facts.map((fact) => renderFact(fact, embedLimits.value));
  const names = whole.reduce((sum, { name }) => sum + name.length, 0);
  if (lengthOf(whole) <= room) return whole;
  const share = Math.floor((room - names) / facts.length);
  return facts.map((fact) => renderFact(fact, Math.min(embedLimits.value, share)));
}

function renderFact(fact: Fact, longestValue: number): APIEmbedField {
  const shown = renderValue(fact, longestValue) || nothing;
  return {
    name: cutText(escapeMarkdown(fact.label), embedLimits.name) || nothing,
    value: shown,
    inline: shown.length <= shortValue,
  };
}

/** The value with its mentions behind it; where both are long, half of the room is for the mentions. */
function renderValue({ value, code, mentions = [] }: Fact, most: number): string {
  if (mentions.length === 0) return renderText(value, code, most);
  if (value.trim() === "") return renderMentions(mentions, most);
  const who = ` ${renderMentions(mentions, Math.floor(most / 2))}`;
  return renderText(value, code, most - who.length) + who;
}

function renderText(value: string, code: boolean | undefined, most: number): string {
  return value.trim() ? fitText(value, most, code ? codeSpan : escapeMarkdown) : "";
}

/** One line each, in as few fields as hold them; names are cut where ten long ones do not fit, ids never. */
function renderItems(items: Item[], room: number): APIEmbedField[] {
  const share = Math.floor(room / items.length) - noName.length;
  const values: string[] = [];
  for (const line of items.map((item) => renderItem(item, share))) {
    const together = `${values.at(-1)}\n${line}`;
    if (values.length > 0 && together.length <= embedLimits.value) values[values.length - 1] = together;
    else values.push(line);
  }
  return values.map((value) => ({ name: noName, value, inline: false }));
}

function renderItem({ text, codes = [], lead, mentions = [], link }: Item, most: number): string {
  const line = text.replace(/\s+/g, " ").trim() || nothing;
  const ids = codes.map((code) => ` ${codeSpan(code)}`).join("") + renderLink(link, most / 2);
  const room = Math.floor((most - ids.length) / 2);
  const names = mentions.length > 0 ? ` ${renderMentions(mentions, room)}` : "";
  const who = (lead ? `, ${escapeMarkdown(lead)}` : "") + names;
  return cutEscaped(line, most - ids.length - who.length) + ids + who;
}

/** Left out where it does not fit: half an address leads nowhere. */
function renderLink(link: ReplyLink | undefined, most: number): string {
  const url = httpUrl(link?.url);
  if (!link || url === undefined) return "";
  const shown = ` [${escapeMarkdown(link.label)}](${url})`;
  return shown.length <= most ? shown : "";
}

/** Cut before escaping, so that no backslash is left alone at the end. */
function cutEscaped(line: string, most: number): string {
  let kept = Math.min(line.length, Math.max(1, most));
  while (kept > 1 && escapeMarkdown(cutText(line, kept)).length > most) kept -= 1;
  return escapeMarkdown(cutText(line, kept));
}

function lengthOf(fields: APIEmbedField[]): number {
  return fields.reduce((sum, { name, value }) => sum + name.length + value.length, 0);
}
