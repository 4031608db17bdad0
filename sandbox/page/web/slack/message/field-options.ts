import type { SlackPicture } from "../../../protocol/picture.ts";
import type { SlackElement, SlackOption } from "../wire.ts";

/** What a menu offers: what the bot wrote, or the workspace's people or channels. */
export function fieldOptions(element: SlackElement, { users, channels }: SlackPicture): SlackOption[] {
  switch (element.type) {
    case "users_select":
    case "multi_users_select":
      return users.map(({ id, name, realName }) => option(id, `${realName} (@${name})`));
    case "channels_select":
    case "multi_channels_select":
      return channels.filter(({ isPrivate }) => !isPrivate).map(channelOption);
    case "conversations_select":
    case "multi_conversations_select":
      return channels.filter(({ isPrivate }) => isIncluded(element, isPrivate)).map(channelOption);
    default:
      return [...element.options, ...element.option_groups.flatMap((group) => group.options)];
  }
}

function isIncluded({ filter }: SlackElement, isPrivate: boolean): boolean {
  return filter?.include?.includes(isPrivate ? "private" : "public") ?? true;
}

function channelOption({ id, name, isPrivate }: SlackPicture["channels"][number]): SlackOption {
  return option(id, isPrivate ? `#${name} (private)` : `#${name}`);
}

function option(value: string, text: string): SlackOption {
  return { value, text: { type: "plain_text", text } };
}
