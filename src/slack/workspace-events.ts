import type { App } from "@slack/bolt";
import { z } from "zod";
import type { Log } from "../log.ts";
import type { Removal } from "./removal.ts";

/** https://docs.slack.dev/reference/events/tokens_revoked: people's own tokens go with their accounts, the bot's with the app. */
const revocation = z.object({ tokens: z.object({ bot: z.array(z.string()).default([]) }) });

/** https://docs.slack.dev/reference/events/app_home_opened */
const opening = z.object({ user: z.string(), tab: z.string() });

/** What Slack tells of a workspace besides what people do with the bot. Bolt acknowledges events by itself. */
export function listenToWorkspace(
  app: App,
  options: {
    teamId: string;
    log: Log;
    onRemoved(because: Removal): void;
    /** Somebody opened the app's messages: once for each person. */
    onHome(userId: string): void | Promise<void>;
  },
): void {
  const { teamId, log, onRemoved, onHome } = options;
  // As long as the process lives; people who open the app are at most those of the workspace.
  const seen = new Set<string>();
  app.event("app_uninstalled", async ({ body }) => {
    if (body.team_id === teamId) onRemoved("app_uninstalled");
  });
  app.event("tokens_revoked", async ({ body, event }) => {
    const { tokens } = revocation.parse(event);
    if (body.team_id === teamId && tokens.bot.length > 0) onRemoved("tokens_revoked");
  });
  app.event("app_home_opened", async ({ body, event }) => {
    const { user, tab } = opening.parse(event);
    if (body.team_id !== teamId || tab !== "messages" || seen.has(user)) return;
    seen.add(user);
    try {
      await onHome(user);
    } catch (error) {
      log.error({ err: error }, "somebody who opened the app could not be welcomed");
    }
  });
}
