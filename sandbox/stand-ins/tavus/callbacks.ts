/**
 * What becomes of a callback on its way. `late`: held until `release`. `reordered`: so, and then sent in the reverse
 * order.
 */
export type CallbackWeather = "usual" | "lost" | "doubled" | "late" | "reordered";

export type Callback = {
  url: string;
  body: Record<string, unknown>;
  weather: CallbackWeather;
  /** What each time it was sent was answered with, in order; 0 where nobody answered. */
  answers: number[];
};

/** Longest wait for an answer: nobody's test is to hang on a receiver that does not answer. */
const patienceMs = 5_000;

/** Tavus's callbacks: one POST each, unsigned, and never again when it fails. */
export class Callbacks {
  /** For all that follow; a function decides one by one. */
  weather: CallbackWeather | ((callback: Pick<Callback, "url" | "body">) => CallbackWeather) = "usual";
  /** Every one there ever was, in the order in which things happened, the lost ones too. */
  readonly all: Callback[] = [];
  readonly #held: Callback[] = [];
  readonly #lines = new Map<string, Promise<void>>();
  readonly #closing: AbortSignal;

  constructor(closing: AbortSignal) {
    this.#closing = closing;
  }

  /** Takes it on; does nothing where no address was given. */
  post(url: string | undefined, body: Record<string, unknown>): void {
    if (!url) return;
    const weather = typeof this.weather === "function" ? this.weather({ url, body }) : this.weather;
    const callback: Callback = { url, body, weather, answers: [] };
    this.all.push(callback);
    if (weather === "late" || weather === "reordered") this.#held.push(callback);
    else for (let times = timesOf(weather); times > 0; times -= 1) this.#send(callback);
  }

  /** Sends what is held, the last first where one of them is to be out of order. */
  release(): Promise<void> {
    const held = this.#held.splice(0);
    if (held.some(({ weather }) => weather === "reordered")) held.reverse();
    for (const callback of held) this.#send(callback);
    return this.settled();
  }

  /** Resolves once nothing is on its way any more. */
  async settled(): Promise<void> {
    await Promise.all(this.#lines.values());
  }

  /** One after the other to one address. */
  #send(callback: Callback): void {
    const before = this.#lines.get(callback.url) ?? Promise.resolve();
    const sent = before.then(async () => {
      callback.answers.push(await this.#answerTo(callback));
    });
    this.#lines.set(callback.url, sent);
  }

  async #answerTo({ url, body }: Callback): Promise<number> {
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
        signal: AbortSignal.any([this.#closing, AbortSignal.timeout(patienceMs)]),
      });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return 0;
    }
  }
}

function timesOf(weather: "usual" | "lost" | "doubled"): number {
  if (weather === "lost") return 0;
  return weather === "doubled" ? 2 : 1;
}
