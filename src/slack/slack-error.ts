import { webApi } from "@slack/bolt";
import { OutsideError } from "../errors.ts";

/** Slack's own word for what went wrong with a call, such as `channel_not_found`; or ours, where it said nothing. */
export function codeOf(error: unknown): string {
  if (error instanceof webApi.WebAPIPlatformError) return error.data.error;
  if (error instanceof webApi.WebAPIRateLimitedError) return "ratelimited";
  if (error instanceof webApi.WebAPIHTTPError) return `http_${error.statusCode}`;
  if (error instanceof webApi.WebAPIRequestError) return "unreachable";
  throw error;
}

/** A failed call as an error that may be logged; the original holds the response, hence no `cause`. */
export function outsideError(operation: string, error: unknown): OutsideError {
  return new OutsideError(`Slack did not take ${operation}: ${codeOf(error)}`);
}

const slackApps = "https://api.slack.com/apps";

/** Why the bot cannot start, and what to do: `auth.test` failed. */
export function botTokenFailure(error: unknown): OutsideError {
  const code = codeOf(error);
  if (code === "unreachable") return unreachable();
  if (/^http_|_error$|^service_unavailable$|^ratelimited$/.test(code)) return troubled(code);
  return new OutsideError(
    `Slack refused SLACK_BOT_TOKEN (${code}). Copy the Bot User OAuth Token again from OAuth & Permissions at ${slackApps}, or install the app to the workspace again.`,
  );
}

/** Why there is no socket, and what to do: `apps.connections.open` answered with this code. */
export function appTokenFailure(code: string): OutsideError {
  if (code === "missing_scope") {
    return new OutsideError(
      `SLACK_APP_TOKEN lacks the scope connections:write. Make a new app-level token with it under Basic Information at ${slackApps}.`,
    );
  }
  return new OutsideError(
    `Slack refused SLACK_APP_TOKEN (${code}). Switch on Socket Mode, and make a new app-level token with the scope connections:write under Basic Information, at ${slackApps}.`,
  );
}

export function unreachable(): OutsideError {
  return new OutsideError("Slack could not be reached. Check the network, or SLACK_API_URL.");
}

function troubled(code: string): OutsideError {
  return new OutsideError(`Slack has trouble of its own (${code}). Start again in a minute.`);
}
