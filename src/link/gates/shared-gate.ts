import { setTimeout as sleep } from "node:timers/promises";
import type { Places } from "../../database/fleet/places.ts";
import { leaseMs } from "../outcome.ts";
import { createGate, type Gate } from "./gate.ts";

/** How often a place that other processes have is asked for. */
const usualPauseMs = 60;

/**
 * Lets at most `places` pieces of work of one tenant run at once in all processes together. Within this one they wait in
 * turn, and only those whose turn it is ask for a place.
 */
export function createSharedGate(
  places: Places,
  count: number,
  { pauseMs = usualPauseMs, random = Math.random }: { pauseMs?: number; random?: () => number } = {},
): Gate {
  const here = createGate(count);

  async function takeInTime(tenantId: string, mayWait: () => boolean) {
    while (mayWait()) {
      // Without the database no outcome could be stored either: it is waited for like a place.
      const place = await places.take(tenantId, leaseMs).catch(() => undefined);
      if (place) return place;
      await sleep(pauseMs * (0.5 + random()));
    }
    return undefined;
  }

  return {
    run: (tenantId, work, mayWait) =>
      here.run(
        tenantId,
        async () => {
          const place = await takeInTime(tenantId, mayWait);
          try {
            return await work();
          } finally {
            // One that cannot be given back ends by itself.
            await place?.leave().catch(() => undefined);
          }
        },
        mayWait,
      ),
  };
}
