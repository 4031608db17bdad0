import type { Log } from "../log.ts";
import { codeOf } from "./slack-error.ts";
import type { SlackClient } from "./workspaces/slack-client.ts";

/** Why the bot works in a workspace no more: an event, or what the Web API says of its token. */
export type Removal = "app_uninstalled" | "tokens_revoked" | "account_inactive";

/** What each code of the Web API stands for: https://docs.slack.dev/reference/methods/auth.test#errors */
const removals: { [code: string]: Removal | undefined } = {
  account_inactive: "account_inactive",
  invalid_auth: "tokens_revoked",
  token_revoked: "tokens_revoked",
  token_expired: "tokens_revoked",
  invalid_refresh_token: "tokens_revoked",
};

/** Undefined: the code says nothing of the kind. */
export function removalOf(code: string): Removal | undefined {
  return Object.hasOwn(removals, code) ? removals[code] : undefined;
}

export const rightsTaken =
  "Slack took the app's rights away. Install it to the workspace again at https://api.slack.com/apps, set the new SLACK_BOT_TOKEN and restart.";

export type RemovalWatch = {
  /** Slack has told us. */
  removed(because: Removal): void;
  /** A call failed with this code. */
  callFailed(code: string): void;
};

/**
 * Notices once that the app was removed. One call that is refused is not believed: Slack is asked whose token this is,
 * and only if it refuses that too, the app is gone. Work must not stop for a passing fault of Slack's.
 */
export function createRemovalWatch(options: {
  client: SlackClient;
  onRemoved(because: Removal): void | Promise<void>;
  log: Log;
}): RemovalWatch {
  const { client, onRemoved, log } = options;
  let isOver = false;
  let isAsking = false;

  function removed(because: Removal): void {
    if (isOver) return;
    isOver = true;
    log.error({ because }, rightsTaken);
    void tell(because);
  }

  async function tell(because: Removal): Promise<void> {
    try {
      await onRemoved(because);
    } catch (error) {
      log.error({ err: error }, "that the app was removed could not be noted");
    }
  }

  async function ask(): Promise<void> {
    isAsking = true;
    try {
      await client.auth.test();
    } catch (error) {
      const because = removals[codeOf(error)];
      if (because) removed(because);
      else log.warn({ code: codeOf(error) }, "Slack did not say whether the app is still installed");
    } finally {
      isAsking = false;
    }
  }

  return {
    removed,
    callFailed(code) {
      if (isOver || isAsking || !removals[code]) return;
      ask().catch((error: unknown) =>
        log.error({ err: error }, "whether the app is still installed is not known"),
      );
    },
  };
}
