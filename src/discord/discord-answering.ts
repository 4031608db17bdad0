import { type APIInteractionResponse, InteractionResponseType, MessageFlags, type REST } from "discord.js";
import type { Choice, FieldErrors, FileReference } from "../chat/field.ts";
import type { OpenForm } from "../chat/form.ts";
import type { Answering } from "../chat/interaction.ts";
import { limits } from "../chat/limits.ts";
import type { Reply } from "../chat/reply.ts";
import { OutsideError } from "../errors.ts";
import type { Log } from "../log.ts";
import { fetchText } from "./fetch-text.ts";
import { answerIsBelowReply, formIsReadyReply } from "./fixed-replies.ts";
import { isFromPrivateMessage, type Payload } from "./payload.ts";
import { renderForm } from "./render-form.ts";
import { renderReply } from "./render-reply.ts";
import { ageOfSnowflakeMs } from "./snowflake.ts";
import { cut } from "./text.ts";
import { originalMessage, TokenRoutes } from "./token-routes.ts";

/** Discord lets a token edit for 15 minutes; the last seconds are left for the request itself. */
const tokenLifeMs = 15 * 60 * 1000 - 5000;

/** https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-option-choice-structure */
const longestChoice = 100;

/** What has been said: nothing yet; "thinking…"; that the pressed message will change; the answer. */
type Phase = "new" | "thinking" | "updating" | "answered";

/** How one interaction is answered, whatever was said on it before. */
export class DiscordAnswering implements Answering {
  readonly #payload: Payload;
  readonly #routes: TokenRoutes;
  readonly #log: Log;
  readonly #arrivedMs = performance.now();
  /** The answer replaces the message it came from, if only this person sees that. */
  readonly #replaces: boolean;
  #phase: Phase = "new";
  /** "Thinking…" is seen by everyone. */
  #isThinkingAloud = false;
  /** The message that holds the answer; undefined while there is none, and after a form. */
  #answerId: string | undefined;

  constructor(payload: Payload, outlets: { replies: REST; log: Log }) {
    this.#payload = payload;
    this.#routes = new TokenRoutes(payload, outlets);
    this.#log = outlets.log;
    this.#replaces = isFromPrivateMessage(payload);
  }

  ageMs(): number {
    return ageOfSnowflakeMs(this.#payload.id, Date.now());
  }

  async openForm(form: OpenForm): Promise<void> {
    // Discord opens a modal only as the first answer; after a deferral a button must do it.
    if (this.#phase !== "new") return this.answer(formIsReadyReply(form));
    const body: APIInteractionResponse = { type: InteractionResponseType.Modal, data: renderForm(form) };
    if ((await this.#routes.callback(body)) === "taken") this.#phase = "answered";
  }

  async updateForm(form: OpenForm): Promise<void> {
    throw new Error(
      `Discord tells nothing of an open form, so ${form.command} cannot have been asked to fill one`,
    );
  }

  async acceptForm(): Promise<void> {
    // The modal closed as it was sent; the answer is the only word Discord takes.
  }

  async refuseForm(_errors: FieldErrors, reply: Reply): Promise<void> {
    await this.answer({ ...reply, visibility: "private" });
  }

  async defer(working: Reply): Promise<void> {
    if (this.#phase !== "new") return;
    const verdict = await this.#routes.callback(
      this.#replaces
        ? { type: InteractionResponseType.DeferredMessageUpdate }
        : { type: InteractionResponseType.DeferredChannelMessageWithSource, data: flagsOf(working) },
    );
    if (verdict !== "taken") return;
    this.#phase = this.#replaces ? "updating" : "thinking";
    this.#isThinkingAloud = !this.#replaces && isPublic(working);
  }

  async answer(reply: Reply): Promise<void> {
    if (this.#phase === "new") await this.#answerAtOnce(reply);
    else if (this.#phase === "answered") await this.#answerBelow(reply);
    else await this.#answerDeferral(reply);
  }

  async post(reply: Reply): Promise<void> {
    // The first message after "thinking…" takes its place, so the post is the answer then.
    if (this.#phase === "new" || this.#phase === "thinking") await this.answer(reply);
    else await this.#addMessage(reply);
  }

  async amend(reply: Reply): Promise<boolean> {
    const isOver = performance.now() - this.#arrivedMs > tokenLifeMs;
    if (this.#answerId === undefined || isOver) return false;
    try {
      return (await this.#routes.edit(this.#answerId, renderReply(reply))) === "taken";
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      // The person is told elsewhere then, so what Discord said is only of interest to the operator.
      this.#log.warn({ interaction: this.#payload.id, err: error }, "an answer could not be changed");
      return false;
    }
  }

  async suggest(choices: Choice[]): Promise<void> {
    const shown = choices.filter(({ value }) => value.length <= longestChoice).slice(0, limits.options);
    await this.#routes.callback({
      type: InteractionResponseType.ApplicationCommandAutocompleteResult,
      data: { choices: shown.map(({ label, value }) => ({ name: cut(label, longestChoice), value })) },
    });
  }

  fetchText(file: FileReference, maxBytes: number): Promise<string> {
    return fetchText(file, maxBytes);
  }

  async #answerAtOnce(reply: Reply): Promise<void> {
    const isUpdate = this.#replaces && !isPublic(reply);
    const verdict = await this.#routes.callback(
      isUpdate
        ? { type: InteractionResponseType.UpdateMessage, data: renderReply(reply) }
        : {
            type: InteractionResponseType.ChannelMessageWithSource,
            data: { ...renderReply(reply), ...flagsOf(reply) },
          },
    );
    if (verdict === "taken") this.#hasAnswered(originalMessage);
  }

  async #answerDeferral(reply: Reply): Promise<void> {
    // What was announced privately stays private, so an answer for everyone needs a message of its own.
    const needsOwn = isPublic(reply) && !this.#isThinkingAloud;
    if (needsOwn && this.#phase === "updating") return this.#answerBelow(reply);
    const shown = needsOwn ? answerIsBelowReply(reply) : reply;
    const verdict = await this.#routes.edit(originalMessage, renderReply(shown));
    if (verdict === "taken") this.#hasAnswered(originalMessage);
    if (verdict === "missing" || needsOwn) await this.#answerBelow(reply);
  }

  async #answerBelow(reply: Reply): Promise<void> {
    const id = await this.#addMessage(reply);
    if (id !== undefined) this.#hasAnswered(id);
  }

  #addMessage(reply: Reply): Promise<string | undefined> {
    return this.#routes.followUp({ ...renderReply(reply), ...flagsOf(reply) });
  }

  #hasAnswered(messageId: string): void {
    this.#phase = "answered";
    this.#answerId = messageId;
  }
}

function isPublic(reply: Reply): boolean {
  return reply.visibility === "public";
}

function flagsOf(reply: Reply): { flags?: MessageFlags.Ephemeral } {
  return isPublic(reply) ? {} : { flags: MessageFlags.Ephemeral };
}
