import type { App } from "@slack/bolt";
import { z } from "zod";
import type { Member } from "../../chat/member.ts";
import type { Reply } from "../../chat/reply.ts";
import type { Log } from "../../log.ts";
import { type NamedInEvent, namedInEvent } from "../read/whose.ts";
import { outsideError } from "../slack-error.ts";
import type { SlackClient } from "../workspaces/slack-client.ts";
import type { Workspace } from "../workspaces/workspace.ts";
import { idIn } from "./id-in-link.ts";
import { isInsideWorkspace } from "./inside-channel.ts";
import { renderPreview } from "./render-preview.ts";

/** https://docs.slack.dev/reference/events/link_shared */
const shared = z.object({
  channel: z.string(),
  user: z.string(),
  message_ts: z.string(),
  source: z.string().nullish(),
  links: z.array(z.object({ url: z.string() })).default([]),
});

/** Below a message with more links, nobody reads on. */
const mostPreviews = 5;

/** What a link to this persona shows in a channel; undefined: nothing, for it is none of this team's, or not for this person. */
export type Preview = (member: Member, id: string) => Promise<Reply | undefined>;

/**
 * Hangs a card below messages in which somebody of the team links to a persona. What everybody reads there must be for all of
 * them: so only in channels of the workspace's own people, and not while the message is still being written, when Slack
 * does not say where it will be sent. A preview that fails is in the log: nobody has asked for it.
 */
export function listenToLinks(
  app: App,
  options: {
    homeOf(named: NamedInEvent): Promise<Workspace | undefined>;
    preview: Preview;
    log: Log;
  },
): void {
  const { homeOf, preview, log } = options;
  app.event("link_shared", async ({ body, event }) => {
    try {
      const { channel, user, message_ts: ts, source, links } = shared.parse(event);
      if (source === "composer") return;
      const workspace = await homeOf(namedInEvent(body));
      if (!workspace) return;
      const member = workspace.people.member(user);
      const wanted = linksByUrl(links.map(({ url }) => url));
      if (wanted.size === 0 || (await member.isStranger())) return;
      const { repeatable } = workspace.clients;
      if (!(await isInsideWorkspace(repeatable, channel))) return;
      const unfurls = await cardsOf(wanted, (id) => preview(member, id));
      if (Object.keys(unfurls).length > 0) await show(repeatable, { channel, ts, unfurls });
    } catch (error) {
      log.warn({ err: error }, "a link could not be previewed");
    }
  });
}

async function show({ chat }: SlackClient, wanted: Parameters<SlackClient["chat"]["unfurl"]>[0]) {
  try {
    await chat.unfurl(wanted);
  } catch (error) {
    throw outsideError("a preview of a link", error);
  }
}

function linksByUrl(urls: readonly string[]): Map<string, string> {
  const named = urls.map((url) => [url, idIn(url)] as const);
  return new Map(named.flatMap(([url, id]) => (id ? [[url, id] as const] : [])).slice(0, mostPreviews));
}

async function cardsOf(
  wanted: ReadonlyMap<string, string>,
  cardOf: (id: string) => Promise<Reply | undefined>,
) {
  const unfurls: Record<string, { blocks: ReturnType<typeof renderPreview> }> = {};
  for (const [url, id] of wanted) {
    const card = await cardOf(id);
    if (card) unfurls[url] = { blocks: renderPreview(card) };
  }
  return unfurls;
}
