import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIStringSelectComponent,
  ButtonStyle,
  ComponentType,
} from "discord.js";
import { encodeButton, encodeMenu } from "../../chat/button-code.ts";
import { limits } from "../../chat/limits.ts";
import type { Button, Menu, Reply } from "../../chat/reply.ts";
import { cutText } from "../../cut-text.ts";

export type Row = APIActionRowComponent<APIButtonComponentWithCustomId | APIStringSelectComponent>;

const buttonStyles = {
  primary: ButtonStyle.Primary,
  secondary: ButtonStyle.Secondary,
  danger: ButtonStyle.Danger,
} as const;

/** Everything of a reply that is pressed: a menu fills a row of its own, and so do the buttons. */
export function renderComponents({ menu, buttons = [] }: Reply): Row[] {
  return [
    ...(menu && menu.choices.length > 0 ? [row([renderMenu(menu)])] : []),
    ...(buttons.length > 0 ? [row(buttons.map(renderButton))] : []),
  ];
}

function row(components: Row["components"]): Row {
  return { type: ComponentType.ActionRow, components };
}

function renderMenu(menu: Menu): APIStringSelectComponent {
  return {
    type: ComponentType.StringSelect,
    custom_id: encodeMenu(menu),
    placeholder: cutText(menu.label, limits.button),
    options: menu.choices.map(({ label, value }) => ({ label: cutText(label, limits.option), value })),
  };
}

function renderButton({ label, action, state, style = "secondary" }: Button): APIButtonComponentWithCustomId {
  return {
    type: ComponentType.Button,
    style: buttonStyles[style],
    label: cutText(label, limits.button),
    custom_id: encodeButton({ action, state }),
  };
}
