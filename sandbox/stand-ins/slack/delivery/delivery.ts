import type { JsonObject } from "../json.ts";
import type { Message } from "../message/messages.ts";
import type { OpenView } from "../view/views.ts";

/** How one payload fared. `ms` runs from sending to the acknowledgement. */
export type Ack = {
  readonly outcome: "acked" | "operation_timeout" | "dispatch_failed";
  readonly ms: number;
  readonly payload: JsonObject;
  /** The HTTP status of a refusal, over HTTP. */
  readonly status?: number;
};

/** One payload sent to the bot, and what came of it. */
export type Delivery = {
  readonly id: string;
  readonly payload: JsonObject;
  /** Resolves once the acknowledgement has taken effect, or 3 s have passed without one. Never rejects. */
  acked(): Promise<Ack>;
  /** The view that the bot opened or pushed with this delivery's trigger. Rejects after `timeoutMs`. */
  view(timeoutMs?: number): Promise<OpenView>;
  /** Messages that answered it so far, by acknowledgement or response_url. */
  messages(): readonly Message[];
  /** The first such message. Rejects after `timeoutMs`. */
  message(timeoutMs?: number): Promise<Message>;
};
