import { webApi } from "@slack/bolt";
import { bad, badAsTold, type Finding, good } from "../../finding.ts";
import { unreachable } from "../../network-reason.ts";
import { passesByItself } from "../slack-codes.ts";
import { appTokenFailure, botTokenFailure, codeOf, isSlacksWord } from "../slack-error.ts";

const laterRemedy = "Look at https://slack-status.com, and try again in a few minutes.";

/** Whether Slack has judged the token. Otherwise every other question would fail in the same way. */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof webApi.WebAPIPlatformError)) return false;
  const code = codeOf(error);
  return isSlacksWord(code) && !passesByItself(code);
}

/** Why `auth.test` failed, as a line with its remedy. */
export function explainBotToken(name: string, error: unknown): Finding {
  return explain(name, error, () => botTokenFailure(error).message);
}

/** Why `apps.connections.open` failed, as a line with its remedy. */
export function explainAppToken(name: string, error: unknown): Finding {
  return explain(name, error, (code) => appTokenFailure(code).message);
}

/** Why Slack could not be asked about the app. */
export function explainApp(name: string, error: unknown): Finding {
  return explain(name, error, (code) => `Slack refuses the app (${code}).`);
}

/** What is known of a signing secret that is set. */
export function signingSecretFinding(): Finding {
  return good(
    "Signing secret",
    "It is set. Whether it is the app's own shows with the first command: Slack cannot be asked.",
  );
}

function explain(name: string, error: unknown, refusal: (code: string) => string): Finding {
  if (error instanceof webApi.WebAPIPlatformError) {
    const code = codeOf(error);
    if (!isSlacksWord(code)) return notSlack(name);
    if (passesByItself(code)) return bad(name, `Slack has trouble of its own (${code}).`, laterRemedy);
    return badAsTold(name, refusal(code));
  }
  if (error instanceof webApi.WebAPIRateLimitedError) {
    return bad(name, "Slack asks for a pause.", `Run npm run doctor again in ${error.retryAfter} s.`);
  }
  if (error instanceof webApi.WebAPIHTTPError) {
    const isSlacks = error.statusCode >= 500;
    return isSlacks
      ? bad(name, `Slack has trouble of its own (HTTP ${error.statusCode}).`, laterRemedy)
      : bad(name, `What answers there is not Slack (HTTP ${error.statusCode}).`, "Check SLACK_API_URL.");
  }
  if (error instanceof SyntaxError) return notSlack(name);
  return unreachable(name, error, { who: "Slack", variable: "SLACK_API_URL" });
}

function notSlack(name: string): Finding {
  return bad(name, "What answers there is not Slack.", "Check SLACK_API_URL.");
}
