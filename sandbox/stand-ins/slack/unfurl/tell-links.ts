import { randomUUID } from "node:crypto";
import type { Delivery } from "../delivery/delivery.ts";
import type { JsonObject } from "../json.ts";
import type { Message } from "../message/messages.ts";
import { eventPayload } from "../payload/payload-event.ts";
import type { Client } from "../person/person-client.ts";
import type { World } from "../world.ts";
import { type Link, linksOn } from "./links.ts";
import { COMPOSER, type SharedLinks } from "./shared-links.ts";

type Sharing = Omit<SharedLinks, "event"> & { readonly threadTs?: string; readonly hasBot: boolean };

/** What the app is told of in a text: the links on its domains, while it is installed and may read them. */
function toldLinks({ workspace, credentials, tokenRefusal }: World, text: string): readonly Link[] {
  const isTold = tokenRefusal === undefined && credentials.scopes.has("links:read");
  return isTold ? linksOn(workspace.unfurlDomains, text) : [];
}

/** https://docs.slack.dev/reference/events/link_shared */
function linkEvent({ world, user }: Client, sharing: Sharing): JsonObject {
  const { channel, ts, unfurlId, source, links, threadTs, hasBot } = sharing;
  return {
    type: "link_shared",
    channel,
    is_bot_user_member: hasBot,
    user: user.id,
    message_ts: ts,
    ...(threadTs !== undefined && { thread_ts: threadTs }),
    ...(unfurlId !== undefined && { unfurl_id: unfurlId, source }),
    links,
    user_locale: user.locale,
    event_ts: world.ids.timestamp(),
  };
}

function tell(client: Client, sharing: Sharing): Delivery {
  const { world } = client;
  const event = client.dispatch(eventPayload(world, linkEvent(client, sharing)));
  world.sharedLinks.add({ ...sharing, event });
  return event;
}

/** Tells the app of its links in a message that a person has just posted, if there are any. */
export function tellLinksOf(client: Client, message: Message): void {
  const { workspace, ids } = client.world;
  const { channel, ts, threadTs } = message;
  const links = toldLinks(client.world, message.text);
  if (links.length === 0) return;
  const unfurlId = workspace.enterpriseId === undefined ? `${channel}.${ts}.${ids.secret()}` : undefined;
  tell(client, {
    channel,
    ts,
    source: "conversations_history",
    unfurlId,
    links,
    unfurled: message,
    hasBot: workspace.channels.get(channel)?.hasBot ?? false,
    ...(threadTs !== undefined && { threadTs }),
  });
}

/**
 * Tells the app of its links in what a person is still writing. Throws where Slack tells it nothing: no such links, no
 * scope, or a workspace of an organization.
 */
export function tellLinksInComposer(client: Client, channelId: string, text: string): Delivery {
  const { workspace, ids } = client.world;
  if (workspace.enterpriseId !== undefined) throw new Error("an organization's app is not told of composers");
  const links = toldLinks(client.world, text);
  if (links.length === 0) throw new Error("the app is not told of any link in this");
  const id = `${client.user.id}-${randomUUID()}-${ids.secret()}`;
  return tell(client, {
    channel: COMPOSER,
    ts: id,
    source: "composer",
    unfurlId: id,
    links,
    unfurled: { attachments: [] },
    hasBot: workspace.channels.get(channelId)?.hasBot ?? false,
  });
}
