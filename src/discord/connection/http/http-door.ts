import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { createBodyReader, mostBodyBytes, unreadStatus } from "../../../chat/http/read-body.ts";
import { refuse, send } from "../../../chat/http/respond.ts";
import type { Log } from "../../../log.ts";
import { readJson } from "../../../text/read-json.ts";
import type { HttpListener } from "../connection.ts";
import { type DiscordEvent, isEventPing, readEvent } from "./events.ts";
import { httpPaths } from "./own-application.ts";
import { createSeenOnce } from "./seen-once.ts";
import { isSignedWith, isStale, readClaim, readPublicKey } from "./signature.ts";
import { watchSignatures } from "./watch-signatures.ts";

const paths: readonly string[] = Object.values(httpPaths);
const bodySchema = z.looseObject({ type: z.number() });
const ping = 1;

export type DoorOptions = {
  publicKey: string;
  log: Log;
  onImpaired(sentence: string | undefined): void;
  /** Discord asks whether the bot answers here: its address was entered, or is tried again. */
  onPing(): void;
  /** Not waited for: the answer goes out by the interaction's token. False: it is no interaction of a known kind. */
  onInteraction(raw: unknown): boolean;
  /** Rejects where it could not be taken: Discord then sends it again. */
  onEvent(event: DiscordEvent): Promise<void>;
};

/**
 * Discord's deliveries as requests to our server. What claims no signature is refused before its body is read, and what
 * is not Discord's before it is looked at. An interaction is acknowledged at once and answered by its token, as over the
 * gateway: only there does Discord say whether it took the answer.
 * https://discord.com/developers/docs/interactions/receiving-and-responding#responding-to-an-interaction
 */
export function createHttpDoor(options: DoorOptions): HttpListener {
  const { log } = options;
  const key = readPublicKey(options.publicKey);
  const bodies = createBodyReader();
  const signatures = watchSignatures(options);
  const seen = createSeenOnce();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    if (request.method !== "POST" || !paths.includes(pathname)) return refuse(response, 404);
    if (Number(request.headers["content-length"] ?? 0) > mostBodyBytes) return refuse(response, 413);
    const claim = readClaim(request.headers);
    if (!claim) return refuse(response, 401);
    const reading = await bodies.read(request);
    if (reading.kind !== "read") return refuse(response, unreadStatus[reading.kind]);
    const { body: bytes } = reading;
    if (!isSignedWith(key, claim, bytes)) {
      signatures.wrong();
      return refuse(response, 401);
    }
    if (isStale(claim, Date.now())) {
      signatures.stale();
      return refuse(response, 401);
    }
    signatures.right();
    const body = bodySchema.safeParse(readJson(bytes.toString())).data;
    if (!body) return refuse(response, 400);
    // Without a time of its own in it, so two of a second are the same.
    if (isEventPing(body)) return send(response, 204);
    if (!seen.take(claim, bytes)) return refuse(response, 401);
    const status = await take(body);
    if (status === 503) seen.release(claim, bytes);
    send(response, status, body.type === ping && status === 200 ? { type: 1 } : undefined);
  }

  async function take(body: z.output<typeof bodySchema>): Promise<number> {
    const event = readEvent(body);
    if (event) return takeEvent(event);
    if (body.type === ping) {
      options.onPing();
      return 200;
    }
    return options.onInteraction(body) ? 202 : 400;
  }

  async function takeEvent(event: DiscordEvent): Promise<number> {
    try {
      await options.onEvent(event);
      return 204;
    } catch (error) {
      log.error({ err: error }, "a change of the bot's guilds could not be recorded; Discord sends it again");
      return 503;
    }
  }

  return (request, response) => {
    answer(request, response).catch((error: unknown) => {
      log.error({ err: error }, "a request to Discord's address could not be answered");
      if (!response.headersSent) refuse(response, 500);
    });
  };
}
