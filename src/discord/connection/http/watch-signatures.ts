import { createSeldom } from "../../../chat/http/seldom.ts";
import type { Log } from "../../../log.ts";

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
  const seldom = createSeldom();
  let hasFitted = false;

  return {
    wrong() {
      seldom("wrong", (requests) =>
        log.info({ requests }, "refused what came to Discord's address with a wrong signature"),
      );
    },
    stale() {
      seldom("stale", (requests) => log.warn({ requests }, wrongClock));
      // Once Discord's own have fitted, the clock is right.
      if (!hasFitted) onImpaired(wrongClock);
    },
    right() {
      if (!hasFitted) onImpaired(undefined);
      hasFitted = true;
    },
  };
}
