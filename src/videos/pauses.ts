const second = 1000;
const minute = 60 * second;
const pausesMs = [
  10 * second,
  10 * second,
  15 * second,
  20 * second,
  30 * second,
  minute,
  minute,
  2 * minute,
];
const longestMs = 5 * minute;

/** How long to wait after so many looks in vain before Tavus is asked again: 10 s at first, 5 min in the end. */
export function pauseAfter(looks: number): number {
  return pausesMs[looks] ?? longestMs;
}

/** After this Tavus is not asked any more by itself. */
export const followedForMs = 6 * 60 * minute;
/** As many looks as that takes, and a few less: where there were fewer, nobody looked for most of the time. */
export const followedForLooks = 60;

/** So many looks in vain at one that nobody follows any more, and of which Tavus has called: some two hours' worth. */
export const calledForLooks = 30;

/** What a look may take, with all its repetitions: a process that dies costs this. */
export const lookLeaseMs = minute;

/** A team whose key is refused, or has none, is asked for no more often than this. */
export const restMs = 15 * minute;
/** Where Tavus asks to slow down without saying for how long. */
export const slowDownMs = minute;
