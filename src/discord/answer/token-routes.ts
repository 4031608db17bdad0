import {
  type APIInteractionResponse,
  type MessageFlags,
  type RawFile,
  type REST,
  RESTJSONErrorCodes,
  Routes,
} from "discord.js";
import { z } from "zod";
import type { Log } from "../../log.ts";
import {
  codeOf,
  isWithoutVerdict,
  judgeFailure,
  repeatWithoutVerdict,
  toOutsideError,
} from "../discord-error.ts";
import type { MessageBody } from "../render/render-reply.ts";
import type { Pressables } from "./pressed-message.ts";

/**
 * `gone`: this interaction takes nothing any more. `elsewhere`: nor does it from us, because another process has
 * answered it. `missing`: the message was deleted or dismissed. `earlier`: an earlier word of ours, whose fate we never
 * learned, was taken; it can be edited.
 */
export type Verdict = "taken" | "gone" | "elsewhere" | "missing" | "earlier";

/** The message that answers the interaction, or that the pressed button belongs to. */
export const originalMessage = "@original";

/** An edit says the whole message, so it may be repeated; a person waits for it longer than for the first word. */
const editPausesMs = [500, 2000, 5000];

/** Three seconds are all there is, so the second try follows at once. */
const callbackPausesMs = [0];

const answerSchema = z.object({ id: z.string() });

const endings: { [code: number]: "gone" | "elsewhere" } = {
  [RESTJSONErrorCodes.UnknownInteraction]: "gone",
  [RESTJSONErrorCodes.UnknownWebhook]: "gone",
  [RESTJSONErrorCodes.InvalidWebhookToken]: "gone",
  [RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged]: "elsewhere",
};

/** The interaction, by what opens these routes. */
export type Opened = { id: string; token: string; application_id: string };

/** The parts of a request besides its JSON. */
type Files = { files?: RawFile[] };

/**
 * The three requests that an interaction's token opens, none of which needs the bot's own token. Once Discord says
 * that the interaction is gone or answered by someone else, nothing more is sent on it.
 * https://discord.com/developers/docs/interactions/receiving-and-responding#endpoints
 */
export class TokenRoutes {
  readonly #interaction: Opened;
  readonly #replies: REST;
  readonly #log: Log;
  #ending: "gone" | "elsewhere" | undefined;
  /** A first word was sent and Discord never said whether it was taken. */
  #isUnsure = false;

  constructor(interaction: Opened, outlets: { replies: REST; log: Log }) {
    this.#interaction = interaction;
    this.#replies = outlets.replies;
    this.#log = outlets.log;
  }

  /** Whether the interaction may have a first answer that we know nothing of; another one then tells. */
  isUnsure(): boolean {
    return this.#isUnsure;
  }

  /** The first answer. Repeated once when there was no verdict: 40060 then means that Discord took it before. */
  async callback(body: APIInteractionResponse, { files = [] }: Files = {}): Promise<Verdict> {
    const route = Routes.interactionCallback(this.#interaction.id, this.#interaction.token);
    const wasUnsure = this.#isUnsure;
    let isEarlier = false;
    this.#isUnsure = false;
    const verdict = await this.#send("the first answer", callbackPausesMs, async () => {
      try {
        await this.#replies.post(route, { body, files, auth: false });
      } catch (error) {
        const isOurs = this.#isUnsure || wasUnsure;
        this.#isUnsure ||= isWithoutVerdict(error);
        if (!isOurs || codeOf(error) !== RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged)
          throw error;
        isEarlier = wasUnsure;
      }
    });
    // Whether Discord counts a word that came to no message as the first one is written nowhere; the next word finds out.
    this.#isUnsure ||= verdict === "missing";
    return isEarlier ? "earlier" : verdict;
  }

  /** Edits a message, or what can be pressed on it. `isPassing`: it is tried once, because the next edit will say more. */
  async edit(
    messageId: string,
    body: MessageBody | { components: Pressables },
    { files = [], isPassing = false }: Files & { isPassing?: boolean } = {},
  ): Promise<Verdict> {
    const { application_id: applicationId, token } = this.#interaction;
    // Its name is left out, or discord.js writes %40original, which is not how Discord documents it.
    const ids = messageId === originalMessage ? [] : [messageId];
    const route = Routes.webhookMessage(applicationId, token, ...ids);
    const request = () => this.#replies.patch(route, { body, files, auth: false });
    return this.#send("an edit", isPassing ? [] : editPausesMs, request);
  }

  /** One more message: its id, or undefined when the interaction is gone. Never repeated: it might appear twice. */
  async followUp(
    body: MessageBody & { flags?: MessageFlags.Ephemeral },
    { files = [] }: Files = {},
  ): Promise<string | undefined> {
    const route = Routes.webhook(this.#interaction.application_id, this.#interaction.token);
    let answer: unknown;
    await this.#send("a further message", [], async () => {
      answer = await this.#replies.post(route, { body, files, auth: false });
    });
    return answerSchema.safeParse(answer).data?.id;
  }

  async #send(what: string, pausesMs: readonly number[], request: () => Promise<unknown>): Promise<Verdict> {
    if (this.#ending) return this.#ending;
    try {
      await repeatWithoutVerdict(request, pausesMs);
      return "taken";
    } catch (error) {
      return this.#judge(what, error);
    }
  }

  #judge(what: string, error: unknown): Verdict {
    const code = codeOf(error);
    const verdict = judgeFailure(error);
    if (verdict.kind === "refused" && verdict.meaning.about === "original") return "missing";
    const ending = code === undefined ? undefined : endings[code];
    if (!ending) throw toOutsideError(what, error);
    this.#ending = ending;
    this.#log.info(
      { interaction: this.#interaction.id, code },
      "Discord takes no more answers to this interaction",
    );
    return ending;
  }
}
