/**
 * Does one piece of work after another, in the order they come; each caller hears how its own ended. With
 * `endsAtFailure` whatever comes after a failure is not begun, and ends with that failure too.
 */
export function createTurns({
  endsAtFailure = false,
}: {
  endsAtFailure?: boolean;
} = {}): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = endsAtFailure ? last.then(work) : last.then(work, work);
    last = turn;
    return turn;
  };
}

/** Work for many teams that is under way, of which none has more than its share: whoever is slow to one holds up no other. */
export type Shares = {
  /** How many more of any team may be begun now that is not among the `full`. */
  room(): number;
  /** The teams that have their share; none of theirs is to be begun. */
  full(): string[];
  /** `ended` hears when it is over, and whether until then there was no room for its team; `work` rejects never. */
  add(tenantId: string, work: Promise<unknown>, ended: (wasFull: boolean) => void): void;
  all(): Promise<unknown>[];
};

/** `atOnce` of all teams together; `ofTeam` is what one of them may have, and what is begun in one go. */
export function createShares({ atOnce, ofTeam }: { atOnce: number; ofTeam: number }): Shares {
  const busy = new Map<Promise<unknown>, string>();
  const teams = () => Map.groupBy(busy.values(), (tenantId) => tenantId);
  const full = () => [...teams()].flatMap(([tenantId, some]) => (some.length < ofTeam ? [] : [tenantId]));
  return {
    room() {
      // All that is begun next may be of one team, which may have some under way.
      const rest = [...teams().values()].map((some) => ofTeam - some.length).filter((more) => more > 0);
      return Math.max(0, Math.min(ofTeam, atOnce - busy.size, ...rest));
    },
    full,
    add(tenantId, work, ended) {
      const done = work.finally(() => {
        const wasFull = busy.size >= atOnce || full().includes(tenantId);
        busy.delete(done);
        ended(wasFull);
      });
      busy.set(done, tenantId);
    },
    all: () => [...busy.keys()],
  };
}
