import { webApi } from "@slack/bolt";
import type { SlackStandIn } from "../../../../sandbox/stand-ins/slack/stand-in.ts";
import { silentLogger } from "./slack-small-bot.ts";

/** The real SDK client, which gives up after its first try and does not wait for rate limits. */
export function connectClient(
  slack: SlackStandIn,
  token: string = slack.credentials.botToken,
): webApi.WebClient {
  return new webApi.WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: silentLogger,
  });
}

/** What the API refused with, as the SDK hands it on. */
export async function refusal(call: Promise<unknown>): Promise<unknown> {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof webApi.WebAPIPlatformError) return error.data;
  throw error ?? new Error("the call was not refused");
}
