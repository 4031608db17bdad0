import { webApi } from "@slack/bolt";
import { z } from "zod";
import { PlatformTrouble } from "../chat/platform-trouble.ts";
import { capital, inOperatorsWords, Refused, type Verdict } from "../chat/refusal.ts";
import { cutText } from "../cut-text.ts";
import { OutsideError } from "../errors.ts";
import {
  type CodeDetails,
  explainCode,
  isAboutToken,
  meaningFor,
  meaningOf,
  passesByItself,
  withDetails,
} from "./slack-codes.ts";

/** The shape of Slack's codes. Its library takes whatever comes with the status of a success for one, such as a proxy's whole page. */
const slacksCode = z.string().regex(/^[\w.:-]{1,100}$/);

/** Ours for such an answer, which is not Slack's at all. */
const notSlacks = "http_200";

/** Slack's own word for what went wrong with a call, such as `channel_not_found`; or ours, where it said nothing. */
export function codeOf(error: unknown): string {
  if (error instanceof webApi.WebAPIPlatformError)
    return triggerCodeOf(error) ?? slacksCode.safeParse(error.data.error).data ?? notSlacks;
  if (error instanceof webApi.WebAPIRateLimitedError) return "ratelimited";
  if (error instanceof webApi.WebAPIHTTPError) return `http_${error.statusCode}`;
  if (error instanceof webApi.WebAPIRequestError) return "unreachable";
  throw error;
}

const detailsSchema = z.looseObject({
  error: z.string().optional(),
  needed: z.string().optional(),
  provided: z.string().optional(),
  response_metadata: z.looseObject({ messages: z.array(z.string()).optional() }).optional(),
});

/** What became of a trigger has codes of its own, and may come as a mistake in the call instead (slackapi/node-slack-sdk#1131). */
const triggerMessages: readonly [RegExp, string][] = [
  [/`?trigger_id`? expired/, "expired_trigger_id"],
  [/invalid `?trigger_id`?/, "invalid_trigger_id"],
];

function triggerCodeOf(error: webApi.WebAPIPlatformError): string | undefined {
  const { error: code, response_metadata: metadata } = detailsSchema.safeParse(error.data).data ?? {};
  if (code !== "invalid_arguments") return undefined;
  const said = (metadata?.messages ?? []).join("\n");
  return triggerMessages.find(([message]) => message.test(said))?.[1];
}

/** Slack's messages may quote what was sent; so much of them shows which part it was. */
const mostMessages = 3;
const longestMessage = 150;

/** What Slack says beside the code. */
function detailsOf(error: unknown): CodeDetails {
  if (!(error instanceof webApi.WebAPIPlatformError)) return {};
  const { needed, provided, response_metadata: metadata } = detailsSchema.safeParse(error.data).data ?? {};
  const messages = (metadata?.messages ?? [])
    .slice(0, mostMessages)
    .map((message) => cutText(message, longestMessage));
  return { needed, provided, messages };
}

/** Whether Slack has answered at all, with a word of its own. */
export function isSlacksWord(code: string): boolean {
  return code !== "unreachable" && !code.startsWith("http_");
}

/** What a failed call comes to, whatever was asked: the one judgement of all that is sent to Slack. */
export function judgeFailure(error: unknown): Verdict {
  const code = codeOf(error);
  const meaning = withDetails(meaningFor(code), detailsOf(error));
  return meaning.passes ? { kind: "passes", waitMs: pauseOf(error) } : { kind: "refused", code, meaning };
}

/** Slack does not take the message as it is written; another one it might. */
export function isRefusedAsWritten(error: unknown): boolean {
  const verdict = judgeFailure(error);
  return verdict.kind === "refused" && verdict.meaning.about === "text";
}

/** How long Slack asks us to wait, in milliseconds. */
function pauseOf(error: unknown): number | undefined {
  return error instanceof webApi.WebAPIRateLimitedError ? error.retryAfter * 1000 : undefined;
}

/**
 * A failed call as an error that may be logged; the original holds the response, hence no `cause`. Refused, where asking
 * again is of no use.
 */
export function outsideError(operation: string, error: unknown): OutsideError {
  const verdict = judgeFailure(error);
  const sentence = `Slack did not take ${operation}: ${explainCode(codeOf(error), detailsOf(error))}`;
  return verdict.kind === "refused"
    ? new Refused(sentence, verdict.meaning)
    : new OutsideError(sentence, { waitMs: verdict.waitMs });
}

const slackApps = "https://api.slack.com/apps";

/** Why the bot cannot start, and what to do: `auth.test` failed. */
export function botTokenFailure(error: unknown): PlatformTrouble {
  const code = codeOf(error);
  if (code === "unreachable") return unreachable();
  const waitMs = pauseOf(error);
  // What is not Slack at all may be a proxy that is being mended.
  if (passesByItself(code) || !isSlacksWord(code))
    return new PlatformTrouble(`Slack does not let me in yet. ${explainCode(code)}`, { waitMs });
  return new PlatformTrouble(
    `Slack refused SLACK_BOT_TOKEN (${code}). ${remedyFor(code, detailsOf(error)) ?? copyBotToken}`,
    { isFinal: true },
  );
}

/** The app was installed to a whole organization, whose one token stands for all of its workspaces. */
export function organizationTokenFailure(enterpriseId: string | undefined): PlatformTrouble {
  const whose = enterpriseId ? ` (${enterpriseId})` : "";
  return new PlatformTrouble(
    `SLACK_BOT_TOKEN is of a whole organization${whose}, and I work in one workspace. At ${slackApps}, install the app to a single workspace, set SLACK_BOT_TOKEN to the Bot User OAuth Token that it gets there, and start again.`,
    { isFinal: true },
  );
}

export function namelessTokenFailure(): PlatformTrouble {
  return new PlatformTrouble(
    "Slack takes SLACK_BOT_TOKEN and does not say which workspace it is of. Check SLACK_API_URL, if it is set.",
    {},
  );
}

const copyBotToken = `Copy the Bot User OAuth Token again from OAuth & Permissions at ${slackApps}, or install the app to the workspace again.`;

/** Why there is no socket, and what to do: `apps.connections.open` answered with this code. */
export function appTokenFailure(code: string): PlatformTrouble {
  const isFinal = true;
  if (code === "missing_scope") {
    return new PlatformTrouble(
      `SLACK_APP_TOKEN lacks the scope connections:write. Make a new app-level token with it under Basic Information at ${slackApps}.`,
      { isFinal },
    );
  }
  const newToken = `Switch on Socket Mode, and make a new app-level token with the scope connections:write under Basic Information, at ${slackApps}.`;
  return new PlatformTrouble(`Slack refused SLACK_APP_TOKEN (${code}). ${remedyFor(code) ?? newToken}`, {
    isFinal,
  });
}

/** The code's own cause and remedy, where it has another one than a new token. */
function remedyFor(code: string, details: CodeDetails = {}): string | undefined {
  const meaning = meaningOf(code);
  if (!meaning || isAboutToken(code)) return undefined;
  return capital(inOperatorsWords(withDetails(meaning, details)));
}

export function unreachable(): PlatformTrouble {
  return new PlatformTrouble("Slack could not be reached. Check the network, or SLACK_API_URL.", {});
}

/** The two tokens would open and fill forms of two apps. */
export function twoAppsFailure(botApp: string, socketApp: string): PlatformTrouble {
  return new PlatformTrouble(
    `SLACK_BOT_TOKEN belongs to the app ${botApp} and SLACK_APP_TOKEN to the app ${socketApp}. Copy both from one app at ${slackApps}, and start again.`,
    { isFinal: true },
  );
}
