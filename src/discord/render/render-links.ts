import { type APIButtonComponentWithURL, ButtonStyle, ComponentType } from "discord.js";
import { limits } from "../../chat/limits.ts";
import type { ReplyLink } from "../../chat/reply.ts";
import { httpUrl } from "../../text/http-url.ts";
import { escapeMarkdown, labelOf } from "./text.ts";

/** Discord takes a button's address of up to 512 characters: https://discord.com/developers/docs/components/reference#button */
const longestOfButton = 512;
/** Of the 6,000 of an embed, beside everything else that must stand in it. */
const longestOfText = 2400;

/** The links that a button can hold. */
export function renderLinkButtons(links: readonly ReplyLink[]): APIButtonComponentWithURL[] {
  return linksWithAddress(links)
    .filter(({ url }) => url.length <= longestOfButton)
    .map(({ label, url }) => {
      const text = labelOf(label, limits.button);
      return { type: ComponentType.Button, style: ButtonStyle.Link, label: text, url };
    });
}

/** The others, one to a line, as they stand in the text: a way into a room has its token in its address. */
export function renderLongLinks(links: readonly ReplyLink[]): string {
  let left = longestOfText;
  const lines = linksWithAddress(links)
    .filter(({ url }) => url.length > longestOfButton)
    .map(({ label, url }) => {
      const name = escapeMarkdown(labelOf(label, limits.button));
      const line = `[${name}](${url})`;
      left -= line.length;
      return left >= 0 ? line : `${name}: its address is too long to be shown here.`;
    });
  return lines.join("\n");
}

function linksWithAddress(links: readonly ReplyLink[]): ReplyLink[] {
  return links.flatMap(({ label, url: said }) => {
    const url = httpUrl(said);
    return url === undefined ? [] : [{ label, url }];
  });
}
