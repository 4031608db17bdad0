import { type APIInteractionResponse, InteractionResponseType, type REST } from "discord.js";
import { formIsReadyReply, workingReply } from "../../chat/dispatch/fixed-replies.ts";
import type { Choice, FieldErrors, FileReference } from "../../chat/form/field.ts";
import type { OpenForm } from "../../chat/form/form.ts";
import type { Answering, KeptForm } from "../../chat/interaction.ts";
import type { Reply } from "../../chat/reply.ts";
import { OutsideError } from "../../errors.ts";
import type { Log } from "../../log.ts";
import { fetchText } from "../read/fetch-text.ts";
import { isFromPrivateMessage, type Payload } from "../read/payload.ts";
import { ageOfSnowflakeMs } from "../read/snowflake.ts";
import { renderReply } from "../render/render-reply.ts";
import { renderSuggestions } from "../render/render-suggestions.ts";
import { flagsOf, isPublic, partsOf } from "../render/reply-parts.ts";
import { answerIsBelowReply } from "./fixed-replies.ts";
import { openModal } from "./open-modal.ts";
import { announceIn, type Pressables, pressablesOf } from "./pressed-message.ts";
import { sendReply } from "./send-reply.ts";
import { writeStanding } from "./standing.ts";
import { type Opened, originalMessage, TokenRoutes, type Verdict } from "./token-routes.ts";

/** Discord lets a token edit for 15 minutes; the last seconds are left for the request itself. */
const tokenLifeMs = 15 * 60 * 1000 - 5000;

/** What has been said: nothing yet; "thinking…"; that the pressed message will change; the answer. */
type Phase = "new" | "thinking" | "updating" | "answered";

/** Where answers go; `replies` must not repeat a request by itself. */
export type Outlets = { replies: REST; log: Log; apiUrl: string };

/** How one interaction is answered, whatever was said on it before. */
export class DiscordAnswering implements Answering {
  /** Not the whole payload: an answer may wait a quarter of an hour for Tavus, and with it what was typed. */
  readonly #interaction: Opened;
  readonly #routes: TokenRoutes;
  readonly #log: Log;
  readonly #apiUrl: string;
  readonly #arrivedMs = performance.now();
  /** The answer replaces the message it came from, if only this person sees that and it is not known to be gone. */
  #replaces: boolean;
  #phase: Phase = "new";
  #isDeferralSent = false;
  /** Something else stands, or may stand, in the place of the pressed message. */
  #isReplaced = false;
  /** The pressed private message was dismissed, and with it whatever could be pressed there. */
  #isPressedGone = false;
  /** What the pressed private message has to press, until it is answered. */
  #pressables: Pressables = [];
  /** "Thinking…" is seen by everyone. */
  #isThinkingAloud = false;
  /** The message that holds the answer; undefined while there is none, and after a form. */
  #answerId: string | undefined;

