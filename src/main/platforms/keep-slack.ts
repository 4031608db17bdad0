import { tenantIdOf } from "../../chat/member.ts";
import type { ConnectionWatch } from "../../chat/platform-trouble.ts";
import { commands } from "../../commands/all.ts";
import { type Bot, createBot } from "../../slack/bot.ts";
import { byInstalling } from "./install-mode.ts";
import { type KeptBot, keepConnected } from "./keep-connected.ts";
import type { PlatformOptions } from "./platform-options.ts";
import { rememberWorkspace } from "./workspace-memory.ts";

/** The bot on Slack; undefined where it is not configured. */
export function keepSlack(
  options: PlatformOptions,
  onGivenUp: (sentence: string) => void,
): KeptBot<Bot> | undefined {
  const { events, log, state, dispatch, preview } = options;
  const domains = options.config.slackPreviewDomains;
  const way = byToken(options) ?? byInstalling(options);
  if (!way) return undefined;
  const create = (watch: ConnectionWatch): Bot =>
    createBot({
      ...way,
      ...watch,
      log,
      state,
      dispatch,
      commands,
      ...(domains && { previews: { domains, preview } }),
      onRemoved: (teamId, because) => events.left(tenantIdOf("slack", teamId), because),
      onHome: (teamId, userId) => events.opened(tenantIdOf("slack", teamId), userId),
    });
  return keepConnected({ platform: "slack", create, log, onGivenUp });
}

/** In the one workspace of a token. */
function byToken({ config, keys, events, state, ...options }: PlatformOptions) {
  if (!config.slack) return undefined;
  const { mode, botToken, apiUrl } = config.slack;
  const publicUrl = config.publicUrl ? { publicUrl: config.publicUrl } : {};
  return {
    botToken,
    apiUrl,
    mode: mode.kind === "http" ? { ...mode, ...publicUrl } : mode,
    async onTenants({ teamIds }: { teamIds: string[] }) {
      for (const id of teamIds) {
        keys.setWorkspace(tenantIdOf("slack", id));
        options.serving.addWorkspace(tenantIdOf("slack", id));
        options.teamsKnown();
        await rememberWorkspace({ state, botToken }, tenantIdOf("slack", id));
        await events.joined(tenantIdOf("slack", id), undefined);
      }
    },
  };
}
