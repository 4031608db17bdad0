import type { Act, Step } from "../protocol.ts";
import type { RowWatch } from "../row-watch.ts";
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

/** Rows are looked at before each step, so that they stand where they were written: before what came of them. */
export function createStrip(rows: RowWatch, now: () => number = performance.now.bind(performance)): Strip {
  let steps: Step[] = [];
  let startedAt = now();
  const put = (added: readonly UntimedStep[]) => {
    const atMs = Math.round(now() - startedAt);
    steps = [...steps, ...added.map((step) => ({ atMs, ...step }))].slice(0, mostSteps);
  };
  return {
    get steps() {
      return steps;
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
      if (last !== undefined && isSame(last)) steps = steps.slice(0, -1);
      put([...rowSteps(rows.look()), step]);
    },
  };
}
