import { createSeededRandom } from "../seeded-random.ts";

/** What is decided by chance; the same seed decides the same. */
export type Dice = {
  /** From 0 to 1. */
  next(): number;
  pick<Item>(from: readonly Item[]): Item;
  /** Happens so often, from 0 to 1. */
  chance(often: number): boolean;
};

export function createDice(seed: number): Dice {
  const next = createSeededRandom(seed);
  return {
    next,
    pick(from) {
      const picked = from[Math.floor(next() * from.length)];
      if (picked === undefined) throw new Error("There is nothing to pick from.");
      return picked;
    },
    chance: (often) => next() < often,
  };
}
