/** Something the bot did that live Slack refuses, or that Slack's guidelines forbid. */
export type Problem = { readonly where: string; readonly message: string; readonly body: unknown };

/** One step on the wire, in the order it happened. `at` is milliseconds since 1970. */
export type WireStep = {
  readonly at: number;
  readonly from: "slack" | "bot";
  readonly what: string;
  readonly body: unknown;
};

export type StepListener = (step: WireStep) => void;

/** What went over the wire and what was wrong with it; listeners hear of each step as it happens. */
export type Journal = {
  readonly problems: Problem[];
  record(from: WireStep["from"], what: string, body: unknown): void;
  blame(where: string, message: string, body: unknown): void;
  listen(listener: StepListener): () => void;
};

export function createJournal(clock: () => number): Journal {
  const problems: Problem[] = [];
  const listeners = new Set<StepListener>();
  return {
    problems,
    record(from, what, body) {
      const step = { at: clock(), from, what, body };
      for (const listener of [...listeners]) listener(step);
    },
    blame(where, message, body) {
      problems.push({ where, message, body });
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
