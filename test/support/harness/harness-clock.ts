import type { TavusStandIn } from "../../../sandbox/stand-ins/tavus/stand-in.ts";

export type HarnessClock = { now(): number; advance(ms: number): void };

/** Runs like the real one and jumps ahead when told, so that hours pass at once. */
export function createHarnessClock(): HarnessClock {
  let aheadMs = 0;
  return {
    now: () => Date.now() + aheadMs,
    advance(ms) {
      aheadMs += ms;
    },
  };
}

/** Lets Tavus date what it creates by the harness's clock: bot and Tavus live in the same hour. */
export function dateCreations(standIn: TavusStandIn, clock: HarnessClock): void {
  const dated = new Set<string>();
  standIn.onChange(({ account, kind, persona }) => {
    const isNew = kind === "added" && !dated.has(persona.id);
    if (!isNew || !isRecent(persona.createdAt)) return;
    dated.add(persona.id);
    account.storePersona(persona.document, {
      ...persona,
      createdAt: new Date(clock.now()).toISOString().replace("Z", "000Z"),
    });
  });
}

/** A date given by hand stays. */
function isRecent(createdAt: string): boolean {
  return Math.abs(Date.now() - Date.parse(createdAt)) < 1000;
}
