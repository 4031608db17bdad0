import type { App } from "@slack/bolt";
import { z } from "zod";
import { createExpiringCache } from "../expiring-cache.ts";
import type { Log } from "../log.ts";
import { type NamedInEvent, namedInEvent } from "./read/whose.ts";
import type { Removal } from "./removal.ts";
import type { Workspace } from "./workspaces/workspace.ts";

/** https://docs.slack.dev/reference/events/tokens_revoked: people's own tokens go with their accounts, the bot's with the app. */
const revocation = z.object({ tokens: z.object({ bot: z.array(z.string()).default([]) }) });

/** https://docs.slack.dev/reference/events/app_home_opened */
const opening = z.object({ user: z.string(), tab: z.string() });

/** https://docs.slack.dev/reference/events/team_access_revoked */
const access = z.object({ team_ids: z.array(z.string()).default([]) });

/** Seconds since 1970: https://docs.slack.dev/apis/events-api/#event-payload */
const timed = z.object({ event_time: z.number().nullish() });

/** People who are remembered to have opened the app; welcoming is claimed in the database. */
const mostSeen = 10_000;
const seenMs = 24 * 3_600_000;

export type WorkspaceNews = {
  /** An event says that the app was removed; these are all workspaces and organizations that it names. */
  removed(ids: readonly string[], because: Removal): void;
  /** An organization's app was taken from some of its workspaces. */
  accessTaken(teamIds: readonly string[], atMs: number | undefined): void;
  /** The workspace of an event; undefined: it is none of ours. */
  homeOf(named: NamedInEvent): Promise<Workspace | undefined>;
  /** Somebody opened the app's messages: once a day for each person. */
  onHome(teamId: string, userId: string): void | Promise<void>;
};

/** What Slack tells of a workspace besides what people do with the bot. Bolt acknowledges events by itself. */
export function listenToWorkspaces(app: App, { news, log }: { news: WorkspaceNews; log: Log }): void {
  const seen = createExpiringCache<true>({ freshMs: seenMs, most: mostSeen, now: () => performance.now() });

  app.event("app_uninstalled", async ({ body }) => news.removed(namedInEvent(body).ids, "app_uninstalled"));
  app.event("tokens_revoked", async ({ body, event }) => {
    const { tokens } = revocation.parse(event);
    if (tokens.bot.length > 0) news.removed(namedInEvent(body).ids, "tokens_revoked");
  });
  app.event("team_access_revoked", async ({ body, event }) => {
    const atSeconds = timed.parse(body).event_time ?? undefined;
    news.accessTaken(access.parse(event).team_ids, atSeconds === undefined ? undefined : atSeconds * 1000);
  });
  app.event("app_home_opened", async ({ body, event }) => {
    const { user, tab } = opening.parse(event);
    const named = namedInEvent(body);
    const key = `${named.teamId} ${user}`;
    if (tab !== "messages" || seen.find(key)?.isFresh) return;
    seen.keep(key, true);
    try {
      const workspace = await news.homeOf(named);
      if (!workspace || (await workspace.people.member(user).isStranger())) return;
      await news.onHome(workspace.home.teamId, user);
    } catch (error) {
      seen.forget(key);
      log.error({ err: error }, "somebody who opened the app could not be welcomed");
    }
  });
}
