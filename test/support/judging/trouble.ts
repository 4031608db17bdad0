import { setTimeout as pause } from "node:timers/promises";
import type { PostgresServer } from "../../../sandbox/stand-ins/postgres-server.ts";
import type { Processes } from "./processes.ts";

/** What a judging run does to those who work: it is all done while people go on. */
export const troubles = ["kill", "fast", "roll", "immediate"] as const;
export type Trouble = (typeof troubles)[number];

type Afflicted = { processes: Processes; server: PostgresServer; random: () => number };

/** As many as asked for, each kind as often as any other, in an order of the seed's. */
export function chooseTroubles(count: number, random: () => number): Trouble[] {
  const all: Trouble[] = [];
  while (all.length < count) all.push(...shuffled(troubles, random));
  return all.slice(0, count);
}

/** Resolves when as many processes are ready as before. */
export const strike: { [trouble in Trouble]: (afflicted: Afflicted) => Promise<void> } = {
  /** One process dies without a word, and its supervisor starts another a moment later. */
  async kill({ processes, random }) {
    const living = processes.living();
    const victim = living[Math.floor(random() * living.length)];
    if (!victim) throw new Error("Nobody is left to be killed.");
    await processes.kill(victim);
    await pause(random() * 2000);
    await processes.start();
  },
  fast: ({ server }) => server.restart("fast"),
  immediate: ({ server }) => server.restart("immediate"),
  /** A deploy: a new one for each, and the old one goes when the new one is ready. */
  async roll({ processes }) {
    for (const old of processes.living()) {
      await processes.start();
      await processes.stop(old);
    }
  },
};

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list
    .map((item) => ({ item, order: random() }))
    .toSorted((one, other) => one.order - other.order)
    .map(({ item }) => item);
}
