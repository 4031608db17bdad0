import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIButtonComponentWithURL,
  type APIStringSelectComponent,
  ButtonStyle,
  ComponentType,
} from "discord.js";
import { encodeButton, encodeMenu } from "../../chat/button-code.ts";
import { limits } from "../../chat/limits.ts";
import type { Button, Menu, Reply } from "../../chat/reply.ts";
import { renderLinkButtons } from "./render-links.ts";
import { labelOf } from "./text.ts";

export type Row = APIActionRowComponent<
  APIButtonComponentWithCustomId | APIButtonComponentWithURL | APIStringSelectComponent
>;

const buttonStyles = {
  primary: ButtonStyle.Primary,
  secondary: ButtonStyle.Secondary,
  danger: ButtonStyle.Danger,
} as const;

/** Everything of a reply that is pressed: a menu fills a row of its own, and so do the links; buttons fill one or two. */
export function renderComponents({ menu, secondMenu, links = [], buttons = [] }: Reply): Row[] {
  const pages = renderLinkButtons(links);
  return [
    ...[menu, secondMenu].flatMap((one) => (one && one.choices.length > 0 ? [row([renderMenu(one)])] : [])),
    ...(pages.length > 0 ? [row(pages)] : []),
    ...rowsOf(buttons).map((some) => row(some.map(renderButton))),
  ];
}

function rowsOf(buttons: readonly Button[]): Button[][] {
  const { buttons: most } = limits;
  const count = Math.ceil(buttons.length / most);
  return Array.from({ length: count }, (_, index) => buttons.slice(index * most, (index + 1) * most));
}

function row(components: Row["components"]): Row {
  return { type: ComponentType.ActionRow, components };
}

function renderMenu(menu: Menu): APIStringSelectComponent {
  return {
    type: ComponentType.StringSelect,
    custom_id: encodeMenu(menu),
    placeholder: labelOf(menu.label, limits.button),
    options: menu.choices.map(({ label, value }) => ({
      label: labelOf(label.trim() || value, limits.option),
      value,
    })),
  };
}

function renderButton({ label, action, state, style = "secondary" }: Button): APIButtonComponentWithCustomId {
  return {
    type: ComponentType.Button,
    style: buttonStyles[style],
    label: labelOf(label, limits.button),
    custom_id: encodeButton({ action, state }),
  };
}
