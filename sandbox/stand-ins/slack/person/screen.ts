import type { Message } from "../message/messages.ts";
import type { OpenView } from "../view/views.ts";
import { directChannel } from "../workspace.ts";
import type { World } from "../world.ts";

/** What stands on people's screens now. */
export type Screen = {
  /** What everybody in the channel sees, oldest first. */
  messages(channelId: string): readonly Message[];
  ephemerals(channelId: string, userId: string): readonly Message[];
  /** The direct messages of the bot and this person. */
  directMessages(userId: string): readonly Message[];
  /** The topmost view of each modal. */
  openViews(userId: string): readonly OpenView[];
  homeView(userId: string): OpenView | undefined;
};

export function createScreen(world: World): Screen {
  const { messages, views, workspace } = world;
  return {
    messages: (channelId) => messages.inChannel(channelId),
    ephemerals: (channelId, userId) => messages.ephemerals(channelId, userId),
    directMessages: (userId) => messages.inChannel(directChannel(workspace, userId).id),
    openViews: (userId) => views.onScreen(userId),
    homeView: (userId) => views.home(userId),
  };
}
