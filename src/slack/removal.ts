import type { Log } from "../log.ts";
import { codeOf } from "./slack-error.ts";
import type { SlackClient } from "./workspaces/slack-client.ts";

/** Why the bot works in a workspace no more: an event, or what the Web API says of its token. */
export type Removal = "app_uninstalled" | "tokens_revoked" | "account_inactive";

/** What each code of the Web API stands for: https://docs.slack.dev/reference/methods/auth.test#errors */
const removals: { [code: string]: Removal | undefined } = {
  account_inactive: "account_inactive",
  token_revoked: "tokens_revoked",
  token_expired: "tokens_revoked",
  invalid_refresh_token: "tokens_revoked",
};

/**
 * Slack's word for a token that it does not know, and for a live one where the call comes from an address that the app's
 * settings do not allow: the machine has moved, and every token would be taken for dead at once.
 */
const doubtful = "invalid_auth";

/** Undefined: the code says nothing of the kind. `isTold`: an event has said so already, so that a doubtful code will do. */
export function removalOf(code: string, { isTold }: { isTold: boolean }): Removal | undefined {
  if (code === doubtful) return isTold ? "tokens_revoked" : undefined;
  return Object.hasOwn(removals, code) ? removals[code] : undefined;
}

/** Whether Slack is to be asked what became of the token. */
export function mayBeRemoved(code: string): boolean {
  return removalOf(code, { isTold: true }) !== undefined;
}

/** Said where Slack does not take a token and does not say that it is dead. */
export const doubt =
  "Slack does not take the app's token, or takes nothing from this machine's address. Look at the allowed addresses under OAuth & Permissions at https://api.slack.com/apps, and at SLACK_API_URL. Nothing is taken for removed meanwhile.";

export const rightsTaken =
  "Slack took the app's rights away. Install it to the workspace again at https://api.slack.com/apps, set the new SLACK_BOT_TOKEN and restart.";

/** An answer that settles nothing is asked for once more after this. */
export const askAgainMs = 60_000;

export type RemovalWatch = {
  /** Slack has told us. */
  told(because: Removal): void;
  /** A call failed with this code. */
  callFailed(code: string): void;
  stop(): void;
};

/**
 * Notices that the app was removed. One call that is refused is not believed: Slack is asked whose token this is, and only if it
 * refuses that too, the app is gone. An event is believed at once, and Slack asked a moment later, for it may be late and of the
 * installation before this one: where the token lives on, all is as before. Work must not stop for a passing fault of Slack's.
 */
export function createRemovalWatch(options: {
  client: SlackClient;
  onRemoved(because: Removal): void | Promise<void>;
  /** It was not removed after all. */
  onBack(): void | Promise<void>;
  /** What Slack's answer leaves open; undefined: it takes the token. */
  onDoubt(sentence: string | undefined): void;
  log: Log;
  againMs?: number;
}): RemovalWatch {
  const { client, onRemoved, onBack, onDoubt, log, againMs = askAgainMs } = options;
  let isOver = false;
  let isAsking = false;
  let isDoubted = false;
  /** What an event said, as long as Slack has not been asked since. */
  let toldBecause: Removal | undefined;
  let isRemoved = false;
  let again: NodeJS.Timeout | undefined;

  function removed(because: Removal): void {
    if (isRemoved) return;
    isRemoved = true;
    log.error({ because }, rightsTaken);
    void tell(() => onRemoved(because));
  }

  function taken(): void {
    toldBecause = undefined;
    if (isDoubted) onDoubt(undefined);
    isDoubted = false;
    if (!isRemoved) return;
    isRemoved = false;
    log.warn(
      "Slack still takes the app's token: what said that it was removed was late, and all is as before",
    );
    void tell(onBack);
  }

  async function tell(news: () => void | Promise<void>): Promise<void> {
    try {
      await news();
    } catch (error) {
      log.error({ err: error }, "what follows from the removal failed");
    }
  }

  async function test(): Promise<"taken" | { code: string }> {
    try {
      await client.auth.test();
      return "taken";
    } catch (error) {
      return { code: codeOf(error) };
    }
  }

  async function ask(): Promise<void> {
    isAsking = true;
    const wasTold = toldBecause !== undefined;
    const answer = await test().finally(() => {
      isAsking = false;
    });
    if (isOver) return;
    const isTold = toldBecause !== undefined;
    // What Slack was asked before an event came says nothing against it, and it is asked again.
    if (answer === "taken") return isTold && !wasTold ? askLater() : taken();
    const because = removalOf(answer.code, { isTold });
    if (because) {
      isOver = true;
      return removed(because);
    }
    log.warn({ code: answer.code }, "Slack did not say whether the app is still installed");
    if (answer.code === doubtful) onDoubt(doubt);
    isDoubted ||= answer.code === doubtful;
    if (isDoubted || isRemoved) askLater();
  }

  function askNow(): void {
    if (isOver || isAsking) return;
    clearTimeout(again);
    ask().catch((error: unknown) => {
      log.error({ err: error }, "whether the app is still installed is not known");
      askLater();
    });
  }

  function askLater(): void {
    clearTimeout(again);
    again = setTimeout(askNow, againMs).unref();
  }

  return {
    told(because) {
      if (isOver) return;
      toldBecause ??= because;
      removed(because);
      // Slack may say so a moment before it ends the token.
      askLater();
    },
    callFailed(code) {
      if (mayBeRemoved(code) && !isRemoved) askNow();
    },
    stop() {
      isOver = true;
      clearTimeout(again);
    },
  };
}
