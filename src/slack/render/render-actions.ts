import type { types } from "@slack/bolt";
import { encodeButton, encodeMenu } from "../../chat/button-code.ts";
import type { Button, Menu, Reply, ReplyFile, ReplyLink } from "../../chat/reply.ts";
import { httpUrl } from "../../text/http-url.ts";
import { blockLimits } from "./block-limits.ts";
import { plainLine } from "./text.ts";

/**
 * Slack does not say of a direct message whether it is the app's own or one of two people, and who presses there would have
 * their answer in place of what both read. So what is for everybody says it in its blocks' ids.
 */
const forEverybody = "everybody:";

/** Whether what was pressed stands in a message for everybody; false, too, for what older versions have posted. */
export function isForEverybody(blockId: string | undefined): boolean {
  return blockId?.startsWith(forEverybody) === true;
}

/** A reply that stands where nobody else reads, whatever it would be elsewhere. */
export function readByOne(reply: Reply): Reply {
  return { ...reply, visibility: "private" };
}

/** Everything of a reply that is pressed: its menu, its links, its buttons, and one button for each file that can be opened. */
export function renderActions({
  menu,
  secondMenu,
  links = [],
  buttons = [],
  files = [],
  visibility,
}: Reply): types.ActionsBlock[] {
  const blocks = [
    ...[menu, secondMenu].flatMap((one) => block(one && one.choices.length > 0 ? [renderMenu(one)] : [])),
    ...block(links.flatMap(renderLink)),
    ...block(buttons.map(renderButton)),
    ...block(files.flatMap(renderOpenButton)),
  ];
  if (visibility !== "public") return blocks;
  return blocks.map((each, index) => ({ ...each, block_id: `${forEverybody}${index}` }));
}

function block(elements: types.ActionsBlockElement[]): types.ActionsBlock[] {
  return elements.length > 0 ? [{ type: "actions", elements }] : [];
}

function renderMenu(menu: Menu): types.StaticSelect {
  return {
    type: "static_select",
    action_id: encodeMenu(menu),
    placeholder: plainLine(menu.label, blockLimits.placeholder),
    options: menu.choices.map(({ label, value }) => ({
      text: plainLine(label.trim() || value, blockLimits.optionText),
      value,
    })),
  };
}

function renderButton(button: Button): types.Button {
  const { label, style = "secondary" } = button;
  return {
    type: "button",
    text: plainLine(label, blockLimits.buttonText),
    action_id: encodeButton(button),
    ...(style === "secondary" ? {} : { style }),
  };
}

/** Slack tells of its press too, under an id of its own: `read.ts` leaves that be. */
function renderLink({ label, url }: ReplyLink, index: number): types.Button[] {
  const address = httpUrl(url);
  if (address === undefined || address.length > blockLimits.url) return [];
  const text = plainLine(label, blockLimits.buttonText);
  return [{ type: "button", text, url: address, action_id: `link:${index}` }];
}

function renderOpenButton({ name, open }: ReplyFile): types.Button[] {
  return open ? [renderButton({ label: `Open ${name}`, ...open })] : [];
}
