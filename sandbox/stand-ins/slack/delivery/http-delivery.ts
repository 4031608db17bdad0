import { randomUUID } from "node:crypto";
import { stringify } from "node:querystring";
import { answeredBy } from "../../caller.ts";
import { type JsonObject, parseJson, readObject } from "../json.ts";
import type { World } from "../world.ts";
import { signatureHeaders } from "./signature.ts";
import type { Envelope, Reply, Transport } from "./transport.ts";

type Body = { readonly contentType: string; readonly text: string };

/** Bolt wants exactly this type: with a charset added it answers 400. */
const FORM = "application/x-www-form-urlencoded";

function formValue(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Commands are a form, interactions are JSON inside a form, events are JSON. */
function encode({ kind, payload }: Envelope): Body {
  if (kind === "events_api") return { contentType: "application/json", text: JSON.stringify(payload) };
  if (kind === "interactive") {
    return { contentType: FORM, text: stringify({ payload: JSON.stringify(payload) }) };
  }
  const fields = Object.entries(payload).map(([key, value]) => [key, formValue(value)]);
  return { contentType: FORM, text: stringify(Object.fromEntries(fields)) };
}

function retryHeaders(envelope: Envelope): Record<string, string> {
  if (envelope.retryAttempt === undefined) return {};
  const reason = envelope.retryReason ?? "http_timeout";
  return { "x-slack-retry-num": String(envelope.retryAttempt), "x-slack-retry-reason": reason };
}

function readAckBody(text: string): JsonObject {
  if (text === "") return {};
  const json = parseJson(text);
  return typeof json === "object" ? readObject(json) : { text };
}

/** Sends payloads to the bot's request URL; the body of its answer is the acknowledgement. */
export function createHttpTransport(world: World, url: string): Transport {
  return {
    async send(envelope, signal): Promise<Reply> {
      const { contentType, text } = encode(envelope);
      const secret = envelope.signingSecret ?? world.credentials.signingSecret;
      const at = envelope.signedAtSeconds ?? Math.floor(world.clock() / 1000);
      const headers = { "content-type": contentType, ...signatureHeaders(secret, text, at) };
      try {
        const request = { method: "POST", headers: { ...headers, ...retryHeaders(envelope) }, body: text };
        const response = await fetch(url, { ...request, signal });
        const body = await response.text();
        answeredBy(response, () => world.journal.record("bot", "ack", { status: response.status, body }));
        if (response.ok) return { outcome: "acked", payload: readAckBody(body) };
        return { outcome: "failed", reason: `HTTP ${response.status}`, status: response.status };
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        return { outcome: "failed", reason: error.name };
      }
    },
  };
}

/**
 * Asks whether the address is the bot's, as Slack does when a request URL is entered.
 * Throws if the challenge does not come back.
 */
export async function verifyUrl(world: World, url: string): Promise<void> {
  const challenge = randomUUID();
  const text = JSON.stringify({ type: "url_verification", token: "sandbox", challenge });
  const signed = signatureHeaders(world.credentials.signingSecret, text, Math.floor(world.clock() / 1000));
  const headers = { "content-type": "application/json", ...signed };
  const response = await fetch(url, { method: "POST", headers, body: text });
  const answer = await response.text();
  if (response.ok && answer.includes(challenge)) return;
  throw new Error(`Your URL didn't respond with the value of the challenge: HTTP ${response.status}`);
}
