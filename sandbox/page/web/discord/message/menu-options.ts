import { componentType } from "../../../../stand-ins/discord/vocabulary.ts";
import { entitiesIn, type Guild } from "../discord-room.ts";
import type { Component } from "../wire.ts";

export type MenuOption = { value: string; label: string; description?: string | null | undefined };

const kinds = new Map<number, "user" | "role" | "channel" | "mentionable">([
  [componentType.userSelect, "user"],
  [componentType.roleSelect, "role"],
  [componentType.channelSelect, "channel"],
  [componentType.mentionableSelect, "mentionable"],
]);

/** What a menu offers: what the bot wrote, or the server's people, roles or channels. */
export function menuOptions(component: Component, guild: Guild): MenuOption[] {
  const kind = kinds.get(component.type);
  if (kind === undefined) return component.options;
  const sign = kind === "channel" ? "#" : "@";
  return entitiesIn(guild, kind).map(({ id, name }) => ({ value: id, label: `${sign}${name}` }));
}
