/** Whoever starts this through others, such as npm, may be heard twice: a terminal tells all of them, and they pass it on. */
const echoMs = 500;

/** The first of these signals asks to stop in order; another one, from somebody who does not want to wait, ends the process at once. */
export function onceAsked<Signal extends NodeJS.Signals>(
  signals: readonly Signal[],
  stop: (signal: Signal) => void | Promise<void>,
): void {
  let askedAtMs: number | undefined;
  for (const signal of signals) {
    process.on(signal, () => {
      if (askedAtMs === undefined) {
        askedAtMs = performance.now();
        void stop(signal);
      } else if (performance.now() - askedAtMs > echoMs) process.exit(1);
    });
  }
}
