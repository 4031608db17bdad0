import { webApi } from "@slack/bolt";
import { absentChannels } from "../channels.ts";
import type { Tokens } from "../clients.ts";
import { createWorkspace, type Shared, type Workspace } from "./workspace.ts";

/** What Slack itself says of a token whose app was removed. */
export function noTokenError(): webApi.WebAPIPlatformError {
  return new webApi.WebAPIPlatformError({ ok: false, error: "account_inactive" });
}

const noTokens: Tokens = {
  current: async () => {
    throw noTokenError();
  },
  insteadOf: async () => undefined,
};

/** A workspace that the app is not installed in. */
export function createAbsentWorkspace(shared: Shared, installHint: string): Workspace {
  const home = { teamId: "", enterpriseId: undefined };
  const workspace = createWorkspace(shared, { home, tokens: noTokens, onRefused: () => undefined });
  return { ...workspace, channels: absentChannels(installHint) };
}
