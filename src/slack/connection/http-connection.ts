import type { IncomingMessage, ServerResponse } from "node:http";
import { createBodyReader, mostBodyBytes, unreadStatus } from "../../chat/http/read-body.ts";
import { refuse, send } from "../../chat/http/respond.ts";
import type { ConnectionWatch } from "../../chat/platform-trouble.ts";
import type { Log } from "../../log.ts";
import { httpPath } from "../manifest.ts";
import type { Connection } from "./connection.ts";
import { deliver, type PayloadTaker } from "./deliver.ts";
import { createHttpAck } from "./http-ack.ts";
import { readPayloadBody } from "./http-body.ts";
import { isSignedWith, readClaim } from "./signature.ts";
import { watchSignatures } from "./watch-signatures.ts";

/** Slack asks now and then whether there is TLS, unsigned: https://docs.slack.dev/interactivity/implementing-slash-commands */
const sslCheck = /(^|&)ssl_check=1(&|$)/;
const mostUnsignedBytes = 4000;

export type HttpOptions = Pick<ConnectionWatch, "onImpaired"> & { signingSecret: string; log: Log };

/**
 * Slack's payloads come to a server of ours, signed. The bot does not listen itself: main mounts the listener on the
 * one HTTP server. What does not claim to be Slack's is refused before its body is read, what is not Slack's before it is
 * looked at; Bolt's own receiver reads 4 MB of whoever sends them.
 */
export function createHttpConnection(options: HttpOptions): Connection {
  const { signingSecret, log } = options;
  const bodies = createBodyReader();
  const signatures = watchSignatures(options);
  let app: PayloadTaker | undefined;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    if (request.method !== "POST" || pathname !== httpPath) return refuse(response, 404);
    const { headers } = request;
    if (Number(headers["content-length"] ?? 0) > mostBodyBytes) return refuse(response, 413);
    const claim = readClaim(headers, Date.now());
    if (claim === "stale") {
      signatures.stale();
      return refuse(response, 401);
    }
    const reading = await bodies.read(request, claim ? mostBodyBytes : mostUnsignedBytes);
    if (reading.kind !== "read") return refuse(response, claim ? unreadStatus[reading.kind] : 401);
    const { body } = reading;
    if (!claim) return sslCheck.test(body.toString()) ? send(response, 200) : refuse(response, 401);
    if (!isSignedWith(signingSecret, claim, body)) {
      signatures.wrong();
      return refuse(response, 401);
    }
    signatures.right();
    await take(request, response, body);
  }

  async function take(request: IncomingMessage, response: ServerResponse, bytes: Buffer): Promise<void> {
    const body = readPayloadBody(bytes, request.headers["content-type"]);
    if (!body) {
      log.warn("a payload of an unknown shape came from Slack and was refused");
      return send(response, 400);
    }
    if (body.type === "url_verification") return send(response, 200, { challenge: body.challenge });
    if (!app) return send(response, 503);
    const ack = createHttpAck(response);
    try {
      await deliver(app, { body, ack: ack.give, ...retryOf(request) }, { log, decline: ack.decline });
    } catch (error) {
      // Where Bolt has run a listener it has logged the failure; here it only decides what Slack hears.
      log.debug({ err: error }, "a payload over HTTP was not acknowledged");
      ack.fail();
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
    start: async () => undefined,
    stop: async () => undefined,
    httpListener(request, response) {
      answer(request, response).catch((error: unknown) => {
        log.error({ err: error }, "a request to Slack's address could not be answered");
        if (!response.headersSent) refuse(response, 500);
      });
    },
  };
}

function retryOf({ headers }: IncomingMessage): { retryNum?: number; retryReason?: string } {
  const { "x-slack-retry-num": num, "x-slack-retry-reason": reason } = headers;
  const retryNum = Number.parseInt(String(num), 10);
  return {
    ...(Number.isInteger(retryNum) && { retryNum }),
    ...(typeof reason === "string" && { retryReason: reason }),
  };
}
