import { createTicker, type Rounds } from "../ticker.ts";
import { createShares } from "../turns.ts";
import { asWork } from "../work.ts";

const tickMs = 1000;

/**
 * Looks after what is open in Tavus, of whichever process it was: what is due stands in the database, whoever is there claims
 * it, and each look goes on beside the others. A look that throws is `stuck` until its lease ends.
 */
export function createLookAfter<Item extends { tenantId: string }>({
  atOnce,
  ofTeam,
  claim,
  look,
  stuck,
  failed,
  now,
}: {
  /** Of all teams, and of one: Tavus may be slow for one alone. */
  atOnce: number;
  ofTeam: number;
  claim(most: number, except: readonly string[]): Promise<readonly Item[]>;
  look(item: Item): Promise<void>;
  stuck(item: Item, error: unknown): void;
  /** What is due could not be read. */
  failed(error: unknown): void;
  /** The database's clock, Unix ms. */
  now(): number;
}): Rounds {
  const shares = createShares({ atOnce, ofTeam });

  async function tick(): Promise<void> {
    const most = shares.room();
    if (most === 0) return;
    const items = await claim(most, shares.full());
    for (const item of items) begin(item);
    // There may be more, of others.
    if (items.length > 0) ticker.wake();
  }

  function begin(item: Item): void {
    const done = asWork(now(), () => look(item)).catch((error: unknown) => stuck(item, error));
    shares.add(item.tenantId, done, ticker.wake);
  }

  const ticker = createTicker({ everyMs: tickMs, tick, failed });

  return {
    start: ticker.start,
    wake: ticker.wake,
    stop: (withinMs) => ticker.stop(withinMs, shares.all),
  };
}
