import { createSeldom } from "../../chat/http/seldom.ts";
import type { HttpOptions } from "./http-connection.ts";

const wrongSecret =
  "A request came to Slack's address whose signature SLACK_SIGNING_SECRET does not make. If commands fail in Slack, copy the Signing Secret again from Basic Information at https://api.slack.com/apps; otherwise somebody else has sent it.";
const wrongClock =
  "A request came to Slack's address whose time is more than five minutes off. If commands fail in Slack, set this machine's clock; otherwise somebody has sent an old one again.";

/** Says that signatures do not fit: in the log, and in the health until one does. */
export function watchSignatures({ log, onImpaired }: Pick<HttpOptions, "log" | "onImpaired">) {
  const seldom = createSeldom();
  let hasFitted = false;

  function misfit(sentence: string): void {
    // Once Slack's own have fitted, others are somebody else's.
    if (!hasFitted) onImpaired(sentence);
    seldom("misfit", (requests) => log.warn({ requests }, sentence));
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
