import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIEmbed,
  type APIEmbedField,
  ButtonStyle,
  ComponentType,
} from "discord.js";
import { encodeButton } from "../chat/button-code.ts";
import { limits } from "../chat/limits.ts";
import type { Button, Fact, Reply } from "../chat/reply.ts";
import { codeSpan, cut, escapeMarkdown, fitText } from "./text.ts";

/**
 * https://discord.com/developers/docs/resources/message#embed-object-embed-limits
 * A field's name may have 256; ten of those would leave its value no room in the total.
 */
const embedLimits = { title: 256, description: 4096, name: 100, value: 1024, total: 6000 };

/** Shares of the total that a very long reply divides among its parts. */
const longestNotes = 1000;
const sureOfDescription = 2000;

/** Discord shows an empty field as an error. */
const nothing = "–";

/** Values up to this length stand side by side. */
const shortValue = 40;

const colours: Record<Reply["tone"], number> = {
  success: 0x2f9e5f,
  warning: 0xe0a030,
  failure: 0xd64545,
  neutral: 0x5c6b7a,
  working: 0x4f6bed,
};

const buttonStyles = {
  primary: ButtonStyle.Primary,
  secondary: ButtonStyle.Secondary,
  danger: ButtonStyle.Danger,
} as const;

export type MessageBody = {
  embeds: [APIEmbed];
  components: APIActionRowComponent<APIButtonComponentWithCustomId>[];
  allowed_mentions: { parse: [] };
};

/** A reply as a message, complete: sent as an edit it leaves nothing of what stood there before. */
export function renderReply(reply: Reply): MessageBody {
  return {
    embeds: [renderEmbed(reply)],
    components: renderButtons(reply.buttons ?? []),
    allowed_mentions: { parse: [] },
  };
}

function renderEmbed({ tone, title, text = "", facts = [], notes = [] }: Reply): APIEmbed {
  const heading = cut(escapeMarkdown(title.replace(/\s+/g, " ")), embedLimits.title);
  // A footer is the one part of an embed that Discord shows as plain text.
  const footer = fitText(notes.join("\n"), longestNotes, (plain) => plain);
  const room = embedLimits.total - heading.length - footer.length;
  const wish = Math.min(escapeMarkdown(text).length, sureOfDescription);
  const fields = renderFacts(facts, room - wish);
  const left = room - fields.reduce((sum, field) => sum + field.name.length + field.value.length, 0);
  const description = fitText(text, Math.min(embedLimits.description, left), escapeMarkdown);
  return {
    title: heading,
    color: colours[tone],
    ...(description.trim() && { description }),
    ...(fields.length > 0 && { fields }),
    ...(footer.trim() && { footer: { text: footer } }),
  };
}

/** Each value whole if all fit in `room` characters, else each within an equal share of it. */
function renderFacts(facts: Fact[], room: number): APIEmbedField[] {
  const whole = facts.map((fact) => renderFact(fact, embedLimits.value));
  const names = whole.reduce((sum, { name }) => sum + name.length, 0);
  if (whole.reduce((sum, { value }) => sum + value.length, names) <= room) return whole;
  const share = Math.floor((room - names) / facts.length);
  return facts.map((fact) => renderFact(fact, Math.min(embedLimits.value, share)));
}

function renderFact({ label, value, code }: Fact, longestValue: number): APIEmbedField {
  const shown = value.trim() ? fitText(value, longestValue, code ? codeSpan : escapeMarkdown) : nothing;
  return {
    name: cut(escapeMarkdown(label), embedLimits.name) || nothing,
    value: shown,
    inline: shown.length <= shortValue,
  };
}

function renderButtons(buttons: Button[]): MessageBody["components"] {
  if (buttons.length === 0) return [];
  return [{ type: ComponentType.ActionRow, components: buttons.map(renderButton) }];
}

function renderButton({ label, action, state, style = "secondary" }: Button): APIButtonComponentWithCustomId {
  return {
    type: ComponentType.Button,
    style: buttonStyles[style],
    label: cut(label, limits.button),
    custom_id: encodeButton({ action, state }),
  };
}
