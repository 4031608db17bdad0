import { webApi } from "@slack/bolt";
import type { ChannelRights } from "../../chat/channels.ts";
import {
  bad,
  badAsTold,
  type ClockReading,
  type Finding,
  good,
  note,
  readClock,
  skipped,
} from "../../finding.ts";
import type { Log } from "../../log.ts";
import { createBoltLog } from "../bolt-log.ts";
import { canPostTo } from "../channel-rights.ts";
import { fetchLimits } from "../fetch-limits.ts";
import { missingScopes, scopesFor } from "../manifest.ts";
import { notOfOneWorkspace } from "../register.ts";
import { explainAppToken, explainBotToken, isRefusal, signingSecretFinding } from "./doctor-failure.ts";

const callTimeoutMs = 4000;

export type SlackExamination = {
  findings: Finding[];
  clock?: ClockReading | undefined;
  /** Undefined when Slack did not take the bot token, so that nothing else can be asked. */
  teamId?: string;
};

export type SlackDoctor = {
  /** Asks Slack about both tokens and the scopes. Changes nothing: the address of a socket is asked for and not used. */
  examine(): Promise<SlackExamination>;
  /** The same as `canPostTo` of the bot. */
  canPostTo(channelId: string): Promise<ChannelRights>;
};

export type SlackDoctorOptions = {
  botToken: string;
  /** Undefined: how Slack would reach the bot is not configured. */
  mode: { kind: "socket"; appToken: string } | { kind: "http" } | undefined;
  apiUrl: string;
  /** Links to these are to show a card. */
  previewDomains?: readonly string[] | undefined;
  log: Log;
  now: () => number;
};

export function createSlackDoctor(options: SlackDoctorOptions): SlackDoctor {
  let clock: ClockReading | undefined;
  const fetchAndRead: webApi.FetchFunction = async (url, init) => {
    const response = await fetchLimits(url, init);
    clock = readClock("Slack", response.headers.get("date"), options.now()) ?? clock;
    return response;
  };
  const connect = (token: string) => createClient(token, { ...options, fetchAndRead });
  const client = connect(options.botToken);
  return {
    async examine() {
      const { isReached, ...bot } = await examineBot(client, scopesFor(options.previewDomains));
      const delivery = isReached ? await examineDelivery(options.mode, connect) : waiting("Delivery");
      return { ...bot, findings: [...bot.findings, delivery, pasteManifest, ...previewed(options)], clock };
    },
    canPostTo: (channelId) => canPostTo(client, channelId),
  };
}

function createClient(
  token: string,
  { apiUrl, log, fetchAndRead }: SlackDoctorOptions & { fetchAndRead: webApi.FetchFunction },
): webApi.WebClient {
  return new webApi.WebClient(token, {
    slackApiUrl: apiUrl,
    logger: createBoltLog(log),
    timeout: callTimeoutMs,
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
    fetch: fetchAndRead,
  });
}

const pasteManifest = skipped(
  "Manifest",
  "Slack does not show a bot its manifest. After an update of the bot, paste it again as said at the end.",
);

function previewed({ previewDomains = [] }: SlackDoctorOptions): Finding[] {
  if (previewDomains.length === 0) return [];
  const sentence = `Links to ${previewDomains.join(", ")} show a card if the app's manifest names them, which Slack does not show.`;
  return [skipped("Link previews", sentence)];
}

async function examineBot(
  client: webApi.WebClient,
  needed: readonly string[],
): Promise<SlackExamination & { isReached: boolean }> {
  try {
    const answer = await client.auth.test();
    const { team = "", team_id: teamId = "", response_metadata: metadata } = answer;
    const scopes = examineScopes(metadata?.scopes ?? [], needed);
    const failure = notOfOneWorkspace(answer);
    if (failure) return { findings: [badAsTold("Bot token", failure.message), scopes], isReached: true };
    const token = good("Bot token", `Slack takes it. It belongs to the workspace ${team} (${teamId}).`);
    return { findings: [token, scopes], teamId, isReached: true };
  } catch (error) {
    const findings = [explainBotToken("Bot token", error), waiting("Scopes")];
    return { findings, isReached: isRefusal(error) };
  }
}

function waiting(name: string): Finding {
  return skipped(name, "Not looked at: see Bot token.");
}

function examineScopes(granted: readonly string[], needed: readonly string[]): Finding {
  if (granted.length === 0) return note("Scopes", "Slack did not say which were granted.");
  const missing = missingScopes(granted, needed);
  if (missing.length === 0) return good("Scopes", `All ${needed.length} are granted.`);
  return bad(
    "Scopes",
    `The app lacks ${missing.join(", ")}.`,
    "Run npm run -s slack:manifest, paste it at https://api.slack.com/apps under App Manifest, and install the app to the workspace again.",
  );
}

async function examineDelivery(
  mode: SlackDoctorOptions["mode"],
  connect: (token: string) => webApi.WebClient,
): Promise<Finding> {
  if (!mode) return skipped("Delivery", "Not looked at: see Environment.");
  if (mode.kind === "http") {
    return signingSecretFinding();
  }
  try {
    await connect(mode.appToken).apps.connections.open({});
    return good("Socket", "Slack takes SLACK_APP_TOKEN and offers a socket, which was not opened.");
  } catch (error) {
    return explainAppToken("Socket", error);
  }
}
