import { webApi } from "@slack/bolt";
import { z } from "zod";
import { PlatformTrouble } from "../chat/platform-trouble.ts";
import { OutsideError } from "../errors.ts";
import { explainCode, isAboutToken, passesByItself } from "./slack-codes.ts";

/** Slack's own word for what went wrong with a call, such as `channel_not_found`; or ours, where it said nothing. */
export function codeOf(error: unknown): string {
  if (error instanceof webApi.WebAPIPlatformError) return error.data.error;
  if (error instanceof webApi.WebAPIRateLimitedError) return "ratelimited";
  if (error instanceof webApi.WebAPIHTTPError) return `http_${error.statusCode}`;
  if (error instanceof webApi.WebAPIRequestError) return "unreachable";
  throw error;
}

/** The scope that Slack names with `missing_scope`. */
export function neededScopeOf(error: unknown): string | undefined {
  return error instanceof webApi.WebAPIPlatformError
    ? scopeSchema.safeParse(error.data).data?.needed
    : undefined;
}

const scopeSchema = z.looseObject({ needed: z.string().optional() });

/** How long Slack asks us to wait, in milliseconds. */
export function pauseOf(error: unknown): number | undefined {
  return error instanceof webApi.WebAPIRateLimitedError ? error.retryAfter * 1000 : undefined;
}

/** A failed call as an error that may be logged; the original holds the response, hence no `cause`. */
export function outsideError(operation: string, error: unknown): OutsideError {
  const explained = explainCode(codeOf(error), { needed: neededScopeOf(error) });
  return new OutsideError(`Slack did not take ${operation}: ${explained}`, { waitMs: pauseOf(error) });
}

const slackApps = "https://api.slack.com/apps";

/** Why the bot cannot start, and what to do: `auth.test` failed. */
export function botTokenFailure(error: unknown): PlatformTrouble {
  const code = codeOf(error);
  if (code === "unreachable") return unreachable();
  const waitMs = pauseOf(error);
  if (passesByItself(code))
    return new PlatformTrouble(`Slack does not let the bot in yet. ${explainCode(code)}`, { waitMs });
  return new PlatformTrouble(
    `Slack refused SLACK_BOT_TOKEN (${code}). ${remedyFor(code, { needed: neededScopeOf(error) }) ?? copyBotToken}`,
    { isFinal: true },
  );
}

/** The app was installed to a whole organization, whose one token stands for all of its workspaces. */
export function organizationTokenFailure(enterpriseId: string | undefined): PlatformTrouble {
  const whose = enterpriseId ? ` (${enterpriseId})` : "";
  return new PlatformTrouble(
    `SLACK_BOT_TOKEN is of a whole organization${whose}, and PersonaForge works in one workspace. At ${slackApps}, install the app to a single workspace, set SLACK_BOT_TOKEN to the Bot User OAuth Token that it gets there, and start again.`,
    { isFinal: true },
  );
}

export function namelessTokenFailure(): PlatformTrouble {
  return new PlatformTrouble(
    "Slack takes SLACK_BOT_TOKEN and does not say which workspace it is of. Check SLACK_API_URL, if it is set.",
    {},
  );
}

const copyBotToken = `Copy the Bot User OAuth Token again from OAuth & Permissions at ${slackApps}, or install the app to the workspace again.`;

/** Why there is no socket, and what to do: `apps.connections.open` answered with this code. */
export function appTokenFailure(code: string): PlatformTrouble {
  const isFinal = true;
  if (code === "missing_scope") {
    return new PlatformTrouble(
      `SLACK_APP_TOKEN lacks the scope connections:write. Make a new app-level token with it under Basic Information at ${slackApps}.`,
      { isFinal },
    );
  }
  const newToken = `Switch on Socket Mode, and make a new app-level token with the scope connections:write under Basic Information, at ${slackApps}.`;
  return new PlatformTrouble(`Slack refused SLACK_APP_TOKEN (${code}). ${remedyFor(code) ?? newToken}`, {
    isFinal,
  });
}

/** The code's own remedy, where it has another one than a new token. */
function remedyFor(code: string, details: { needed?: string | undefined } = {}): string | undefined {
  if (isAboutToken(code)) return undefined;
  const explained = explainCode(code, details);
  return explained === code
    ? undefined
    : explained.slice(code.length + 2).replace(/^./, (first) => first.toUpperCase());
}

export function unreachable(): PlatformTrouble {
  return new PlatformTrouble("Slack could not be reached. Check the network, or SLACK_API_URL.", {});
}

/** The two tokens would open and fill forms of two apps. */
export function twoAppsFailure(botApp: string, socketApp: string): PlatformTrouble {
  return new PlatformTrouble(
    `SLACK_BOT_TOKEN belongs to the app ${botApp} and SLACK_APP_TOKEN to the app ${socketApp}. Copy both from one app at ${slackApps}, and start again.`,
    { isFinal: true },
  );
}
