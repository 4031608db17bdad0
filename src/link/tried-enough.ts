/** What is tried again and again: since when (Unix ms), and how often in vain. */
type Trials = { sinceMs: number; tries: number };
/** For how long, and how often, before it is given up. */
type Patience = { nowMs: number; forMs: number; least: number };

/**
 * Whether something was tried in vain for so long that it is given up. The time alone does not say so: a machine that slept, or was
 * off, has tried nothing meanwhile, and meets a network that is not back yet; and clocks are set ahead.
 */
export function isTriedEnough({ sinceMs, tries }: Trials, { nowMs, forMs, least }: Patience): boolean {
  return nowMs - sinceMs >= forMs && tries >= least;
}
