import { createHash } from "node:crypto";
import type { CommandListing } from "../chat/command.ts";
import { usageOf } from "../chat/explain-command.ts";
import { below } from "../text/below.ts";

/** What the bot asks of a workspace: https://docs.slack.dev/reference/scopes */
const neededScopes = [
  "commands",
  "chat:write",
  "users:read",
  "channels:read",
  "groups:read",
  "files:read",
  "files:write",
  "im:write",
] as const;

/** What it asks for besides where links show previews: https://docs.slack.dev/messaging/unfurling-links-in-messages */
const previewScopes = ["links:read", "links:write"] as const;

export function scopesFor(previewDomains: readonly string[] = []): string[] {
  return [...neededScopes, ...(previewDomains.length > 0 ? previewScopes : [])];
}

/** Empty, too, where Slack did not say what was granted. */
export function missingScopes(granted: readonly string[], needed: readonly string[]): string[] {
  return granted.length === 0 ? [] : needed.filter((scope) => !granted.includes(scope));
}

/** What Slack sends comes here, over HTTP. */
export const httpPath = "/slack/events";
/** Where browsers begin to install the app, and where Slack leads them back to. */
export const installPath = "/slack/install";
export const redirectPath = "/slack/oauth_redirect";

/**
 * `install`: people install the app themselves, in as many workspaces as they like. `previewDomains`: links to these show a
 * card; a subdomain counts as well.
 */
export type ManifestMode = ({ mode: "socket" } | { mode: "http" | "install"; publicUrl: string }) & {
  previewDomains?: readonly string[] | undefined;
};

/**
 * The app manifest as JSON, to be pasted at https://api.slack.com/apps under App Manifest.
 * Format: https://docs.slack.dev/reference/app-manifest
 */
export function renderManifest(listings: readonly CommandListing[], mode: ManifestMode): string {
  const url = mode.mode === "socket" ? undefined : below(mode.publicUrl, httpPath);
  const isInstalled = mode.mode === "install";
  const { previewDomains = [] } = mode;
  const hasPreviews = previewDomains.length > 0;
  const events = ["app_home_opened", "app_uninstalled", "tokens_revoked"];
  const bot_events = [
    ...events,
    ...(isInstalled ? ["team_access_revoked"] : []),
    ...(hasPreviews ? ["link_shared"] : []),
  ];
  const manifest = {
    _metadata: { major_version: 2 },
    display_information: {
      name: "PersonaForge",
      description: "Make AI video personas with Tavus, from chat.",
    },
    features: {
      app_home: {
        home_tab_enabled: listings.some(({ isHome }) => isHome),
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: false,
      },
      bot_user: { display_name: "PersonaForge", always_online: true },
      shortcuts: listings.flatMap(renderShortcut),
      slash_commands: listings
        .filter((listing) => listing.isListed !== false)
        .map((listing) => renderCommand(listing, url)),
      ...(hasPreviews && { unfurl_domains: previewDomains }),
    },
    oauth_config: {
      ...(isInstalled && { redirect_urls: [below(mode.publicUrl, redirectPath)] }),
      scopes: { bot: scopesFor(previewDomains) },
    },
    settings: {
      event_subscriptions: {
        ...(url ? { request_url: url } : {}),
        bot_events,
      },
      interactivity: {
        is_enabled: true,
        ...(url ? { request_url: url, message_menu_options_url: url } : {}),
      },
      org_deploy_enabled: isInstalled,
      socket_mode_enabled: mode.mode === "socket",
      token_rotation_enabled: isInstalled,
    },
  };
  return JSON.stringify(manifest, null, 2);
}

/** Changes whenever the manifest does. */
export function manifestHash(listings: readonly CommandListing[], mode: ManifestMode): string {
  return createHash("sha256").update(renderManifest(listings, mode)).digest("hex").substring(0, 16);
}

/** https://docs.slack.dev/interactivity/implementing-shortcuts#messages */
function renderShortcut({ name, summary, fromMessage }: CommandListing) {
  if (!fromMessage) return [];
  return [{ name: fromMessage.label, type: "message", callback_id: name, description: summary }];
}

function renderCommand(listing: CommandListing, url: string | undefined) {
  const hint = usageOf(listing);
  return {
    command: `/${listing.name}`,
    description: listing.summary,
    ...(hint ? { usage_hint: hint } : {}),
    should_escape: false,
    ...(url ? { url } : {}),
  };
}
