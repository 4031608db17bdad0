import { createHash } from "node:crypto";
import { randomId } from "../../random-id.ts";
import type { Database } from "../opening/connect.ts";
import { isoTime } from "../times.ts";

export type Places = ReturnType<typeof createPlaces>;

/** A tenant's places for requests to Tavus, `count` for all processes together. */
export function createPlaces({ kysely, now }: Database, count: number) {
  return {
    /** A place for `leaseMs` at most; undefined: all are taken. */
    async take(tenantId: string, leaseMs: number): Promise<{ leave(): Promise<void> } | undefined> {
      const gate = gateOf(tenantId);
      const heldBy = randomId(12);
      for (let place = 0; place < count; place += 1) {
        const held = { held_by: heldBy, held_until: isoTime(now() + leaseMs) };
        const taken = await kysely
          .insertInto("gates")
          .values({ gate, place, ...held })
          .onConflict((conflict) =>
            conflict
              .columns(["gate", "place"])
              .doUpdateSet(held)
              .where("gates.held_until", "<=", isoTime(now())),
          )
          .returning("place")
          .executeTakeFirst();
        if (taken) return { leave: () => leave(gate, heldBy) };
      }
      return undefined;
    },
  };

  async function leave(gate: string, heldBy: string): Promise<void> {
    await kysely.deleteFrom("gates").where("gate", "=", gate).where("held_by", "=", heldBy).execute();
  }
}

/** Nothing here says which team it is: no erasure has to look for it. */
function gateOf(tenantId: string): string {
  return createHash("sha256").update(tenantId).digest("hex").substring(0, 24);
}
