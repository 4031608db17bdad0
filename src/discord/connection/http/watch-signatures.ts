import type { Log } from "../../../log.ts";

/** Anybody can send wrong signatures, and they shall not fill the log. */
const quietMs = 60_000;

const wrongClock =
  "A request signed by Discord came whose time is more than five minutes off. If commands fail in Discord, set this machine's clock; otherwise somebody has sent an old one again.";

/**
 * Says that requests are refused. A wrong signature is no news: Discord itself sends one now and then, to see it refused.
 * Whose key it is was compared at the start.
 */
export function watchSignatures({
  log,
  onImpaired,
}: {
  log: Log;
  onImpaired(sentence: string | undefined): void;
}) {
  let hasFitted = false;
  let wrong = 0;
  let saidMs = Number.NEGATIVE_INFINITY;

  return {
    wrong() {
      wrong += 1;
      if (performance.now() - saidMs < quietMs) return;
      log.info({ requests: wrong }, "refused what came to Discord's address with a wrong signature");
      saidMs = performance.now();
      wrong = 0;
    },
    stale() {
      log.warn(wrongClock);
      // Once Discord's own have fitted, the clock is right.
      if (!hasFitted) onImpaired(wrongClock);
    },
    right() {
      if (!hasFitted) onImpaired(undefined);
      hasFitted = true;
    },
  };
}
