import { setTimeout as sleep } from "node:timers/promises";
import type { OutcomeWait } from "../await-outcome.ts";

/**
 * Ends what is open, and waits for it as long as for one outcome. It is listed anew each time: until all is over, somebody may begin
 * another. `left`: how many are open still.
 */
export async function endOpen<One extends { id: string }>(
  listOpen: () => Promise<readonly One[]>,
  wantEnd: (one: One) => Promise<unknown>,
  { patienceMs, pollMs }: OutcomeWait,
): Promise<{ ended: number; left: number }> {
  const deadline = performance.now() + patienceMs;
  const wanted = new Set<string>();
  for (;;) {
    const open = await listOpen();
    for (const one of open) {
      if (wanted.has(one.id)) continue;
      await wantEnd(one);
      wanted.add(one.id);
    }
    if (open.length === 0 || performance.now() > deadline)
      return { ended: wanted.size - open.length, left: open.length };
    await sleep(pollMs);
  }
}
