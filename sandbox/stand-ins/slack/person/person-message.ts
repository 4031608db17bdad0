import type { Block } from "../block-kit/block-kit-blocks.ts";
import type { Delivery } from "../delivery/delivery.ts";
import type { JsonObject } from "../json.ts";
import type { Message } from "../message/messages.ts";
import { type MessagePlace, messageActionPayload } from "../payload/payload-message.ts";
import type { ViewState } from "../view/view-state.ts";
import type { Client } from "./person-client.ts";

/** The blocks people see in a message, those of attachments too. */
export function visibleBlocks(message: Message): readonly Block[] {
  return [...message.blocks, ...message.attachments.flatMap((attachment) => attachment.blocks ?? [])];
}

/** The message in its channel. Throws where this person does not see it. */
export function placeOf({ world, user }: Client, message: Message): MessagePlace {
  if (message.ephemeralTo !== undefined && message.ephemeralTo !== user.id) {
    throw new Error("only the person it was sent to sees this message");
  }
  const channel = world.workspace.channels.get(message.channel);
  if (channel === undefined) throw new Error("the message's channel is gone");
  return { message, channel };
}

/** Tells the bot what a person did in a message, with a new response_url. */
export function actInMessage(
  client: Client,
  message: Message,
  given: { readonly action: JsonObject; readonly state: ViewState },
): Delivery {
  const { world, user } = client;
  const delivery = world.ids.envelopeId();
  const payload = messageActionPayload(world, user, { ...placeOf(client, message), ...given, delivery });
  return client.dispatch(payload, { id: delivery });
}
