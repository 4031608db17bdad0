import { renderFile } from "../files.ts";
import type { JsonObject } from "../json.ts";
import type { World } from "../world.ts";
import type { Message } from "./messages.ts";

/** The message object of answers and payloads: https://docs.slack.dev/reference/events/message */
export function renderMessage(message: Message, world: World): JsonObject {
  const { botUserId, botId, appId, teamId } = world.workspace;
  const files = message.files.map((file) => renderFile(file, world.baseUrl, teamId));
  return {
    type: "message",
    ...(message.user === undefined
      ? { user: botUserId, bot_id: botId, app_id: appId }
      : { user: message.user }),
    team: teamId,
    ts: message.ts,
    text: message.text,
    ...(message.blocks.length === 0 ? {} : { blocks: message.blocks }),
    ...(message.attachments.length === 0 ? {} : { attachments: message.attachments }),
    ...(files.length === 0 ? {} : { files }),
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    ...(message.edited ? { edited: { user: botUserId, ts: message.ts } } : {}),
  };
}
