import { once } from "node:events";
import type { PlatformTrouble } from "../../../chat/platform-trouble.ts";
import { type GatewayPlan, whySpent } from "./session-starts.ts";
import type { StartTurns } from "./start-turns.ts";

/** So many of a day's starts are left to whoever runs the bot. */
const keptStarts = 20;

/**
 * The same turns, for as long as Discord lets this bot begin sessions: it resets the token of who goes on beyond, and a shard whose
 * sessions end again and again begins another one every few seconds. What a shard begins first is counted at the start, by whoever
 * has asked.
 */
export function guardStarts(
  turns: StartTurns,
  { ask, onSpent }: { ask(): Promise<GatewayPlan | undefined>; onSpent(trouble: PlatformTrouble): void },
): StartTurns {
  const begun = new Set<number>();
  return {
    async wait(shard, signal) {
      const plan = begun.has(shard) ? await ask() : undefined;
      begun.add(shard);
      const spent = plan && whySpent(plan, 1 + keptStarts);
      if (!spent) return turns.wait(shard, signal);
      onSpent(spent);
      // Until the connection is closed: it may begin nothing more.
      if (!signal.aborted) await once(signal, "abort");
      throw spent;
    },
  };
}
