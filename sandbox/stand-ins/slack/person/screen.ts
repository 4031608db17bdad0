import type { Delivery } from "../delivery/delivery.ts";
import type { Message } from "../message/messages.ts";
import { type MessagePreview, type Preview, previewsOf } from "../unfurl/previews.ts";
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
  /** What apps show below a message of the links in it. */
  previews(message: Message): readonly MessagePreview[];
  /** What apps show of the links in what somebody is writing; `composed` is what `person.compose` gave. */
  composerPreviews(composed: Delivery): readonly Preview[];
  /** The event that told the app of its links in a message; undefined where it was told nothing. */
  linkEvent(message: Message): Delivery | undefined;
  /** The topmost view of each modal. */
  openViews(userId: string): readonly OpenView[];
  homeView(userId: string): OpenView | undefined;
};

export function createScreen(world: World): Screen {
  const { messages, views, workspace, sharedLinks } = world;
  return {
    messages: (channelId) => messages.inChannel(channelId),
    ephemerals: (channelId, userId) => messages.ephemerals(channelId, userId),
    directMessages: (userId) => messages.inChannel(directChannel(workspace, userId).id),
    previews: (message) => previewsOf(message).map((preview) => ({ ...preview, message })),
    composerPreviews(composed) {
      const shared = sharedLinks.findByEvent(composed.id);
      return shared === undefined ? [] : previewsOf(shared.unfurled);
    },
    linkEvent: ({ channel, ts }) => sharedLinks.find(channel, ts)?.event,
    openViews: (userId) => views.onScreen(userId),
    homeView: (userId) => views.home(userId),
  };
}
