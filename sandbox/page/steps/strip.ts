import type { Act } from "../protocol/act.ts";
import type { Step } from "../protocol/picture.ts";
import type { RowWatch } from "../rows/watched-rows.ts";
import { firstStep } from "./steps-of-acts.ts";
import { rowSteps } from "./steps-of-rows.ts";
import type { UntimedStep } from "./untimed-step.ts";

/** More than any act takes; what a bot does hours later belongs to no act. */
const mostSteps = 120;

/** The steps of the last act that a person took. */
export type Strip = {
  readonly steps: readonly Step[];
  /** Begins anew, where the act is one that leads anywhere. */
  begin(act: Act): void;
  add(steps: readonly UntimedStep[]): void;
  /** Notes what was written to rows since the last step, and says whether anything was. */
  look(): boolean;
  /** Takes back the last step, where it is the same event seen from another side. */
  replaceLast(isSame: (step: Step) => boolean, step: UntimedStep): void;
};

/** `at` as `performance.now` has it. */
type TimedStep = { at: number; step: Step };

/** Rows are looked at before each step, so that they stand where they were written: before what came of them. */
export function createStrip(rows: RowWatch, now: () => number = performance.now.bind(performance)): Strip {
  let steps: TimedStep[] = [];
  let startedAt = now();
  const time = ({ writtenAtMs, ...step }: UntimedStep): TimedStep => {
    const at = writtenAtMs === undefined ? now() : onThisClock(writtenAtMs);
    return { at, step: { atMs: Math.round(at - startedAt), ...step } };
  };
  const put = (added: readonly UntimedStep[]) => {
    // What was written before the act began is the one's before.
    const timed = added.map(time).filter(({ at }) => at >= startedAt);
    steps = [...steps, ...timed].toSorted((one, other) => one.at - other.at).slice(0, mostSteps);
  };
  return {
    get steps() {
      return steps.map(({ step }) => step);
    },
    begin(act) {
      const first = firstStep(act);
      if (first === undefined) return;
      rows.look();
      startedAt = now();
      steps = [];
      put([first]);
    },
    add: (added) => put([...rowSteps(rows.look()), ...added]),
    look() {
      const changes = rows.look();
      put(rowSteps(changes));
      return changes.length > 0;
    },
    replaceLast(isSame, step) {
      const last = steps.at(-1);
      if (last !== undefined && isSame(last.step)) steps = steps.slice(0, -1);
      put([...rowSteps(rows.look()), step]);
    },
  };
}

/** The two clocks part while a laptop sleeps, or when its time is set; less than this is what reading them takes. */
const clocksAgreeMs = 2;

/** A time of day, in milliseconds since 1970, as `performance.now` has it. */
function onThisClock(timeMs: number): number {
  const aheadMs = Date.now() - performance.timeOrigin - performance.now();
  return timeMs - performance.timeOrigin - (Math.abs(aheadMs) > clocksAgreeMs ? aheadMs : 0);
}

/** The same strip, in which every step is first made what `sign` makes of it. */
export function signed(strip: Strip, sign: (step: UntimedStep) => UntimedStep): Strip {
  return {
    ...strip,
    add: (steps) => strip.add(steps.map(sign)),
    replaceLast: (isSame, step) => strip.replaceLast(isSame, sign(step)),
  };
}
