import { createExpiringCache } from "../../expiring-cache.ts";
import { createTurns } from "../../turns.ts";
import type { SlackView } from "../read/payload.ts";

/** A form that is open for longer than a day is forgotten by everybody. */
const keptMs = 24 * 60 * 60_000;
const mostViews = 2000;

/** How an open form stands after what was last filled into it here. */
export type Filled = { round: number; hash: string | undefined };

type OpenView = {
  filled: Filled | undefined;
  newestAct: number;
  inTurn<T>(work: () => Promise<T>): Promise<T>;
};

/**
 * What is filled into open forms: one change of a form after another, and only the newest. Who chooses twice quickly
 * sends the second choice from a form that our first change has not reached yet.
 */
export type FormFills = {
  /** `fill` gets how the form stands, where that is not as the payload says; resolves to how it left it, if it did. */
  run(
    view: SlackView,
    actedAt: number,
    fill: (standing: Filled | undefined) => Promise<Filled | undefined>,
  ): Promise<void>;
};

export function createFormFills(): FormFills {
  const views = createExpiringCache<OpenView>({
    freshMs: keptMs,
    most: mostViews,
    now: () => performance.now(),
  });

  function viewOf(id: string): OpenView {
    const known = views.find(id);
    if (known) return known.value;
    const view: OpenView = { filled: undefined, newestAct: 0, inTurn: createTurns() };
    views.keep(id, view);
    return view;
  }

  return {
    async run({ id }, actedAt, fill) {
      const view = viewOf(id);
      view.newestAct = Math.max(view.newestAct, actedAt);
      await view.inTurn(async () => {
        // A newer choice comes behind this one.
        if (actedAt < view.newestAct) return;
        view.filled = (await fill(view.filled)) ?? view.filled;
      });
    },
  };
}
