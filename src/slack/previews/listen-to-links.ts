import type { App } from "@slack/bolt";
import type { Member } from "../../chat/member.ts";
import type { Reply } from "../../chat/reply.ts";
import { createExpiringCache } from "../../expiring-cache.ts";
import type { Log } from "../../log.ts";
import { type NamedInEvent, namedInEvent } from "../read/whose.ts";
import type { Workspace } from "../workspaces/workspace.ts";
import { hangCards } from "./hang-cards.ts";
import { isInsideWorkspace } from "./inside-channel.ts";
import { createPreviewBudget } from "./preview-budget.ts";
import { readSharing, type Sharing } from "./read-sharing.ts";

/** What one link shows to everybody in a channel, where this person has posted it; undefined: nothing. */
export type CardFor = (member: Member) => Promise<Reply | undefined>;

/** Undefined: nothing of this team has the id. */
export type Preview = (tenantId: string, id: string) => Promise<CardFor | undefined>;

type LinkOptions = {
  homeOf(named: NamedInEvent): Promise<Workspace | undefined>;
  preview: Preview;
  log: Log;
};

/** Below a message with more cards, nobody reads on. */
const mostPreviews = 5;

/** The same trouble is said so often at most. */
const saidEveryMs = 3_600_000;
const mostSaid = 1000;

/**
 * Hangs a card below messages in which somebody of the team links to a persona. What everybody reads there must be for all of
 * them: so only in channels of the workspace's own people, which is asked last of all. A preview that fails is in the log:
 * nobody has asked for it.
 */
export function listenToLinks(app: App, options: LinkOptions): void {
  const { log } = options;
  const now = () => performance.now();
  const budget = createPreviewBudget(now);
  const said = createExpiringCache<true>({ freshMs: saidEveryMs, most: mostSaid, now });

  function warn(key: string, about: object, sentence: string): void {
    if (said.find(key)?.isFresh) return;
    said.keep(key, true);
    log.warn(about, sentence);
  }

  app.event("link_shared", async ({ body, event }) => {
    const named = namedInEvent(body);
    try {
      const sharing = readSharing(body, event);
      const workspace = sharing && (await options.homeOf(named));
      if (!workspace) return;
      const known = await knownLinks(sharing, workspace, options.preview);
      if (known.size === 0) return;
      const { teamId } = workspace.home;
      if (budget.take(teamId)) await show(known, sharing, workspace);
      else
        warn(
          `${teamId} budget`,
          { teamId },
          "links come so fast that some show no card, for commands to have room",
        );
    } catch (error) {
      const words = error instanceof Error ? error.message : "";
      warn(
        `${named.teamId} ${words}`,
        { err: error },
        "a link could not be previewed; this is said once an hour",
      );
    }
  });
}

/** Asked before anybody else is: most links are of something else. The first few of those that are not. */
async function knownLinks(
  { links, userId }: Sharing,
  { people }: Workspace,
  preview: Preview,
): Promise<Map<string, CardFor>> {
  const { tenantId } = people.member(userId);
  const asked = new Map<string, Promise<CardFor | undefined>>();
  const known = new Map<string, CardFor>();
  for (const [url, id] of links) {
    const asking = asked.get(id) ?? preview(tenantId, id);
    asked.set(id, asking);
    const cardFor = await asking;
    if (cardFor) known.set(url, cardFor);
    if (known.size === mostPreviews) break;
  }
  return known;
}

async function show(
  known: ReadonlyMap<string, CardFor>,
  { channel, ts, userId }: Sharing,
  workspace: Workspace,
): Promise<void> {
  const member = workspace.people.member(userId);
  const cards = new Map<string, Reply>();
  for (const [url, cardFor] of known) {
    const card = await cardFor(member);
    if (card) cards.set(url, card);
  }
  if (cards.size === 0 || !(await isInsideWorkspace(workspace, channel))) return;
  await hangCards(workspace.clients.repeatable, { channel, ts }, cards);
}
