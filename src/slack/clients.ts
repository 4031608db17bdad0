import { webApi } from "@slack/bolt";
import type { Log } from "../log.ts";
import { createBoltLog } from "./bolt-log.ts";
import { fetchLimits } from "./fetch-limits.ts";
import { createPauses } from "./pauses.ts";
import { isAboutToken } from "./slack-codes.ts";
import { codeOf } from "./slack-error.ts";
import { type CallWithToken, createSlackClient, type SlackClient } from "./workspaces/slack-client.ts";

/** The deadline of one call. A trigger lives 3 s, and two tries must not take much longer than a person waits. */
const callTimeoutMs = 5000;

/** For all workspaces together; each is limited by Slack itself. */
const mostAtOnce = 500;

/**
 * Two ways to call the Web API. Neither waits when Slack limits the rate: `rejectRateLimitedCalls` makes that an
 * error at once, where the client would otherwise pause every call of the process.
 */
export type WebClients = {
  /** Tries a second time when the network fails: for calls that may be repeated. */
  repeatable: SlackClient;
  /** Tries once: a message posted twice is seen twice, and Slack has no key against that. */
  once: SlackClient;
};

/** The same without a token, for all workspaces. */
export type SharedClients = { repeatable: webApi.WebClient; once: webApi.WebClient };

/** The token of one workspace, which may become another while the bot runs. */
export type Tokens = {
  /** Rejects where there is none. */
  current(): Promise<string>;
  /** Slack takes this one no more: the one that has taken its place; undefined: none has. */
  insteadOf(token: string): Promise<string | undefined>;
};

/** One each for the life of the process. `headers` is never set: the client would keep them by reference. */
export function createSharedClients({ apiUrl, log }: { apiUrl: string; log: Log }): SharedClients {
  const create = (retries: number) =>
    new webApi.WebClient(undefined, {
      slackApiUrl: apiUrl,
      logger: createBoltLog(log),
      fetch: fetchLimits,
      timeout: callTimeoutMs,
      rejectRateLimitedCalls: true,
      maxRequestConcurrency: mostAtOnce,
      retryConfig: { retries, minTimeout: 100, maxTimeout: 200 },
    });
  return { repeatable: create(1), once: create(0) };
}

/**
 * The clients of one workspace. A call is made with the token of that moment, and once more with another one where Slack
 * took the first no more. A pause that Slack asks for is kept, whoever calls meanwhile: such a call fails as the first did,
 * and reaches nobody.
 */
export function createWebClients(
  shared: SharedClients,
  options: {
    tokens: Tokens;
    /** A call was answered with this error code. */
    onRefused(code: string): void;
  },
): WebClients {
  const { tokens, onRefused } = options;
  const pauses = createPauses();

  const withToken: CallWithToken = async ({ method, channel }, run) => {
    // Slack limits each method by itself, and messages by their channel: https://docs.slack.dev/apis/web-api/rate-limits
    const limited = channel === undefined ? method : `${method} ${channel}`;
    const leftMs = pauses.leftMs(limited);
    if (leftMs > 0) throw new webApi.WebAPIRateLimitedError(Math.ceil(leftMs / 1000));
    const token = await tokens.current().catch((error: unknown) => {
      throw noted(error, limited);
    });
    try {
      return await run({ token });
    } catch (error) {
      const other = isTokenRefused(error) ? await tokens.insteadOf(token) : undefined;
      if (other === undefined) throw noted(error, limited);
      return await run({ token: other }).catch((again: unknown) => {
        throw noted(again, limited);
      });
    }
  };

  function noted(error: unknown, limited: string): unknown {
    if (error instanceof webApi.WebAPIRateLimitedError) pauses.begin(limited, error.retryAfter * 1000);
    if (error instanceof webApi.WebAPIPlatformError) onRefused(codeOf(error));
    return error;
  }

  return {
    repeatable: createSlackClient(shared.repeatable, withToken),
    once: createSlackClient(shared.once, withToken),
  };
}

/** Slack looks at the token before anything else, so the call was certainly not carried out. */
function isTokenRefused(error: unknown): boolean {
  return error instanceof webApi.WebAPIPlatformError && isAboutToken(codeOf(error));
}
