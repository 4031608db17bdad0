import { createExpiringCache } from "../expiring-cache.ts";
import { goneAfterLooks, goneAfterMs } from "./terms.ts";

/** How often in a row, and for how long, Tavus has said of a page that it is not there, where nothing else can be asked. */
export type Absences = {
  /** Takes note of one more such answer. True: it has been said often and long enough to be so. */
  isLasting(id: string): boolean;
  /** It was seen. */
  seen(id: string): void;
};

type Absence = { sinceMs: number; looks: number };

/** More pages than this do not vanish at once; of one that is forgotten the counting begins anew, as it does with the process. */
const mostPages = 1000;

export function createAbsences(now: () => number): Absences {
  const absences = createExpiringCache<Absence>({ freshMs: Number.POSITIVE_INFINITY, most: mostPages, now });
  return {
    isLasting(id) {
      const before = absences.find(id)?.value ?? { sinceMs: now(), looks: 0 };
      const absence = { ...before, looks: before.looks + 1 };
      absences.keep(id, absence);
      return absence.looks >= goneAfterLooks && now() - absence.sinceMs >= goneAfterMs;
    },
    seen: (id) => absences.forget(id),
  };
}
