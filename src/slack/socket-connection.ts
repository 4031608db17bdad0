import { SocketModeReceiver, type webApi } from "@slack/bolt";
import { z } from "zod";
import type { Log } from "../log.ts";
import { within } from "../within.ts";
import { createBoltLog } from "./bolt-log.ts";
import type { Connection } from "./connection.ts";
import { appTokenFailure, unreachable } from "./slack-error.ts";

/**
 * Two things at once in Bolt: a connection silent for so long is given up, and after Slack has closed one, which it
 * does every few hours, this long passes before the next. Bolt's own 5 s lose every command given meanwhile; much less
 * than 2 s would take a busy moment for a dead connection.
 */
const usualSilenceMs = 2000;

/** Asking for a socket is repeated without end: an outage of Slack's must not end the process. */
const retryConfig = { forever: true, retries: 5, factor: 1.3, minTimeout: 500, maxTimeout: 15_000 };
const callTimeoutMs = 10_000;
const startTimeoutMs = 30_000;

/** https://docs.slack.dev/reference/methods/apps.connections.open#errors: these pass by themselves. */
const passing = /_error$|^service_unavailable$|^request_timeout$|^rate_?limited$|^team_added_to_org$/;

/** How long Slack may take to agree to the end of a connection. */
const closeGraceMs = 1000;

/** Socket Mode: Slack's payloads come over a WebSocket that the bot opens. */
export function createSocketConnection(options: {
  appToken: string;
  apiUrl: string;
  log: Log;
  onFatal(sentence: string): void;
  silenceMs?: number;
}): Connection {
  const refused = Promise.withResolvers<never>();
  // Refused later than at start, nobody waits for it any more; onFatal has said it.
  refused.promise.catch(() => undefined);
  let isStarted = false;
  let closing: Promise<void> | undefined;
  const fetchAddress = quietFetch({
    onRefused(code) {
      const failure = appTokenFailure(code);
      refused.reject(failure);
      if (isStarted) options.onFatal(failure.message);
    },
    isOver: () => closing !== undefined,
  });
  const receiver = createReceiver({ ...options, fetchAddress });
  return {
    receiver,
    async start() {
      const verdict = Promise.race([receiver.start(), refused.promise]);
      if (!(await within(verdict, startTimeoutMs, { ref: false }))) throw unreachable();
      isStarted = true;
    },
    stop() {
      closing ??= closeSocket(receiver.client);
      return closing;
    },
  };
}

function createReceiver(options: {
  appToken: string;
  apiUrl: string;
  log: Log;
  fetchAddress: webApi.FetchFunction;
  silenceMs?: number;
}): SocketModeReceiver {
  const clientOptions = {
    slackApiUrl: options.apiUrl,
    retryConfig,
    timeout: callTimeoutMs,
    fetch: options.fetchAddress,
  };
  return new SocketModeReceiver({
    appToken: options.appToken,
    logger: createBoltLog(options.log),
    clientPingTimeout: options.silenceMs ?? usualSilenceMs,
    installerOptions: { clientOptions },
  });
}

const refusalSchema = z.object({ ok: z.literal(false), error: z.string() });

/**
 * Asks for the address of a socket. Bolt would ask again and again after some refusals, and for others reject a promise
 * that nobody holds, which ends the process without a word (slackapi/node-slack-sdk#2656); and an answer that comes
 * after the end would make it connect once more. So a call that is refused or no longer wanted is left unanswered.
 */
function quietFetch(watch: { onRefused(code: string): void; isOver(): boolean }): webApi.FetchFunction {
  return async (url, { signal, ...init } = {}) => {
    const response = await fetch(url, { ...init, signal: signal ?? null });
    const refusal = refusalSchema.safeParse(await readJson(response.clone())).data;
    if (watch.isOver()) return new Promise(() => undefined);
    if (!refusal || passing.test(refusal.error)) return response;
    watch.onRefused(refusal.error);
    return new Promise(() => undefined);
  };
}

async function readJson(response: Response): Promise<unknown> {
  return response.json().catch(() => undefined);
}

async function closeSocket(client: SocketModeReceiver["client"]): Promise<void> {
  // Closed in the middle of connecting again, Bolt's own listener would reject a promise that nobody holds.
  client.removeAllListeners("disconnected");
  const isClosed = await within(client.disconnect(), closeGraceMs, { ref: false });
  // Bolt waits 30 s for Slack's agreement; asked a second time, it waits no longer.
  if (!isClosed) await client.disconnect();
}
