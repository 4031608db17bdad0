import { type ReceiverEvent, SocketModeReceiver, type webApi } from "@slack/bolt";
import { type ConnectionWatch, PlatformTrouble } from "../../chat/platform-trouble.ts";
import type { Log } from "../../log.ts";
import { within } from "../../within.ts";
import { createBoltLog } from "../bolt-log.ts";
import { explainCode } from "../slack-codes.ts";
import { appTokenFailure, twoAppsFailure, unreachable } from "../slack-error.ts";
import type { Connection } from "./connection.ts";
import { deliver, type PayloadTaker } from "./deliver.ts";
import { fetchSocketAddress } from "./fetch-socket-address.ts";
import { guardFrames } from "./socket-frames.ts";

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

/** How long Slack may take to agree to the end of a connection. */
const closeGraceMs = 1000;

/** With too many sockets open, another one a moment later is one too many as well. */
const tooManyPauseMs = 60_000;

export type SocketOptions = ConnectionWatch & {
  appToken: string;
  apiUrl: string;
  log: Log;
  silenceMs?: number;
};

/** Socket Mode: Slack's payloads come over a WebSocket that the bot opens. */
export function createSocketConnection(options: SocketOptions): Connection {
  const { log } = options;
  const refused = Promise.withResolvers<never>();
  // Refused later than at start, nobody waits for it any more; onLost has said it.
  refused.promise.catch(() => undefined);
  let isStarted = false;
  let closing: Promise<void> | undefined;
  let socketAppId: string | undefined;
  let pauseUntilMs = 0;
  let app: PayloadTaker | undefined;
  const address = fetchSocketAddress({
    log,
    isPaused: () => performance.now() < pauseUntilMs,
    onRefused: (code) => refuse(appTokenFailure(code)),
    isOver: () => closing !== undefined,
  });
  const { client } = createReceiver(options, address);

  function refuse(failure: PlatformTrouble): void {
    refused.reject(failure);
    if (isStarted) options.onLost(failure);
  }

  const whileOpen = (tell: () => void) => isStarted && closing === undefined && tell();
  client.on("connected", () => whileOpen(options.onConnected));
  client.on("close", () => {
    // Of a socket that broke before Slack had agreed to its end this comes once more, half a minute later.
    if (client.websocket?.isActive()) return;
    whileOpen(() => options.onDisconnected("Slack closed the socket, or the network did"));
  });
  guardFrames(
    client,
    {
      onHello(appId, connections = 1) {
        socketAppId = appId;
        if (connections > 1) log.info({ connections }, othersListen);
      },
      onDisconnect(reason) {
        if (reason !== "too_many_websockets" && reason !== "link_disabled") return;
        log.warn({ reason }, `Slack closes the socket. ${explainCode(reason)}`);
        pauseUntilMs = performance.now() + tooManyPauseMs;
        whileOpen(() => options.onDisconnected(explainCode(reason)));
        if (reason === "link_disabled") refuse(appTokenFailure(reason));
        else refused.reject(new PlatformTrouble(explainCode(reason), { waitMs: tooManyPauseMs }));
      },
    },
    log,
  );
  client.removeAllListeners("slack_event");
  client.on("slack_event", (arrived: SocketEvent) => void take(arrived));

  async function take({
    ack,
    body,
    retry_num: retryNum,
    retry_reason: retryReason,
  }: SocketEvent): Promise<void> {
    try {
      const retry = {
        ...(retryNum !== undefined && { retryNum }),
        ...(retryReason !== undefined && { retryReason }),
      };
      if (app) await deliver(app, { body, ack: (response?: unknown) => ack(response), ...retry }, { log });
    } catch (error) {
      // Not acknowledged: Slack tells the person that it did not work.
      log.debug({ err: error }, "a payload from the socket was not acknowledged");
    }
  }

  return {
    receiver: {
      init(boltApp) {
        app = boltApp;
      },
      start: async () => undefined,
      stop: async () => undefined,
    },
    async start(findAppId) {
      const verdict = Promise.race([client.start(), refused.promise]);
      if (!(await within(verdict, startTimeoutMs, { ref: false }))) throw unreachable();
      const botAppId = await findAppId();
      if (botAppId && socketAppId && botAppId !== socketAppId) throw twoAppsFailure(botAppId, socketAppId);
      isStarted = true;
    },
    stop() {
      closing ??= closeSocket(client);
      return closing;
    },
  };
}

/** What another program takes, such as a copy on somebody's laptop, is answered out of other records or not at all. */
const othersListen =
  "Slack has several connections of this app open, and each gets a part of the commands. Other processes of this bot may hold them, or the one just replaced; otherwise stop every other program with this SLACK_APP_TOKEN.";

/** What Bolt's client tells of one payload. */
type SocketEvent = {
  ack(response?: unknown): Promise<void>;
  body: ReceiverEvent["body"];
  retry_num?: number;
  retry_reason?: string;
};

/** Bolt's own receiver is there for its client alone. */
function createReceiver(
  { appToken, apiUrl, log, silenceMs = usualSilenceMs }: SocketOptions,
  fetchAddress: webApi.FetchFunction,
): SocketModeReceiver {
  const clientOptions = { slackApiUrl: apiUrl, retryConfig, timeout: callTimeoutMs, fetch: fetchAddress };
  return new SocketModeReceiver({
    appToken,
    logger: createBoltLog(log),
    clientPingTimeout: silenceMs,
    installerOptions: { clientOptions },
  });
}

async function closeSocket(client: SocketModeReceiver["client"]): Promise<void> {
  // Closed in the middle of connecting again, Bolt's own listener would reject a promise that nobody holds.
  client.removeAllListeners("disconnected");
  const isClosed = await within(client.disconnect(), closeGraceMs, { ref: false });
  // Bolt waits 30 s for Slack's agreement; asked a second time, it waits no longer.
  if (!isClosed) await client.disconnect();
}
