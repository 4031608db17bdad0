import { webApi } from "@slack/bolt";
import { badAsTold, type Finding, good, note } from "../../finding.ts";
import type { Log } from "../../log.ts";
import { below } from "../../text/below.ts";
import { createBoltLog } from "../bolt-log.ts";
import { fetchLimits } from "../fetch-limits.ts";
import { appRefused, refusedVariableOf } from "../install/exchange.ts";
import { installUrlOf } from "../install/installer.ts";
import { redirectPath } from "../manifest.ts";
import { explainApp, signingSecretFinding } from "./doctor-failure.ts";

const callTimeoutMs = 4000;

/** Looks at what people install the app with. Changes nothing: Slack is asked for a token with a code that it never gave. */
export async function examineInstalls(options: {
  clientId: string;
  clientSecret: string;
  publicUrl: string;
  apiUrl: string;
  /** Links to these are to show a card. */
  previewDomains?: readonly string[] | undefined;
  log: Log;
}): Promise<Finding[]> {
  const { publicUrl, apiUrl, previewDomains = [], log } = options;
  const client = new webApi.WebClient(undefined, {
    slackApiUrl: apiUrl,
    logger: createBoltLog(log),
    fetch: fetchLimits,
    timeout: callTimeoutMs,
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
  });
  return [
    await examineApp(client, options),
    note(
      "Installing",
      `People install the app at ${installUrlOf(publicUrl)}, and Slack leads them back to ${below(publicUrl, redirectPath)}.`,
      "The second address must stand at https://api.slack.com/apps under OAuth & Permissions, Redirect URLs; the manifest brings it.",
    ),
    signingSecretFinding(),
    ...(previewDomains.length > 0 ? [examinePreviews(previewDomains, publicUrl)] : []),
  ];
}

/** Whether the app has the domains, and each installation the scopes, Slack says to nobody here. */
function examinePreviews(domains: readonly string[], publicUrl: string): Finding {
  return note(
    "Link previews",
    `Links to ${domains.join(", ")} show a card where the app has links:read and links:write, which Slack was not asked about.`,
    `The manifest brings the domains and both scopes: paste it again. Where the app was installed before, somebody opens ${installUrlOf(publicUrl)} once more; the log names such workspaces within a day.`,
  );
}

async function examineApp(
  client: webApi.WebClient,
  app: { clientId: string; clientSecret: string },
): Promise<Finding> {
  try {
    const refused = await refusedVariableOf(client, app);
    if (refused) return badAsTold("App", appRefused(refused));
    return good("App", "Slack knows SLACK_CLIENT_ID and takes SLACK_CLIENT_SECRET.");
  } catch (error) {
    return explainApp("App", error);
  }
}
