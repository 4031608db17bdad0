/** Machines let a clock that is a little off run slower instead; so much at once is a step. */
const stepMs = 5000;

/** Tells when a clock has been set back, by one that only ever goes on. `now` is in milliseconds. */
export function createClockWatch(
  now: () => number,
  steady: () => number = () => performance.now(),
): { wasSetBack(): boolean } {
  let aheadMs = now() - steady();
  return {
    /** Since this was last asked. */
    wasSetBack() {
      const before = aheadMs;
      aheadMs = now() - steady();
      return aheadMs < before - stepMs;
    },
  };
}
