import type { webApi } from "@slack/bolt";
import type { CommandListing } from "../chat/command.ts";
import type { Log } from "../log.ts";
import { type ManifestMode, manifestHash, neededScopes } from "./manifest.ts";
import { botTokenFailure } from "./slack-error.ts";

/** What main lends a bot to remember from one start to the next. */
export type State = {
  get(tenantId: string, name: string): Promise<string | undefined>;
  set(tenantId: string, name: string, value: string): Promise<void>;
};

/** The workspace that the bot token belongs to. */
export type Workspace = { teamId: string; botId: string; botUserId: string; grantedScopes: string[] };

/** Asks Slack whose token this is. Rejects with OutsideError when it is refused or Slack cannot be reached. */
export async function findWorkspace(client: webApi.WebClient): Promise<Workspace> {
  try {
    const answer = await client.auth.test();
    return {
      teamId: answer.team_id ?? "",
      botId: answer.bot_id ?? "",
      botUserId: answer.user_id ?? "",
      grantedScopes: answer.response_metadata?.scopes ?? [],
    };
  } catch (error) {
    throw botTokenFailure(error);
  }
}

const stateName = "slack_manifest";

/**
 * Slack takes commands from the app's manifest only, which people paste. So this says when it is time to: when the
 * manifest is not the one of the last start, and when scopes are missing.
 */
export async function registerCommands(options: {
  workspace: Workspace;
  commands: readonly CommandListing[];
  manifest: ManifestMode;
  state: State;
  log: Log;
}): Promise<void> {
  const { workspace, commands, manifest, state, log } = options;
  const tenantId = `app:slack:${workspace.teamId}`;
  const hash = manifestHash(commands, manifest);
  const known = await state.get(tenantId, stateName);
  if (known !== undefined && known !== hash) {
    log.warn(
      "The Slack app manifest has changed. Run npm run slack:manifest, paste it at https://api.slack.com/apps under App Manifest, and install the app to the workspace again.",
    );
  }
  if (known !== hash) await state.set(tenantId, stateName, hash);
  const sentence = missingScopesSentence(workspace.grantedScopes);
  if (sentence) log.warn(sentence);
}

/** Undefined when nothing is missing, or Slack did not say what was granted. */
function missingScopesSentence(granted: readonly string[]): string | undefined {
  const missing = neededScopes.filter((scope) => !granted.includes(scope));
  if (granted.length === 0 || missing.length === 0) return undefined;
  return `The Slack app lacks ${missing.length === 1 ? "the scope" : "the scopes"} ${missing.join(", ")}. Run npm run slack:manifest, paste it at https://api.slack.com/apps under App Manifest, and install the app to the workspace again.`;
}
