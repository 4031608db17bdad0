import { createExpiringCache } from "../expiring-cache.ts";
import { goneAfterLooks, goneAfterMs, mostUncounted } from "./terms.ts";

/**
 * How often in a row, and for how long, Tavus has said of a page that it is not there, where nothing else can be asked, and how often it
 * has shown one without saying how often it was talked to. Looks that failed for another reason say neither.
 */
export type Absences = {
  /** Takes note of one more such answer. True: it has been said often and long enough to be so. */
  isLasting(id: string): boolean;
  /** Takes note of one more answer without a count. True: it has been so often enough. */
  isUncounted(id: string): boolean;
  /** It was seen. */
  seen(id: string, how: { isCounted: boolean }): void;
};

type Absence = { sinceMs: number; looks: number };

/** More pages than this do not vanish at once; of one that is forgotten the counting begins anew, as it does with the process. */
const mostPages = 1000;

export function createAbsences(now: () => number): Absences {
  const absences = createExpiringCache<Absence>({ freshMs: Number.POSITIVE_INFINITY, most: mostPages, now });
  const uncounted = createExpiringCache<number>({ freshMs: Number.POSITIVE_INFINITY, most: mostPages, now });
  return {
    isLasting(id) {
      const before = absences.find(id)?.value ?? { sinceMs: now(), looks: 0 };
      const absence = { ...before, looks: before.looks + 1 };
      absences.keep(id, absence);
      return absence.looks >= goneAfterLooks && now() - absence.sinceMs >= goneAfterMs;
    },
    isUncounted(id) {
      const looks = (uncounted.find(id)?.value ?? 0) + 1;
      uncounted.keep(id, looks);
      return looks >= mostUncounted;
    },
    seen(id, { isCounted }) {
      absences.forget(id);
      if (isCounted) uncounted.forget(id);
    },
  };
}
