import { createTicker, type Rounds } from "../ticker.ts";
import { asWork } from "../work.ts";

const tickMs = 1000;

/**
 * Looks after what is open in Tavus, of whichever process it was: what is due stands in the database, whoever is there claims
 * it, and each look goes on beside the others. A look that throws is `stuck` until its lease ends.
 */
export function createLookAfter<Item>({
  atOnce,
  claim,
  look,
  stuck,
  failed,
  now,
}: {
  atOnce: number;
  claim(most: number): Promise<readonly Item[]>;
  look(item: Item): Promise<void>;
  stuck(item: Item, error: unknown): void;
  /** What is due could not be read. */
  failed(error: unknown): void;
  /** The database's clock, Unix ms. */
  now(): number;
}): Rounds {
  const busy = new Set<Promise<void>>();

  async function tick(): Promise<void> {
    if (busy.size >= atOnce) return;
    for (const item of await claim(atOnce - busy.size)) begin(item);
  }

  function begin(item: Item): void {
    const done = asWork(now(), () => look(item))
      .catch((error: unknown) => stuck(item, error))
      .finally(() => {
        busy.delete(done);
        ticker.wake();
      });
    busy.add(done);
  }

  const ticker = createTicker({ everyMs: tickMs, tick, failed });

  return {
    start: ticker.start,
    wake: ticker.wake,
    stop: (withinMs) => ticker.stop(withinMs, () => busy),
  };
}
