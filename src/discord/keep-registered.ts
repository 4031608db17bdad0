import { setTimeout as delay } from "node:timers/promises";
import type { ConnectionWatch } from "../chat/platform-trouble.ts";
import { OutsideError } from "../errors.ts";
import { within } from "../within.ts";
import { type RegisterOptions, registerCommands } from "./register.ts";

/** A start waits no longer for commands: those of an earlier start stand at Discord all the while. */
const startPatienceMs = 5000;
const minuteMs = 60_000;
/** After each failure in a row; a pause that Discord names goes before it. */
const pausesMs = [10_000, minuteMs, 5 * minuteMs];
const longestPauseMs = 15 * minuteMs;

export type Registration = {
  /** Resolves when the commands are registered, when the first try has failed, or after a few seconds. */
  firstTry: Promise<unknown>;
  stop(): void;
};

/** Registers the commands, beside everything else, however long Discord makes us wait for it. */
export function keepRegistered(options: RegisterOptions & Pick<ConnectionWatch, "onImpaired">): Registration {
  const ending = new AbortController();
  const firstTry = Promise.withResolvers<void>();

  async function tryUntilDone(): Promise<void> {
    for (let failures = 0; !ending.signal.aborted; failures += 1) {
      try {
        await registerCommands(options);
        options.onImpaired(undefined);
        return;
      } catch (error) {
        const waitMs = pauseAfter(error, failures);
        if (!(error instanceof OutsideError))
          options.log.error({ err: error }, "the commands could not be compared with Discord's");
        const nextTry = new Date(Date.now() + waitMs).toISOString();
        options.onImpaired(`${describeFailure(error)} The next try is at ${nextTry}.`);
        firstTry.resolve();
        await delay(waitMs, undefined, { signal: ending.signal, ref: false }).catch(() => undefined);
      }
    }
  }

  void tryUntilDone().finally(firstTry.resolve);
  return {
    firstTry: within(firstTry.promise, startPatienceMs),
    stop: () => ending.abort(),
  };
}

function pauseAfter(error: unknown, failures: number): number {
  const askedMs = error instanceof OutsideError ? error.waitMs : undefined;
  return askedMs ?? pausesMs[failures] ?? longestPauseMs;
}

function describeFailure(error: unknown): string {
  const reason =
    error instanceof OutsideError
      ? `could not be registered with Discord: ${error.message.replace(/\.$/, "")}`
      : "could not be registered, because something failed here; see the log";
  return `The commands ${reason}. Commands registered earlier work as before.`;
}
