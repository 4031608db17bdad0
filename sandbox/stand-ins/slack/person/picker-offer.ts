import type { InteractiveElement } from "../block-kit/block-kit-elements.ts";
import { directChannel, type SlackChannel, type SlackUser } from "../workspace.ts";
import type { World } from "../world.ts";

/** What a menu that Slack fills itself offers a person: an id and the name they see. */
export type Offer = { readonly id: string; readonly name: string };

type Conversation = "im" | "mpim" | "private" | "public";
const everyKind: readonly Conversation[] = ["im", "mpim", "private", "public"];

/** Undefined for an element whose options come from elsewhere. */
export function offerOf(
  world: World,
  user: SlackUser,
  element: InteractiveElement,
): readonly Offer[] | undefined {
  switch (element.type) {
    case "users_select":
    case "multi_users_select":
      return [...world.workspace.users.values()].filter(({ deleted, isBot }) => !deleted && !isBot);
    case "channels_select":
    case "multi_channels_select":
      return conversations(world, user, ["public"]);
    case "conversations_select":
    case "multi_conversations_select":
      return conversations(world, user, element.filter?.include ?? everyKind);
    default:
      return undefined;
  }
}

/** Nobody is offered an archived channel, or a private one they are not in. */
function conversations(world: World, user: SlackUser, kinds: readonly Conversation[]): SlackChannel[] {
  const direct = kinds.includes("im") ? [directChannel(world.workspace, user.id)] : [];
  const channels = [...world.workspace.channels.values()].filter(
    ({ kind, isArchived, members }) =>
      kind !== "im" && kinds.includes(kind) && !isArchived && (kind === "public" || members.has(user.id)),
  );
  return [...channels, ...direct];
}
