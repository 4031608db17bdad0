import { z } from "zod";
import { idIn } from "./id-in-link.ts";

/** Somebody has posted links with ids in them. */
export type Sharing = {
  channel: string;
  ts: string;
  userId: string;
  /** The id that each names, by its address as the message holds it. */
  links: ReadonlyMap<string, string>;
};

/** https://docs.slack.dev/reference/events/link_shared */
const shared = z.object({
  channel: z.string(),
  /** Absent: no person has posted it. */
  user: z.string().nullish(),
  bot_id: z.string().nullish(),
  message_ts: z.string(),
  /** Absent in an organization. */
  source: z.string().nullish(),
  links: z.array(z.object({ url: z.string().nullish() })).nullish(),
});

/** https://docs.slack.dev/apis/events-api/#event-payload */
const envelope = z.object({ is_ext_shared_channel: z.boolean().nullish() });

const posted = "conversations_history";

/** So many are looked up: most of a message with more are of something else. */
const mostLinks = 20;

/**
 * Undefined where no card is to be shown: a machine has posted it, others read along, no link has an id, or the message is
 * still being written, when Slack does not say where it will be sent.
 */
export function readSharing(body: unknown, event: unknown): Sharing | undefined {
  const { channel, user, bot_id, message_ts: ts, source, links } = shared.parse(event);
  if (!user || bot_id || envelope.parse(body).is_ext_shared_channel) return undefined;
  if (source && source !== posted) return undefined;
  const named = linksByUrl((links ?? []).flatMap(({ url }) => url ?? []));
  return named.size > 0 ? { channel, ts, userId: user, links: named } : undefined;
}

function linksByUrl(urls: readonly string[]): Map<string, string> {
  const named = new Map<string, string>();
  for (const url of urls) {
    const id = idIn(url);
    if (id) named.set(url, id);
    if (named.size === mostLinks) break;
  }
  return named;
}
