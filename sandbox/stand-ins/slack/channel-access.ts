import { refuseByState } from "./refusal.ts";
import { directChannel, type SlackChannel } from "./workspace.ts";
import type { World } from "./world.ts";

/** A channel the bot can see: one that is not public only from inside. A person's id stands for their direct messages. */
export function visibleChannel(world: World, id: string): SlackChannel {
  const { workspace } = world;
  const channel = workspace.users.has(id) ? directChannel(workspace, id) : workspace.channels.get(id);
  if (channel === undefined) throw refuseByState("channel_not_found");
  if (channel.kind !== "public" && !channel.hasBot) throw refuseByState("channel_not_found");
  return channel;
}

/** A channel the bot may post to now. */
export function writableChannel(world: World, id: string): SlackChannel {
  const channel = visibleChannel(world, id);
  if (channel.isArchived) throw refuseByState("is_archived");
  const isOpenToAll = channel.kind === "public" && world.credentials.scopes.has("chat:write.public");
  if (!channel.hasBot && !isOpenToAll) throw refuseByState("not_in_channel");
  return channel;
}
