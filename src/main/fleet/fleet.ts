import { beatEveryMs, createInstanceStore, type InstanceStore } from "../../database/fleet/instance-store.ts";
import { createInteractionClaims } from "../../database/fleet/interaction-claims.ts";
import { endWatches } from "../../database/fleet/watch-store.ts";
import type { Database } from "../../database/opening/connect.ts";
import { createSharedInteractions, type SharedInteractions } from "../../fleet/shared-interactions.ts";
import type { Log } from "../../log.ts";
import { randomId } from "../../random-id.ts";
import { createTicker } from "../../ticker.ts";
import { within } from "../../within.ts";

/** A stop has no more time than this to ask who else is there. */
const lookPatienceMs = 1000;

export type Fleet = {
  /** Who is at work on this database. */
  instances: InstanceStore;
  /** Which process answers what several have; undefined where there is one process. */
  interactions: SharedInteractions | undefined;
  /** Says from now on that this process is there, and takes over what the dead have left. `platforms`: how each is connected; `beaten` comes after each word. */
  start(platforms: () => Record<string, string>, beaten: () => void): void;
  /** Whether no other process is alive at this moment: one may have come since the last beat, to take this one's place. */
  isAlone(): Promise<boolean>;
  stop(withinMs: number): Promise<void>;
};

/** This process among those that share its database. On SQLite it is alone, and nothing of this costs anything. */
export function buildFleet(database: Database, log: Log): Fleet {
  const instances = createInstanceStore(database, randomId(6));
  const { isShared } = instances;
  const interactions = isShared
    ? createSharedInteractions({ claims: createInteractionClaims(database, instances.id), log })
    : undefined;
  let statesOf: () => Record<string, string> = () => ({});
  let tellBeaten = () => {};
  let others = 0;

  async function look(): Promise<string[]> {
    const live = (await instances.live()).map(({ id }) => id);
    others = live.filter((id) => id !== instances.id).length;
    return live;
  }

  const ticker = createTicker({
    everyMs: beatEveryMs,
    async tick() {
      await instances.beat(statesOf());
      await interactions?.look(await look());
      tellBeaten();
    },
    failed: (error) => log.warn({ err: error }, "that this process is there could not be noted"),
  });
  return {
    instances,
    interactions,
    start(platforms, beaten) {
      statesOf = platforms;
      tellBeaten = beaten;
      if (isShared) ticker.start();
    },
    async isAlone() {
      // Where the database does not say, what it said last holds.
      await within(look(), lookPatienceMs).catch(() => undefined);
      return others === 0;
    },
    async stop(withinMs) {
      await ticker.stop(withinMs, () => []);
      await interactions?.flush();
      if (isShared) await endWatches(database, instances.id);
    },
  };
}
