import type { Block } from "../block-kit/block-kit-blocks.ts";
import type { Delivery } from "../delivery/delivery.ts";
import type { JsonObject } from "../json.ts";
import type { Message } from "../message/messages.ts";
import { type MessagePlace, messageActionPayload } from "../payload/payload-message.ts";
import { isAppUnfurl, type MessagePreview } from "../unfurl/previews.ts";
import type { ViewState } from "../view/view-state.ts";
import type { Client } from "./person-client.ts";

/** Where a person finds buttons and menus outside of views: a message, or a preview below one. */
export type Spot = Message | MessagePreview;

export function isSpot(place: object): place is Spot {
  return "ts" in place || "url" in place;
}

/** The blocks people see there: of a message those of its attachments too, but for previews. */
export function visibleBlocks(spot: Spot): readonly Block[] {
  if ("url" in spot) return spot.blocks;
  const own = spot.attachments.filter((attachment) => !isAppUnfurl(attachment));
  return [...spot.blocks, ...own.flatMap((attachment) => attachment.blocks ?? [])];
}

/** The message in its channel. Throws where this person does not see it. */
export function placeOf({ world, user }: Client, spot: Spot): MessagePlace {
  const message = "url" in spot ? spot.message : spot;
  if (message.ephemeralTo !== undefined && message.ephemeralTo !== user.id) {
    throw new Error("only the person it was sent to sees this message");
  }
  const channel = world.workspace.channels.get(message.channel);
  if (channel === undefined) throw new Error("the message's channel is gone");
  return { message, channel, ...("url" in spot && { preview: spot }) };
}

/** Tells the bot what a person did there, with a new response_url. */
export function actInMessage(
  client: Client,
  spot: Spot,
  given: { readonly action: JsonObject; readonly state: ViewState },
): Delivery {
  const { world, user } = client;
  const delivery = world.ids.envelopeId();
  const payload = messageActionPayload(world, user, { ...placeOf(client, spot), ...given, delivery });
  return client.dispatch(payload, { id: delivery });
}
