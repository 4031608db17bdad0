import { type Emitter, until } from "./emitter.ts";
import { isLoading, type Message } from "./guild/message.ts";
import type { Modal } from "./person/modal.ts";
import { snowflakeTimeMs } from "./snowflake.ts";
import { isRecord } from "./wire.ts";
import type { WireEvent } from "./wire-event.ts";

/** The time after which an interaction nobody answered is dead. */
export const answerDeadlineMs = 3000;
/** How long an interaction's token serves edits and follow-ups. */
const tokenLifetimeMs = 900_000;
/** Longer than the bot waits for a database that is away. */
const defaultTimeoutMs = 12_000;

/** The first answer the bot gave: Discord's callback type, its data as sent, and how long it took. */
export interface InteractionAnswer {
  type: number;
  data: unknown;
  ms: number;
  modal: Modal | undefined;
  choices: { name: string; value: string | number }[] | undefined;
}

/** What an interaction is about: the parts of its payload the stand-in itself needs. */
export interface InteractionFacts {
  id: string;
  token: string;
  type: number;
  userId: string;
  channelId: string;
  guildId: string | undefined;
  /** The message whose button was pressed, or from which the modal was opened. */
  sourceMessageId: string | undefined;
  payload: Record<string, unknown>;
}

/** Where what came of it can be seen. */
type Surroundings = {
  readonly messages: ReadonlyMap<string, Message>;
  readonly events: Emitter<WireEvent>;
};

/** One thing a person did, and what came of it. */
export class Interaction {
  readonly id: string;
  readonly token: string;
  readonly type: number;
  readonly facts: InteractionFacts;
  readonly dispatchedAtMs = performance.now();
  answer: InteractionAnswer | undefined;
  /** The message that `@original` names. */
  originalId: string | undefined;
  readonly followUpIds: string[] = [];
  /** Set when the 3 s passed without an answer: "The application did not respond". */
  isUnanswered = false;
  #isExpired = false;
  readonly #world: Surroundings;

  constructor(world: Surroundings, facts: InteractionFacts) {
    this.#world = world;
    this.facts = facts;
    this.id = facts.id;
    this.token = facts.token;
    this.type = facts.type;
  }

  /** The payload as it went over the gateway; `standIn.dispatchInteraction` replays it. */
  get payload(): Record<string, unknown> {
    return this.facts.payload;
  }

  /** Milliseconds since the interaction came into being, by its id. */
  get ageMs(): number {
    return Date.now() - snowflakeTimeMs(this.id);
  }

  get isTokenExpired(): boolean {
    return this.#isExpired || this.ageMs > tokenLifetimeMs;
  }

  /** Acts as if the token's 15 minutes were over. */
  expireToken(): void {
    this.#isExpired = true;
  }

  /** The first answer. Rejects once the 3 s are over without one. */
  answered(timeoutMs = defaultTimeoutMs): Promise<InteractionAnswer> {
    return this.#until(() => this.answer ?? this.#throwIfUnanswered(), timeoutMs, "the first answer");
  }

  /** The modal the bot opened. Rejects if the first answer was something else. */
  async modal(timeoutMs = defaultTimeoutMs): Promise<Modal> {
    const { modal, type } = await this.answered(timeoutMs);
    if (modal === undefined) throw new Error(`The bot answered with callback type ${type}, not with a modal`);
    return modal;
  }

  /** The answer as it stands now, possibly still "thinking". Rejects if the answer is no message or was deleted. */
  async message(timeoutMs = defaultTimeoutMs): Promise<Message> {
    const { type } = await this.answered(timeoutMs);
    const message = this.original;
    if (message === undefined) throw new Error(`No message stands as the answer (callback type ${type})`);
    return message;
  }

  /** The first of answer and follow-ups that satisfies the predicate, now or after a later edit or follow-up. */
  settled(
    predicate: (message: Message) => boolean = (message) => !isLoading(message),
    timeoutMs = defaultTimeoutMs,
  ): Promise<Message> {
    const read = () => {
      if (this.answer === undefined) return this.#throwIfUnanswered();
      return [this.original, ...this.followUps].find(
        (message) => message !== undefined && predicate(message),
      );
    };
    return this.#until(read, timeoutMs, "the answer to settle");
  }

  /** The message `@original` names, if there is one and it was not deleted. */
  get original(): Message | undefined {
    return this.originalId === undefined ? undefined : this.#world.messages.get(this.originalId);
  }

  /** Later messages on the same token, in order, without deleted ones. */
  get followUps(): Message[] {
    return this.followUpIds.flatMap((id) => this.#world.messages.get(id) ?? []);
  }

  #throwIfUnanswered(): undefined {
    if (this.isUnanswered) throw new Error(`The bot did not answer within ${answerDeadlineMs} ms`);
  }

  #until<Value>(read: () => Value | undefined, timeoutMs: number, what: string): Promise<Value> {
    return until(this.#world.events, read, { timeoutMs, what: `${what} to ${this.#name}` });
  }

  get #name(): string {
    const data = isRecord(this.payload.data) ? this.payload.data : {};
    return `interaction ${this.id} (type ${this.type}, ${String(data.name ?? data.custom_id)})`;
  }
}
