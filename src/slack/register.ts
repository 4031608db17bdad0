import type { webApi } from "@slack/bolt";
import type { CommandListing } from "../chat/command.ts";
import type { PlatformTrouble } from "../chat/platform-trouble.ts";
import type { State } from "../chat/state.ts";
import type { Log } from "../log.ts";
import { below } from "../text/below.ts";
import { plural } from "../text/plural.ts";
import { installPath, type ManifestMode, manifestHash, missingScopes, scopesFor } from "./manifest.ts";
import { manifestState } from "./manifest-state.ts";
import { botTokenFailure, codeOf, namelessTokenFailure, organizationTokenFailure } from "./slack-error.ts";
import type { SlackClient } from "./workspaces/slack-client.ts";

/** The workspace that the bot token belongs to. */
export type TokenOwner = {
  teamId: string;
  /** The organization (Enterprise Grid) that the workspace is part of. */
  enterpriseId: string | undefined;
  botId: string;
  grantedScopes: string[];
};

/**
 * Asks Slack whose token this is. Rejects with PlatformTrouble when it is refused, when it is of a whole organization, or
 * when Slack cannot be reached.
 */
export async function findWorkspace(client: SlackClient): Promise<TokenOwner> {
  const answer = await askWhose(client);
  const failure = notOfOneWorkspace(answer);
  if (failure) throw failure;
  return {
    teamId: answer.team_id ?? "",
    enterpriseId: answer.enterprise_id,
    botId: answer.bot_id ?? "",
    grantedScopes: answer.response_metadata?.scopes ?? [],
  };
}

async function askWhose(client: SlackClient): Promise<webApi.AuthTestResponse> {
  try {
    return await client.auth.test();
  } catch (error) {
    throw botTokenFailure(error);
  }
}

/**
 * Why the bot cannot work with the token that `auth.test` answered so; undefined: it is a workspace's. A token of an
 * organization has `is_enterprise_install`, and `E…` where a workspace's has `T…` (slackapi/bolt-js#1778).
 */
export function notOfOneWorkspace(
  answer: Pick<webApi.AuthTestResponse, "team_id" | "enterprise_id" | "is_enterprise_install">,
): PlatformTrouble | undefined {
  const { team_id: teamId, enterprise_id: enterpriseId } = answer;
  if (answer.is_enterprise_install || (teamId || enterpriseId)?.startsWith("E")) {
    return organizationTokenFailure(enterpriseId || teamId);
  }
  return teamId ? undefined : namelessTokenFailure();
}

/** Which app the bot belongs to, if Slack says so: https://docs.slack.dev/reference/methods/bots.info */
export async function findAppId(
  client: SlackClient,
  { botId, grantedScopes }: TokenOwner,
): Promise<string | undefined> {
  if (grantedScopes.length > 0 && !grantedScopes.includes("users:read")) return undefined;
  try {
    const { bot } = await client.bots.info({ bot: botId });
    return bot?.app_id;
  } catch (error) {
    // Names the failure, or rejects where it is one of ours. It is not worth the start.
    codeOf(error);
    return undefined;
  }
}

/**
 * Slack takes commands from the app's manifest only, which people paste. So this says when it is time to: when the
 * manifest is not the one of the last start, and when scopes are missing.
 */
export async function registerCommands(options: {
  /** What stands for the app: the workspace of its one token, or itself. */
  ownerId: string;
  /** Empty: Slack did not say, or there is no one token. */
  grantedScopes: readonly string[];
  commands: readonly CommandListing[];
  manifest: ManifestMode;
  state: State;
  log: Log;
}): Promise<void> {
  const { ownerId, grantedScopes, commands, manifest, state, log } = options;
  if (await manifestState(state, ownerId).started(manifestHash(commands, manifest))) {
    log.warn(`The Slack app manifest has changed. ${pasteAgain(manifest)}`);
  }
  const sentence = missingScopesSentence(grantedScopes, manifest);
  if (sentence) log.warn(sentence);
}

function pasteAgain(manifest: ManifestMode): string {
  const again =
    manifest.mode === "install"
      ? `have the app installed again at ${below(manifest.publicUrl, installPath)} wherever it lacks a scope`
      : "install the app to the workspace again";
  return `Run npm run -s slack:manifest, paste it at https://api.slack.com/apps under App Manifest, and ${again}.`;
}

/** Undefined when nothing is missing, or Slack did not say what was granted. */
function missingScopesSentence(granted: readonly string[], manifest: ManifestMode): string | undefined {
  const missing = missingScopes(granted, scopesFor(manifest.previewDomains));
  if (missing.length === 0) return undefined;
  return `The Slack app lacks ${plural(missing.length, { one: "the scope", other: "the scopes" })} ${missing.join(", ")}. ${pasteAgain(manifest)}`;
}
