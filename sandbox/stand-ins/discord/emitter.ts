/** One kind of event and who listens to it. */
export class Emitter<Event> {
  readonly #listeners = new Set<(event: Event) => void>();

  /** Returns the function that ends the subscription. */
  subscribe(listener: (event: Event) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  emit(event: Event): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}

export interface Wait {
  timeoutMs: number;
  /** Ends the sentence "Waited 5000 ms for …". */
  what: string;
}

interface Subscribable {
  subscribe(listener: () => void): () => void;
}

/** Resolves with the first value `read` gives, asked now and after every event. An error in `read` rejects. */
export function until<Value>(
  source: Subscribable,
  read: () => Value | undefined,
  wait: Wait,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    let finished = false;
    const finish = (settle: () => void) => {
      finished = true;
      clearTimeout(timer);
      unsubscribe();
      settle();
    };
    const look = () => {
      if (finished) return;
      try {
        const value = read();
        if (value !== undefined) finish(() => resolve(value));
      } catch (error) {
        finish(() => reject(error));
      }
    };
    const late = () => finish(() => reject(new Error(`Waited ${wait.timeoutMs} ms for ${wait.what}`)));
    const timer = setTimeout(late, wait.timeoutMs);
    const unsubscribe = source.subscribe(look);
    look();
  });
}
