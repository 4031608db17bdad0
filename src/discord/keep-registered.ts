import { setTimeout as delay } from "node:timers/promises";
import { DiscordAPIError, RateLimitError } from "discord.js";
import type { ConnectionWatch } from "../chat/platform-trouble.ts";
import { within } from "../within.ts";
import { pauseOf, toOutsideError } from "./discord-error.ts";
import { type RegisterOptions, registerCommands } from "./register.ts";

/** A start waits no longer for commands: those of an earlier start stand at Discord all the while. */
const startPatienceMs = 5000;
const minuteMs = 60_000;
/** After each failure in a row; a pause that Discord names goes before it. */
const pausesMs = [10_000, minuteMs, 5 * minuteMs];
const longestPauseMs = 15 * minuteMs;
/** What Discord refuses it refuses again: a limit of a day has passed by then, or somebody has mended the application. */
const refusedPauseMs = 60 * minuteMs;

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
  if (error instanceof RateLimitError) return pauseOf(error);
  if (error instanceof DiscordAPIError) return refusedPauseMs;
  return pausesMs[failures] ?? longestPauseMs;
}

function describeFailure(error: unknown): string {
  const { message } = toOutsideError("the list of commands", error);
  return `The commands could not be registered with Discord: ${message.replace(/\.$/, "")}. Commands registered earlier work as before.`;
}
