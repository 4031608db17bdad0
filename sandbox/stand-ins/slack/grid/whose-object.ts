import type { JsonObject } from "../json.ts";
import type { World } from "../world.ts";

/** Whether a call is about something of this workspace: a channel, a person, a trigger, a view or a shared link. */
export function isAbout({ workspace, triggers, views, sharedLinks }: World, args: JsonObject): boolean {
  const { channel, channel_id, user, users, bot, trigger_id, view_id, external_id, unfurl_id, ts } = args;
  const isThere = (id: unknown) =>
    workspace.users.has(String(id)) || isChannel(workspace.channels, String(id));
  return (
    [channel, channel_id, user, users].some((id) => id !== undefined && isThere(id)) ||
    bot === workspace.botId ||
    (trigger_id !== undefined && triggers.find(String(trigger_id)) !== undefined) ||
    (view_id !== undefined && views.find(String(view_id)) !== undefined) ||
    sharedLinks.find(String(channel), String(ts)) !== undefined ||
    (unfurl_id !== undefined && sharedLinks.findById(String(unfurl_id)) !== undefined) ||
    (external_id !== undefined && views.findByExternalId(String(external_id)) !== undefined)
  );
}

function isChannel(channels: ReadonlyMap<string, unknown>, id: string): boolean {
  return channels.has(id);
}
