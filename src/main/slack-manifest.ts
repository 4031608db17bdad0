import { commands } from "../commands/all.ts";
import { readSlackManifestMode, readUsableConfig, refusalAmong } from "../config.ts";
import { renderManifest } from "../slack/manifest.ts";

/** `npm run -s slack:manifest`: what to paste at https://api.slack.com/apps, made from the list of commands. */
export async function slackManifest(): Promise<{ exitCode: 0 | 1; message: string }> {
  const refusal = refusalAmong(readUsableConfig(), /^(SLACK_|PUBLIC_URL$)/);
  if (refusal !== undefined) return { exitCode: 1, message: refusal };
  return { exitCode: 0, message: renderManifest(commands, readSlackManifestMode()) };
}
