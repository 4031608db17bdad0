import type { JsonObject } from "../json.ts";

export type EnvelopeKind = "slash_commands" | "interactive" | "events_api";

/** One payload on its way to the bot. */
export type Envelope = {
  readonly id: string;
  readonly kind: EnvelopeKind;
  readonly payload: JsonObject;
  /** 1 for the first repetition; only events are repeated by live Slack. */
  readonly retryAttempt?: number;
  readonly retryReason?: string;
  /** Signs with another secret than the app's, over HTTP. */
  readonly signingSecret?: string;
  /** Seconds since 1970 that the signature claims, over HTTP. */
  readonly signedAtSeconds?: number;
};

/** The bot's acknowledgement and what it carried, or why there was none. */
export type Reply =
  | { readonly outcome: "acked"; readonly payload: JsonObject }
  | { readonly outcome: "failed"; readonly reason: string; readonly status?: number };

/** A way to the bot: its sockets, or its HTTP address. */
export type Transport = {
  send(envelope: Envelope, signal: AbortSignal): Promise<Reply>;
};

/** What kind of envelope Slack puts a payload in. */
export function kindOf(payload: JsonObject): EnvelopeKind {
  if (payload.command !== undefined) return "slash_commands";
  return payload.type === "event_callback" ? "events_api" : "interactive";
}
