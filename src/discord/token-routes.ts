import {
  type APIInteractionResponse,
  type MessageFlags,
  type REST,
  RESTJSONErrorCodes,
  Routes,
} from "discord.js";
import { z } from "zod";
import type { Log } from "../log.ts";
import { codeOf, repeatWithoutVerdict, toOutsideError } from "./discord-error.ts";
import type { Payload } from "./payload.ts";
import type { MessageBody } from "./render-reply.ts";

/** `gone`: this interaction takes nothing any more. `missing`: the message was deleted or dismissed. */
export type Verdict = "taken" | "gone" | "missing";

/** The message that answers the interaction, or that the pressed button belongs to. */
export const originalMessage = "@original";

/** An edit says the whole message, so it may be repeated; a person waits for it longer than for the first word. */
const editPausesMs = [500, 2000, 5000];

/** Three seconds are all there is, so the second try follows at once. */
const callbackPausesMs = [0];

const answerSchema = z.object({ id: z.string() });

const goneCodes: readonly number[] = [
  RESTJSONErrorCodes.UnknownInteraction,
  RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged,
  RESTJSONErrorCodes.UnknownWebhook,
  RESTJSONErrorCodes.InvalidWebhookToken,
];

/**
 * The three requests that an interaction's token opens, none of which needs the bot's own token. Once Discord says
 * that the interaction is gone or answered by someone else, nothing more is sent on it.
 * https://discord.com/developers/docs/interactions/receiving-and-responding#endpoints
 */
export class TokenRoutes {
  readonly #payload: Payload;
  readonly #replies: REST;
  readonly #log: Log;
  #isGone = false;

  constructor(payload: Payload, outlets: { replies: REST; log: Log }) {
    this.#payload = payload;
    this.#replies = outlets.replies;
    this.#log = outlets.log;
  }

  /** The first answer. Repeated once when there was no verdict: 40060 then means that Discord took it before. */
  async callback(body: APIInteractionResponse): Promise<Verdict> {
    const route = Routes.interactionCallback(this.#payload.id, this.#payload.token);
    let tries = 0;
    return this.#send("the first answer", callbackPausesMs, async () => {
      tries += 1;
      try {
        await this.#replies.post(route, { body, auth: false });
      } catch (error) {
        if (tries === 1 || codeOf(error) !== RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged)
          throw error;
      }
    });
  }

  async edit(messageId: string, body: MessageBody): Promise<Verdict> {
    const route = Routes.webhookMessage(this.#payload.application_id, this.#payload.token, messageId);
    return this.#send("an edit", editPausesMs, () => this.#replies.patch(route, { body, auth: false }));
  }

  /** One more message: its id, or undefined when the interaction is gone. Never repeated: it might appear twice. */
  async followUp(body: MessageBody & { flags?: MessageFlags.Ephemeral }): Promise<string | undefined> {
    const route = Routes.webhook(this.#payload.application_id, this.#payload.token);
    let answer: unknown;
    await this.#send("a further message", [], async () => {
      answer = await this.#replies.post(route, { body, auth: false });
    });
    return answerSchema.safeParse(answer).data?.id;
  }

  async #send(what: string, pausesMs: readonly number[], request: () => Promise<unknown>): Promise<Verdict> {
    if (this.#isGone) return "gone";
    try {
      await repeatWithoutVerdict(pausesMs, request);
      return "taken";
    } catch (error) {
      return this.#judge(what, error);
    }
  }

  #judge(what: string, error: unknown): Verdict {
    const code = codeOf(error);
    if (code === RESTJSONErrorCodes.UnknownMessage) return "missing";
    if (code === undefined || !goneCodes.includes(code)) throw toOutsideError(what, error);
    this.#isGone = true;
    this.#log.info(
      { interaction: this.#payload.id, code },
      "Discord takes no more answers to this interaction",
    );
    return "gone";
  }
}
