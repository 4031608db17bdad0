import { tenantIdOf } from "../../chat/member.ts";
import type { InstallMode } from "../../slack/install/installed-access.ts";
import type { PlatformOptions } from "./platform-options.ts";

/** What the bot notes of installations that are under way, among what it notes of teams. */
const appOwner = "app:slack";

/** Slack in every workspace where people install the app; undefined where they may not. */
export function byInstalling({
  config,
  installations,
  deliveries,
  events,
  now,
}: Pick<PlatformOptions, "config" | "installations" | "deliveries" | "events" | "now">):
  | { install: InstallMode; apiUrl: string }
  | undefined {
  if (!config.slackInstall || !installations) return undefined;
  const { apiUrl, ...app } = config.slackInstall;
  const tenant = (teamId: string) => tenantIdOf("slack", teamId);
  return {
    apiUrl,
    install: {
      ...app,
      previewDomains: config.slackPreviewDomains,
      installations: { ...installations, reserve: (name) => deliveries.reserve(appOwner, name), now },
      async onInstalled({ teamIds, userId, isOrganization }, send) {
        if (!isOrganization) return events.installed(tenant(teamIds[0] ?? ""), userId);
        for (const teamId of teamIds) await events.joined(tenant(teamId), undefined);
        if (send) events.greet(userId, send);
      },
      onBack: (teamId) => events.joined(tenant(teamId), undefined),
    },
  };
}
