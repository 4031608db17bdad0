import { holdsHalfPair } from "../half-pairs.ts";
import type { JsonObject } from "./json.ts";

type Details = {
  /** Lines for `response_metadata.messages`. */
  readonly messages?: readonly string[];
  /** Further keys of the answer, such as `needed` and `provided`. */
  readonly extra?: JsonObject;
  /** False where the bot could not have known better: an archived channel, a view closed meanwhile. */
  readonly isBotsFault?: boolean;
};

/** Slack's "no": HTTP 200 with `{ok:false,error}`. */
export class Refusal extends Error {
  override readonly name: string = "Refusal";
  readonly code: string;
  readonly details: Details;

  constructor(code: string, details: Details = {}) {
    super([code, ...(details.messages ?? [])].join(" "));
    this.code = code;
    this.details = details;
  }

  get isBotsFault(): boolean {
    return this.details.isBotsFault ?? true;
  }

  toAnswer(): JsonObject {
    const messages = this.details.messages;
    const metadata = messages === undefined ? {} : { response_metadata: { messages } };
    return { ok: false, error: this.code, ...this.details.extra, ...metadata };
  }
}

/** A refusal that says something about the workspace, not about the bot. */
export function refuseByState(code: string): Refusal {
  return new Refusal(code, { isBotsFault: false });
}

/** What live Slack does with half a surrogate pair is not known; the bot sends none. */
export function refuseHalfPairs(value: unknown): void {
  if (holdsHalfPair(value))
    throw new Refusal("invalid_arguments", { messages: ["[ERROR] half a surrogate pair"] });
}
