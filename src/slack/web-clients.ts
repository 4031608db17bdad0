import { webApi } from "@slack/bolt";
import type { Log } from "../log.ts";
import { createBoltLog } from "./bolt-log.ts";

/** The deadline of one call. A trigger lives 3 s, and two tries must not take much longer than a person waits. */
const callTimeoutMs = 5000;

/**
 * Two ways to call the Web API. Neither waits when Slack limits the rate: `rejectRateLimitedCalls` makes that an
 * error at once, where the client would otherwise pause every call of the process.
 */
export type WebClients = {
  /** Tries a second time when the network fails: for calls that may be repeated. */
  repeatable: webApi.WebClient;
  /** Tries once: a message posted twice is seen twice, and Slack has no key against that. */
  once: webApi.WebClient;
};

/** One client each for the life of the process. `headers` is never set: the client would keep them by reference. */
export function createWebClients(options: { token: string; apiUrl: string; log: Log }): WebClients {
  const create = (retries: number) =>
    new webApi.WebClient(options.token, {
      slackApiUrl: options.apiUrl,
      logger: createBoltLog(options.log),
      timeout: callTimeoutMs,
      rejectRateLimitedCalls: true,
      retryConfig: { retries, minTimeout: 100, maxTimeout: 200 },
    });
  return { repeatable: create(1), once: create(0) };
}
