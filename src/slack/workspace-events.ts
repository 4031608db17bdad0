import type { App } from "@slack/bolt";
import { z } from "zod";
import type { Log } from "../log.ts";
import { randomId } from "../random-id.ts";
import type { OpenHome } from "./home/open-home.ts";
import type { Home } from "./membership.ts";
import type { People } from "./people.ts";
import type { Removal, RemovalWatch } from "./removal.ts";

/** https://docs.slack.dev/reference/events/tokens_revoked: people's own tokens go with their accounts, the bot's with the app. */
const revocation = z.object({ tokens: z.object({ bot: z.array(z.string()).default([]) }) });

/** https://docs.slack.dev/reference/events/app_home_opened */
const opening = z.object({ user: z.string(), tab: z.string() });

/** Whom an event names: https://docs.slack.dev/apis/events-api/#event-payload */
const envelope = z.object({
  event_id: z.string().default(() => randomId(16)),
  team_id: z.string().nullish(),
  enterprise_id: z.string().nullish(),
  context_team_id: z.string().nullish(),
  authorizations: z.array(z.object({ team_id: z.string().nullish() })).nullish(),
});

/** Whose an event is; `unsaid`: the organization is named alone, which may mean the workspace. */
function whoseIs(body: unknown, { teamId, enterpriseId }: Home): "ours" | "others" | "unsaid" {
  const named = envelope.parse(body);
  const installations = (named.authorizations ?? []).map(({ team_id }) => team_id);
  const teams = [...installations, named.context_team_id, named.team_id];
  if (teams.includes(teamId)) return "ours";
  const isAnyTeam = teams.some((id) => id != null && id !== enterpriseId);
  return isAnyTeam || enterpriseId === undefined ? "others" : "unsaid";
}

/** What Slack tells of a workspace besides what people do with the bot. Bolt acknowledges events by itself. */
export function listenToWorkspace(
  app: App,
  options: {
    home: Home;
    people: People;
    log: Log;
    removal: RemovalWatch;
    /** Somebody of the workspace opened the app's messages: once for each person. */
    onHome(userId: string): void | Promise<void>;
    /** Somebody of the workspace looks at the app's Home tab; every time. */
    openHome: OpenHome;
  },
): void {
  const { home, people, log, removal, onHome } = options;
  // As long as the process lives; people who open the app are at most those of the workspace.
  const seen = new Set<string>();

  function removed(body: unknown, because: Removal): void {
    const whose = whoseIs(body, home);
    if (whose === "ours") removal.removed(because);
    // Slack is asked whether the token still lives, and believed.
    if (whose === "unsaid") removal.callFailed("account_inactive");
  }

  app.event("app_uninstalled", async ({ body }) => removed(body, "app_uninstalled"));
  app.event("tokens_revoked", async ({ body, event }) => {
    const { tokens } = revocation.parse(event);
    if (tokens.bot.length > 0) removed(body, "tokens_revoked");
  });
  app.event("app_home_opened", async ({ body, event }) => {
    const { user, tab } = opening.parse(event);
    if (whoseIs(body, home) === "others") return;
    if (tab === "home") return options.openHome(user, envelope.parse(body).event_id);
    if (tab !== "messages" || seen.has(user)) return;
    seen.add(user);
    try {
      if (await people.member(user).isStranger()) return;
      await onHome(user);
    } catch (error) {
      seen.delete(user);
      log.error({ err: error }, "somebody who opened the app could not be welcomed");
    }
  });
}
