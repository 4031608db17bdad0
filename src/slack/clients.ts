import { webApi } from "@slack/bolt";
import { z } from "zod";
import type { Log } from "../log.ts";
import { createBoltLog } from "./bolt-log.ts";
import { createPauses, type Pauses } from "./pauses.ts";

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

/**
 * Tells of every call that Slack refuses, and rejects all the same. A pause that Slack asks for is kept, whoever calls
 * meanwhile: such a call fails as the first did, and reaches nobody. The client's methods all lead to `apiCall`.
 */
class WatchedClient extends webApi.WebClient {
  readonly #onRefused: (code: string) => void;
  readonly #pauses: Pauses;

  constructor(token: string, { onRefused, pauses, ...options }: WatchedOptions) {
    super(token, options);
    this.#onRefused = onRefused;
    this.#pauses = pauses;
  }

  override async apiCall(...call: Parameters<webApi.WebClient["apiCall"]>): Promise<webApi.WebAPICallResult> {
    const leftMs = this.#pauses.leftMs(limitedBy(call));
    if (leftMs > 0) throw new webApi.WebAPIRateLimitedError(Math.ceil(leftMs / 1000));
    try {
      return await super.apiCall(...call);
    } catch (error) {
      if (error instanceof webApi.WebAPIRateLimitedError)
        this.#pauses.begin(limitedBy(call), error.retryAfter * 1000);
      if (error instanceof webApi.WebAPIPlatformError) this.#onRefused(error.data.error);
      throw error;
    }
  }
}

type WatchedOptions = webApi.WebClientOptions & { onRefused(code: string): void; pauses: Pauses };

const channelSchema = z.object({ channel: z.string() });

/** Slack limits each method by itself, and messages by their channel: https://docs.slack.dev/apis/web-api/rate-limits */
function limitedBy([method, options]: Parameters<webApi.WebClient["apiCall"]>): string {
  const channel = method.startsWith("chat.") ? channelSchema.safeParse(options).data?.channel : undefined;
  return channel === undefined ? method : `${method} ${channel}`;
}

/** One client each for the life of the process. `headers` is never set: the client would keep them by reference. */
export function createWebClients(options: {
  token: string;
  apiUrl: string;
  log: Log;
  /** A call was answered with this error code. */
  onRefused(code: string): void;
}): WebClients {
  const pauses = createPauses();
  const create = (retries: number) =>
    new WatchedClient(options.token, {
      onRefused: options.onRefused,
      pauses,
      slackApiUrl: options.apiUrl,
      logger: createBoltLog(options.log),
      timeout: callTimeoutMs,
      rejectRateLimitedCalls: true,
      retryConfig: { retries, minTimeout: 100, maxTimeout: 200 },
    });
  return { repeatable: create(1), once: create(0) };
}
