import {
  type APIChannelSelectComponent,
  type APIRoleSelectComponent,
  ChannelType,
  ComponentType,
  SelectMenuDefaultValueType,
} from "discord.js";
import type { ChannelField, PeopleField } from "../../chat/form/field.ts";
import { isSnowflake } from "../read/snowflake.ts";

/** Channels that anybody reads as text; threads close by themselves and forums take no plain messages. */
const postableTypes = [ChannelType.GuildText, ChannelType.GuildAnnouncement] as const;

/** Discord's own list of the server's channels: https://discord.com/developers/docs/components/reference#channel-select */
export function renderChannelSelect(
  key: string,
  { required = false, placeholder }: ChannelField,
  chosen: string,
): APIChannelSelectComponent {
  return {
    type: ComponentType.ChannelSelect,
    custom_id: key,
    required,
    channel_types: [...postableTypes],
    min_values: required ? 1 : 0,
    max_values: 1,
    ...(placeholder && { placeholder }),
    ...(isSnowflake(chosen) && {
      default_values: [{ id: chosen, type: SelectMenuDefaultValueType.Channel }],
    }),
  };
}

/** Discord's own list of the server's roles: https://discord.com/developers/docs/components/reference#role-select */
export function renderRoleSelect(
  key: string,
  { required = false, placeholder, most }: PeopleField,
  chosen: readonly string[],
): APIRoleSelectComponent {
  const roles = [...new Set(chosen)].filter(isSnowflake).slice(0, most);
  return {
    type: ComponentType.RoleSelect,
    custom_id: key,
    required,
    min_values: required ? 1 : 0,
    max_values: most,
    ...(placeholder && { placeholder }),
    ...(roles.length > 0 && {
      default_values: roles.map((id) => ({ id, type: SelectMenuDefaultValueType.Role })),
    }),
  };
}
