import { responseAddress } from "../delivery/response-url.ts";
import type { JsonObject } from "../json.ts";
import { renderMessage } from "../message/message-render.ts";
import type { Message } from "../message/messages.ts";
import type { ViewState } from "../view/view-state.ts";
import type { SlackChannel, SlackUser } from "../workspace.ts";
import type { World } from "../world.ts";
import { channelName, interaction } from "./payload-common.ts";

/** A message and where it stands. */
export type MessagePlace = { readonly message: Message; readonly channel: SlackChannel };

type MessageAction = MessagePlace & {
  readonly action: JsonObject;
  /** What the message's menus hold. */
  readonly state: ViewState;
  readonly delivery: string;
};

/** Where a message stands; Slack keeps no copy of an ephemeral one, so it cannot send that along. */
export function renderPlace(world: World, { message, channel }: MessagePlace): JsonObject {
  const isEphemeral = message.ephemeralTo !== undefined;
  const place = { message_ts: message.ts, channel_id: channel.id, is_ephemeral: isEphemeral };
  return {
    container: { type: "message", ...place },
    channel: { id: channel.id, name: channelName(channel) },
    ...(isEphemeral ? {} : { message: renderMessage(message, world) }),
  };
}

type MessageShortcut = MessagePlace & { readonly callbackId: string; readonly delivery: string };

/** https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload */
export function messageShortcutPayload(world: World, user: SlackUser, given: MessageShortcut): JsonObject {
  const { message, channel, callbackId, delivery } = given;
  const target = { channel: channel.id, userId: user.id, delivery, messageTs: undefined };
  return {
    type: "message_action",
    callback_id: callbackId,
    ...interaction(world, user),
    action_ts: world.ids.timestamp(),
    trigger_id: world.triggers.issue(user.id).id,
    response_url: responseAddress(world, world.responseUrls.issue(target).secret),
    message_ts: message.ts,
    channel: { id: channel.id, name: channelName(channel) },
    message: renderMessage(message, world),
  };
}

/** A button or menu of a message: https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export function messageActionPayload(world: World, user: SlackUser, given: MessageAction): JsonObject {
  const { message, channel, delivery } = given;
  const target = { channel: channel.id, userId: user.id, delivery, messageTs: message.ts };
  const url = world.responseUrls.issue(target);
  return {
    type: "block_actions",
    ...interaction(world, user),
    ...renderPlace(world, given),
    trigger_id: world.triggers.issue(user.id).id,
    state: { values: given.state },
    response_url: responseAddress(world, url.secret),
    actions: [given.action],
  };
}
