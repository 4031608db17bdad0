import type { HttpOptions } from "./http-connection.ts";

/** Anybody can send wrong signatures, and they shall not fill the log. */
const quietMs = 60_000;

const wrongSecret =
  "A request came to Slack's address whose signature SLACK_SIGNING_SECRET does not make. If commands fail in Slack, copy the Signing Secret again from Basic Information at https://api.slack.com/apps; otherwise somebody else has sent it.";
const wrongClock =
  "A request came to Slack's address whose time is more than five minutes off. If commands fail in Slack, set this machine's clock; otherwise somebody has sent an old one again.";

/** Says that signatures do not fit: in the log, and in the health until one does. */
export function watchSignatures({ log, onImpaired }: Pick<HttpOptions, "log" | "onImpaired">) {
  let hasFitted = false;
  let count = 0;
  let saidMs = Number.NEGATIVE_INFINITY;

  function misfit(sentence: string): void {
    count += 1;
    // Once Slack's own have fitted, others are somebody else's.
    if (!hasFitted) onImpaired(sentence);
    if (performance.now() - saidMs < quietMs) return;
    log.warn({ requests: count }, sentence);
    saidMs = performance.now();
    count = 0;
  }

  return {
    wrong: () => misfit(wrongSecret),
    stale: () => misfit(wrongClock),
    right() {
      if (!hasFitted) onImpaired(undefined);
      hasFitted = true;
    },
  };
}