  constructor(payload: Payload, outlets: Outlets) {
    const { id, application_id, token } = payload;
    this.#interaction = { id, application_id, token };
    this.#apiUrl = outlets.apiUrl;
    this.#routes = new TokenRoutes(this.#interaction, outlets);
    this.#log = outlets.log;
    this.#replaces = isFromPrivateMessage(payload);
    if (this.#replaces) this.#pressables = pressablesOf(payload);
  }

  ageMs(): number {
    return ageOfSnowflakeMs(this.#interaction.id, Date.now());
  }

  /** People wait for a first word no longer than 3 s, so by now it was said or comes too late: an edit finds out. */
  takeOver(): void {
    this.#phase = this.#announcedPhase();
    this.#isReplaced = true;
  }

  /** Whether anything is said there yet an edit finds out. What everybody sees is not changed by whoever takes over. */
  standsAt(): string | undefined {
    return this.#isThinkingAloud ? undefined : writeStanding(this.#interaction);
  }

  /**
   * A button opens it then: after a deferral Discord takes no modal. The pressed message stays as it is until that stands there: it may
   * be the only way to what was typed, and this process may die meanwhile.
   */
  async holdForm(): Promise<void> {
    this.#pressables = [];
    await this.defer(workingReply());
  }

  async openForm(form: OpenForm): Promise<void> {
    // Discord opens a modal only as the first answer; after a deferral a button must do it.
    if (this.#phase !== "new") {
      await this.answer(formIsReadyReply(form));
      return;
    }
    const verdict = await openModal(form, (data) =>
      this.#routes.callback({ type: InteractionResponseType.Modal, data }),
    );
    if (verdict === "earlier" && this.#isDeferralSent) {
      // Most likely the deferral whose answer was lost, and not the modal.
      this.#phase = this.#announcedPhase();
      await this.answer(formIsReadyReply(form));
    } else if (verdict === "taken" || verdict === "earlier") this.#phase = "answered";
  }

  async updateForm(form: OpenForm): Promise<void> {
    throw new Error(
      `Discord tells nothing of an open form, so ${form.command} cannot have been asked to fill one`,
    );
  }

  async acceptForm(): Promise<void> {
    // The modal closed as it was sent; the answer is the only word Discord takes.
  }

  /** The modal is closed by whatever is said, so that what was typed stands in the word itself. */
  async keepForm({ reply }: KeptForm): Promise<void> {
    if (this.#phase !== "new") return;
    const verdict = await sendReply({ ...reply, visibility: "private" }, (shown) =>
      this.#callback(() => this.#firstWord(shown), partsOf(shown)),
    );
    if (verdict !== "taken" && verdict !== "earlier") return;
    this.#phase = this.#announcedPhase();
    this.#isReplaced = true;
  }

  refuseForm(_errors: FieldErrors, reply: Reply): Promise<boolean> {
    return this.answer({ ...reply, visibility: "private" });
  }

  async defer(working: Reply): Promise<void> {
    if (this.#phase !== "new") return;
    this.#isDeferralSent = true;
    const verdict = await this.#callback(() => this.#announcement(working));
    if (verdict === "taken" || verdict === "earlier") this.#phase = this.#announcedPhase();
  }

  async answer(reply: Reply): Promise<boolean> {
    if (this.#phase === "new") {
      return this.#answerFirst(reply, { render: (shown) => this.#firstWord(shown), isBeside: false });
    }
    if (this.#phase === "answered") return this.#answerBelow(reply);
    return this.#answerDeferral(reply);
  }

  async answerBeside(reply: Reply, inPlace: Reply): Promise<boolean> {
    if (!this.#replaces) return this.answer(this.#isPressedGone ? inPlace : reply);
    if (this.#phase === "new") return this.#answerFirst(reply, { render: messageBeside, isBeside: true });
    if (this.#phase !== "updating" || this.#isReplaced) return this.answer(inPlace);
    return this.#answerBelow((await this.#giveBack()) ? reply : inPlace);
  }

  async progress(reply: Reply): Promise<void> {
    const isDeferred = this.#phase === "thinking" || this.#phase === "updating";
    if (!isDeferred || this.#isOver()) return;
    this.#isReplaced = true;
    await this.#edit(originalMessage, reply, { isPassing: true });
  }

  async post(reply: Reply): Promise<boolean> {
    // The pressed message waits for the answer, which is said when this has been posted.
    if (this.#phase === "new" && this.#replaces) await this.defer(workingReply());
    // The first message after "thinking…" takes its place, so the post is the answer then.
    if (this.#phase === "new" || this.#phase === "thinking") return this.answer(reply);
    return (await this.#addMessage(reply)) !== undefined;
  }

  async amend(reply: Reply): Promise<boolean> {
    if (this.#answerId === undefined || this.#isOver()) return false;
    try {
      return (await this.#edit(this.#answerId, reply)) === "taken";
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      // The person is told elsewhere then, so what Discord said is only of interest to the operator.
      this.#log.warn({ interaction: this.#interaction.id, err: error }, "an answer could not be changed");
      return false;
    }
  }

  async showText(title: string, name: string, text: string): Promise<void> {
    const reply: Reply = { tone: "neutral", title, files: [{ name, text }] };
    // Said beside: an answer would take the place of the message with the button.
    if (this.#phase === "new") await this.#callBack(reply, { render: messageBeside, isBeside: true });
    else if (this.#phase === "thinking") await this.#answerDeferral(reply);
    else await this.#answerBelow(reply);
  }

  async suggest(choices: Choice[]): Promise<void> {
    await this.#routes.callback({
      type: InteractionResponseType.ApplicationCommandAutocompleteResult,
      data: { choices: renderSuggestions(choices) },
    });
  }

  fetchText(file: FileReference, maxBytes: number): Promise<string> {
    return fetchText(file, { maxBytes, apiUrl: this.#apiUrl });
  }

  /**
   * Said once more where Discord gave no verdict: it then says whether the first try was taken. Where it says nothing again,
   * an edit finds out: it reaches an answer that stands there, and no other.
   */
  async #answerFirst(reply: Reply, way: FirstWay): Promise<boolean> {
    for (let tries = 0; tries < 2; tries += 1) {
      try {
        return await this.#callBack(reply, way);
      } catch (error) {
        if (!(error instanceof OutsideError) || !this.#routes.isUnsure()) throw error;
      }
    }
    // What an edit reaches may be the pressed message, which must stay as it is.
    if (this.#mayReachPressed(way)) return this.#answerBelow(reply);
    const isThere = (await this.#editOriginal(reply)) === "taken";
    if (isThere) this.#hasAnswered(originalMessage);
    return isThere;
  }

  #announcement(working: Reply): APIInteractionResponse {
    // Before the request: it may be taken although we never hear of it.
    this.#isThinkingAloud = !this.#replaces && isPublic(working);
    if (this.#replaces) return announceIn(this.#pressables, working.title);
    return { type: InteractionResponseType.DeferredChannelMessageWithSource, data: flagsOf(working) };
  }

  #firstWord(shown: Reply): APIInteractionResponse {
    if (!this.#replaces || isPublic(shown)) return messageBeside(shown);
    return { type: InteractionResponseType.UpdateMessage, data: renderReply(shown) };
  }

  /**
   * The first word. Who has dismissed the message that they pressed, or that their form was opened from, is told in a message of its own:
   * https://github.com/discord/discord-api-docs/issues/4529
   */
  async #callback(
    render: () => APIInteractionResponse,
    parts?: Parameters<TokenRoutes["callback"]>[1],
  ): Promise<Verdict> {
    const verdict = await this.#routes.callback(render(), parts);
    if (verdict !== "missing" || !this.#replaces) return verdict;
    this.#replaces = false;
    this.#isPressedGone = true;
    this.#pressables = [];
    return this.#routes.callback(render(), parts);
  }

  /** Where it was announced that the pressed message will change, and Discord may have taken that. */
  #mayReachPressed({ isBeside }: FirstWay): boolean {
    return isBeside && this.#replaces && this.#isDeferralSent;
  }

  async #callBack(reply: Reply, way: FirstWay): Promise<boolean> {
    const verdict = await sendReply(reply, (shown) =>
      this.#callback(() => way.render(shown), partsOf(shown)),
    );
    if (verdict === "earlier") {
      this.#phase = this.#announcedPhase();
      // It was this word, which can be changed, or that the pressed message will change, which must stay as it is.
      return this.#mayReachPressed(way) ? this.#answerBelow(reply) : this.#answerDeferral(reply);
    }
    if (verdict === "taken") this.#hasAnswered(originalMessage);
    // Another process has answered, so the person has an answer.
    return verdict === "taken" || verdict === "elsewhere";
  }

  async #answerDeferral(reply: Reply): Promise<boolean> {
    // What was announced privately stays private, so an answer for everyone needs a message of its own.
    const needsOwn = isPublic(reply) && !this.#isThinkingAloud;
    if (needsOwn && this.#phase === "updating" && !this.#isReplaced) return this.#answerBelow(reply);
    const shown = needsOwn ? answerIsBelowReply(reply) : reply;
    const verdict = await this.#editOriginal(shown);
    if (verdict === "taken") this.#hasAnswered(originalMessage);
    if (verdict === "missing" || needsOwn) return this.#answerBelow(reply);
    return verdict === "taken";
  }

  /** An edit that Discord does not take leaves the other way: a message of its own. */
  async #editOriginal(reply: Reply): Promise<Verdict> {
    try {
      return await this.#edit(originalMessage, reply);
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      this.#log.warn(
        { interaction: this.#interaction.id, err: error },
        "an announcement could not be replaced",
      );
      return "missing";
    }
  }

  #announcedPhase(): "updating" | "thinking" {
    return this.#replaces ? "updating" : "thinking";
  }

  async #answerBelow(reply: Reply): Promise<boolean> {
    const stays = this.#phase === "updating" && !this.#isReplaced;
    const [id] = await Promise.all([this.#addMessage(reply), stays && this.#giveBack()]);
    if (id !== undefined) this.#hasAnswered(id);
    return id !== undefined;
  }

  /** The pressed message stays, so it can be pressed again. That this fails takes nothing from what was said. False: it cannot. */
  async #giveBack(): Promise<boolean> {
    if (this.#pressables.length === 0) return true;
    try {
      const verdict = await this.#routes.edit(originalMessage, { components: this.#pressables });
      this.#pressables = [];
      return verdict === "taken";
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error;
      this.#log.warn({ interaction: this.#interaction.id, err: error }, "buttons could not be given back");
      return false;
    }
  }

  #addMessage(reply: Reply): Promise<string | undefined> {
    return sendReply(reply, (shown) =>
      this.#routes.followUp({ ...renderReply(shown), ...flagsOf(shown) }, partsOf(shown)),
    );
  }

  #edit(messageId: string, reply: Reply, { isPassing = false } = {}): Promise<Verdict> {
    return sendReply(reply, (shown) =>
      this.#routes.edit(messageId, renderReply(shown), { ...partsOf(shown), isPassing }),
    );
  }

  #isOver(): boolean {
    return performance.now() - this.#arrivedMs > tokenLifeMs;
  }

  #hasAnswered(messageId: string): void {
    this.#phase = "answered";
    this.#pressables = [];
    this.#answerId = messageId;
  }
}

/** How the first word is said, and whether it stands beside the pressed message. */
type FirstWay = { render(shown: Reply): APIInteractionResponse; isBeside: boolean };

function messageBeside(reply: Reply): APIInteractionResponse {
  return {
    type: InteractionResponseType.ChannelMessageWithSource,
    data: { ...renderReply(reply), ...flagsOf(reply) },
  };
}
