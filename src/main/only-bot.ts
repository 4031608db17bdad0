import { setTimeout as pause } from "node:timers/promises";
import type { DatabaseLocation } from "../database/opening/connect.ts";
import { inMemory } from "../database/sqlite/sqlite-files.ts";
import { OutsideError } from "../errors.ts";
import type { Log } from "../log.ts";

const pollMs = 250;

type Options = {
  location: DatabaseLocation;
  /** How long another process may take to end. */
  patienceMs: number;
  log: Log;
};

/**
 * On SQLite there is one bot: what several have in common is kept for PostgreSQL alone, so that two would answer the same people, and one
 * that stops would end what the other looks after. A supervisor may start the next one while the last one still stops, so that is
 * waited for. Returns how to let others be the bot. Throws an OutsideError where the other one stays.
 */
export async function becomeOnlyBot({ location, patienceMs, log }: Options): Promise<() => void> {
  if (location.kind === "postgres" || location.file === inMemory) return () => undefined;
  const { file } = location;
  // Only who needs SQLite loads it.
  const { holdForBot } = await import("../database/sqlite/bot-lock.ts");
  const deadlineMs = performance.now() + patienceMs;
  for (let tries = 1; ; tries += 1) {
    const letGo = holdForBot(file);
    if (letGo) return letGo;
    if (performance.now() > deadlineMs) throw new OutsideError(refusal(file));
    // The doctor looks at the lock for a moment too, which nobody need hear of.
    if (tries === 2) log.warn(waiting(file, patienceMs));
    await pause(pollMs);
  }
}

function waiting(file: string, patienceMs: number): string {
  return `Another bot works with ${file}, where there can be only one. In case it is about to stop, it is waited for ${patienceMs / 1000} s.`;
}

function refusal(file: string): string {
  return `Another bot works with ${file}, and on SQLite there can be only one: two would get in each other's way. Stop the other one (look for a second terminal, service or container), or name another file in DATABASE_URL. For several processes move to PostgreSQL: npm run move.`;
}
