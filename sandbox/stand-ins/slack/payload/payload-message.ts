import { responseAddress } from "../delivery/response-url.ts";
import type { JsonObject } from "../json.ts";
import { renderMessage } from "../message/message-render.ts";
import type { Message } from "../message/messages.ts";
import { attachmentOf, type Preview } from "../unfurl/previews.ts";
import type { ViewState } from "../view/view-state.ts";
import type { SlackChannel, SlackUser } from "../workspace.ts";
import type { World } from "../world.ts";
import { channelName, interaction } from "./payload-common.ts";

/** A message and where it stands; `preview` where a preview below it is meant. */
export type MessagePlace = {
  readonly message: Message;
  readonly channel: SlackChannel;
  readonly preview?: Preview;
};

type MessageAction = MessagePlace & {
  readonly action: JsonObject;
  /** What the message's menus hold. */
  readonly state: ViewState;
  readonly delivery: string;
};

/** Where a message stands; Slack keeps no copy of an ephemeral one, so it cannot send that along. */
export function renderPlace(world: World, { message, channel, preview }: MessagePlace): JsonObject {
  if (preview !== undefined) return renderPreview({ message, channel, preview });
  const isEphemeral = message.ephemeralTo !== undefined;
  const thread = message.threadTs !== undefined && { thread_ts: message.threadTs };
  const place = { message_ts: message.ts, ...thread, channel_id: channel.id, is_ephemeral: isEphemeral };
  return {
    container: { type: "message", ...place },
    channel: { id: channel.id, name: channelName(channel) },
    ...(isEphemeral ? {} : { message: renderMessage(message, world) }),
  };
}

/**
 * An app learns of its preview and nothing else of the message:
 * https://docs.slack.dev/messaging/unfurling-links-in-messages#interactive_unfurls
 */
function renderPreview({ message, channel, preview }: Required<MessagePlace>): JsonObject {
  return {
    container: {
      type: "message_attachment",
      message_ts: message.ts,
      ...(message.threadTs !== undefined && { thread_ts: message.threadTs }),
      attachment_id: preview.id,
      channel_id: channel.id,
      is_ephemeral: false,
      is_app_unfurl: true,
      app_unfurl_url: preview.url,
    },
    channel: { id: channel.id, name: channelName(channel) },
    app_unfurl: attachmentOf(message, preview),
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
