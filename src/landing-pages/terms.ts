const secondMs = 1000;
const minuteMs = 60 * secondMs;

/** Tavus counts the calls, and the bot ends the page: this often it is asked. */
export const openLookMs = 2 * minuteMs;
/** Where four of five calls are used up. */
export const nearCapLookMs = 20 * secondMs;
/** Whether Tavus has made it is looked for by the queue; this often it is seen whether that has ended. */
export const unknownLookMs = minuteMs;
/** One that is over here, and of which a lost request may still show up. */
export const lateLookMs = 20 * minuteMs;
/** After that nobody waits for it any more. */
export const lostAfterMs = 20 * minuteMs;
/** So long its password may be on its way to whoever made it. */
export const handingMs = 2 * minuteMs;
/** So often, over so long a time, Tavus says that it is not there before that is believed without a list that does not show it. */
export const goneAfterLooks = 5;
export const goneAfterMs = 15 * minuteMs;
/**
 * After so many answers in a row that told no count it is ended: its calls cost minutes, and whoever made it was promised that it ends
 * when they are used up.
 */
export const mostUncounted = 3;
/** Nobody here has the key of its account. */
export const elsewhereLookMs = 30 * minuteMs;
/** Where Tavus asks for a longer pause, it is looked at again all the same: people may talk to it. */
export const mostAskedMs = 5 * minuteMs;
/** Longer than one look with all its calls. */
export const lookLeaseMs = 2 * minuteMs;

const pausesMs = [5 * secondMs, 15 * secondMs, 30 * secondMs];

/** The pause after so many failed looks in a row: one that is to be ended may be talked to as long as it is there. */
export function pauseAfter(failed: number): number {
  return pausesMs[failed - 1] ?? minuteMs;
}
