import { webApi } from "@slack/bolt";
import { ErrorCode, type Installation as Installed } from "@slack/oauth";
import { codeOf } from "../slack-error.ts";
import type { Page } from "./page.ts";
import { StateRefused } from "./states.ts";

/** Something that Slack gave does not fit together. */
export class OddInstallation extends Error {}

/** After an installation: what to do next. */
export function donePage({ team, enterprise, isEnterpriseInstall }: Installed): Page {
  const status = 200;
  if (isEnterpriseInstall) {
    return {
      status,
      title: `PersonaForge is installed in ${enterprise?.name ?? "your organization"}`,
      lines: [
        "One thing is left: in Slack's organization settings, add the app to the workspaces that are to have it.",
        "Then an admin or owner of the organization types /persona-setup in each of them: it asks for the team's Tavus key, where warnings go and who manages personas. Who is an admin of one workspace alone, Slack does not tell an app of the whole organization.",
        "You can close this page.",
      ],
    };
  }
  return {
    status,
    title: `PersonaForge is installed in ${team?.name ?? "your workspace"}`,
    lines: [
      "Go back to Slack: it has sent you a message. Press Set up there, or type /persona-setup in any channel; it asks for your team's Tavus key and where warnings go.",
      "/persona-create then makes the first persona, and /persona-help says what else you can do.",
      "You can close this page.",
    ],
    ...(team?.id && {
      link: { text: "Open Slack", url: `https://slack.com/app_redirect?team=${encodeURIComponent(team.id)}` },
    }),
  };
}

type Trouble = { status: number; title: string; lines: string[] };

const nothing = "Nothing was installed or changed.";
const cancelled: Trouble = {
  status: 200,
  title: "PersonaForge was not installed",
  lines: [`You cancelled it on Slack's page. ${nothing}`],
};
const elsewhere: Trouble = {
  status: 400,
  title: "This installation was not begun here",
  lines: [
    `It must begin and end in the same browser, with cookies allowed for this address. ${nothing}`,
    "Start again with the link below.",
  ],
};
const late: Trouble = {
  status: 400,
  title: "This installation took too long",
  lines: [`It must be finished within ten minutes. ${nothing}`, "Start again with the link below."],
};
const used: Trouble = {
  status: 400,
  title: "This page was opened a second time",
  lines: [
    "An installation can be finished once. If PersonaForge answers to /persona-help in Slack, all is well and nothing needs to be done.",
    "Otherwise start again with the link below.",
  ],
};
const tooMany: Trouble = {
  status: 503,
  title: "PersonaForge was not installed",
  lines: [
    `Too many install it just now, or somebody tries without end. ${nothing}`,
    "Start again with the link below in a minute.",
  ],
};
const away: Trouble = {
  status: 503,
  title: "PersonaForge was not installed",
  lines: [
    "Slack or the database could not be reached. Nothing of the workspace's was changed.",
    "Start again with the link below in a minute.",
  ],
};
const operators: Trouble = {
  status: 500,
  title: "PersonaForge cannot be installed at the moment",
  lines: [
    `Slack does not take the app's own id and secret. ${nothing}`,
    "Tell whoever runs the bot: npm run doctor says what to correct.",
  ],
};
const undistributed: Trouble = {
  status: 500,
  title: "PersonaForge cannot be installed in this workspace yet",
  lines: [
    `Slack lets the app into the workspace that it was made in, and into no other. ${nothing}`,
    "Tell whoever runs the bot: Manage Distribution at https://api.slack.com/apps opens it for others.",
  ],
};
const forbidden: Trouble = {
  status: 403,
  title: "PersonaForge was not installed",
  lines: [
    `Slack did not allow it. ${nothing}`,
    "Ask an admin of the workspace to approve the app, then start again with the link below.",
  ],
};
const again: Trouble = {
  status: 400,
  title: "PersonaForge was not installed",
  lines: ["Slack did not complete the installation. Start again with the link below."],
};

/** https://docs.slack.dev/authentication/installing-with-oauth#errors */
const notDistributed = "invalid_team_for_non_distributed_app";

/** Codes of `oauth.v2.access`: https://docs.slack.dev/reference/methods/oauth.v2.access#errors */
const byCode: { [code: string]: Trouble | undefined } = {
  invalid_code: late,
  code_expired: late,
  code_already_used: used,
  invalid_client_id: operators,
  bad_client_id: operators,
  invalid_client_secret: operators,
  bad_client_secret: operators,
  bad_redirect_uri: operators,
  invalid_scope: operators,
  oauth_authorization_url_mismatch: operators,
  org_login_required: forbidden,
  [notDistributed]: undistributed,
};

/** Why an installation came to nothing, in plain sentences. `slackSays`: the `error` in the address that Slack led back to. */
export function failedPage(error: Error, slackSays: string | null, installUrl: string): Page {
  return { ...troubleOf(error, slackSays), link: { text: "Install PersonaForge in Slack", url: installUrl } };
}

function troubleOf(error: Error, slackSays: string | null): Trouble {
  if (slackSays === "access_denied") return cancelled;
  if (slackSays === notDistributed) return undistributed;
  if (slackSays !== null) return /scope|redirect|client/.test(slackSays) ? operators : forbidden;
  if (error instanceof StateRefused) return { forged: elsewhere, late, used, tooMany }[error.reason];
  if (error instanceof webApi.WebAPIPlatformError) return byCode[codeOf(error)] ?? again;
  if (error instanceof webApi.SlackError) return away;
  const code = "code" in error ? error.code : undefined;
  const isBolts = [ErrorCode.InvalidStateError, ErrorCode.MissingStateError, ErrorCode.MissingCodeError];
  if (isBolts.some((each) => each === code)) return elsewhere;
  return error instanceof OddInstallation ? again : away;
}
