import { webApi } from "@slack/bolt";
import { PlatformTrouble } from "../../chat/platform-trouble.ts";
import { passesByItself } from "../slack-codes.ts";
import { codeOf, isSlacksWord, outsideError } from "../slack-error.ts";
import type { Exchange } from "./renewals.ts";

type App = { clientId: string; clientSecret: string };

/** Fetches another token: https://docs.slack.dev/reference/methods/oauth.v2.access */
export function createExchange(
  client: webApi.WebClient,
  { clientId, clientSecret }: App,
  now: () => number,
): Exchange {
  return async (refreshToken) => {
    const askedMs = now();
    const answer = await client.oauth.v2.access({
      client_id: clientId,
      client_secret: clientSecret,
      grant_type: "refresh_token",
      refresh_token: refreshToken,
    });
    const { access_token: token, refresh_token: next, expires_in: seconds } = answer;
    // It named none, which is an outage like others.
    if (!token) throw new webApi.WebAPIPlatformError({ ok: false, error: "internal_error" });
    const refresh = next && seconds ? { token: next, expiresAtMs: askedMs + seconds * 1000 } : undefined;
    return { token, refresh };
  };
}

/** No code of Slack's, so that only what is said of the app can be refused before it. */
const noCode = "is-this-our-app";

/** How Slack says that it does not know the app by these. */
const refusals: { [code: string]: string | undefined } = {
  invalid_client_id: "SLACK_CLIENT_ID",
  bad_client_id: "SLACK_CLIENT_ID",
  bad_client_secret: "SLACK_CLIENT_SECRET",
  invalid_client_secret: "SLACK_CLIENT_SECRET",
};

/**
 * Which of the app's two variables Slack does not take; undefined: it takes both. Nothing is changed by asking. Rejects as
 * Bolt's client does where Slack says nothing of them.
 */
export async function refusedVariableOf(
  client: webApi.WebClient,
  { clientId, clientSecret }: App,
): Promise<string | undefined> {
  try {
    await client.oauth.v2.access({ client_id: clientId, client_secret: clientSecret, code: noCode });
    return undefined;
  } catch (error) {
    const code = codeOf(error);
    if (!isSlacksWord(code) || passesByItself(code)) throw error;
    return refusals[code];
  }
}

export function appFailure(variable: string): PlatformTrouble {
  return new PlatformTrouble(appRefused(variable), { isFinal: true });
}

export function appRefused(variable: string): string {
  return `Slack refused ${variable}. Copy Client ID and Client Secret again from Basic Information at https://api.slack.com/apps, both of one app.`;
}

/** Slack could not be asked. */
export function notAsked(error: unknown): PlatformTrouble {
  const { message, waitMs } = outsideError("the app's id and secret", error);
  return new PlatformTrouble(message, { waitMs });
}
