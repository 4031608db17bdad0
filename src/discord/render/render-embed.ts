import type { APIEmbed, APIEmbedField } from "discord.js";
import { limits } from "../../chat/limits.ts";
import type { Fact, Reply } from "../../chat/reply.ts";
import { inUtc } from "../../chat/time-mark.ts";
import { wholeStart } from "../../cut-text.ts";
import { httpUrl } from "../../text/http-url.ts";
import { embedLimits, nothing } from "./embed-limits.ts";
import { renderItems } from "./render-items.ts";
import { renderLongLinks } from "./render-links.ts";
import { renderMentions } from "./render-mentions.ts";
import { codeSpan, cutEscaped, escapeMarkdown, fitText } from "./text.ts";

/** Shares of the total that a very long reply divides among its parts. */
const longestNotes = 2000;
const sureOfDescription = 2000;
const longestItems = 3000;

/** Names are never left out; each has one character of its value at least. */
const longestFactNames = limits.facts * (embedLimits.name + 1);

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
  links = [],
  image,
}: Reply): APIEmbed {
  const picture = pictureIn(image);
  const heading = cutEscaped(inUtc(title).replace(/\s+/g, " ").trim() || nothing, embedLimits.title);
  // A footer is the one part of an embed that Discord shows as plain text.
  const ways = renderLongLinks(links);
  // Addresses in the text leave room for no more than every message has.
  const mostNotes = ways === "" ? longestNotes : limits.notes;
  const footer = fitText(inUtc(notes.join("\n")), mostNotes, (plain) => plain);
  const room = embedLimits.total - heading.length - footer.length;
  const forWays = ways === "" ? 0 : ways.length + 1;
  const sureOfText = items.length > 0 ? sureOfDescription / 2 : sureOfDescription;
  const wish = forWays + Math.min(escapeMarkdown(wholeStart(text, sureOfText)).length, sureOfText);
  const sureOfItems = facts.length > 0 ? longestItems / 2 : longestItems;
  const lines = renderItems(items, Math.min(sureOfItems, room - forWays - longestFactNames));
  const fields = [...renderFacts(facts, room - wish - lengthOf(lines)), ...lines];
  const said = fitText(
    text,
    Math.min(embedLimits.description, room - lengthOf(fields)) - forWays,
    escapeMarkdown,
  );
  const description = [said, ways].filter(Boolean).join("\n");
  return {
    title: heading,
    color: colours[tone],
    ...(description.trim() && { description }),
    ...(fields.length > 0 && { fields }),
    ...(picture && { image: { url: picture } }),
    ...(footer.trim() && { footer: { text: footer } }),
  };
}

function pictureIn(image: Reply["image"]): string | undefined {
  const url = httpUrl(image?.url);
  return url !== undefined && url.length <= embedLimits.url ? url : undefined;
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
  const shown = renderValue(fact, longestValue).trim() || nothing;
  return {
    name: cutEscaped(fact.label, embedLimits.name).trim() || nothing,
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

function lengthOf(fields: APIEmbedField[]): number {
  return fields.reduce((sum, { name, value }) => sum + name.length + value.length, 0);
}
