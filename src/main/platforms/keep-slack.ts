import { tenantIdOf } from "../../chat/member.ts";
import type { ConnectionWatch } from "../../chat/platform-trouble.ts";
import { commands } from "../../commands/all.ts";
import { type Bot, createBot } from "../../slack/bot.ts";
import { type KeptBot, keepConnected } from "./keep-connected.ts";
import type { PlatformOptions } from "./platform-options.ts";
import { rememberWorkspace } from "./workspace-memory.ts";

/** The bot on Slack; undefined where it is not configured. */
export function keepSlack(
  options: PlatformOptions,
  onGivenUp: (sentence: string) => void,
): KeptBot<Bot> | undefined {
  const { config, keys, events, log, state, dispatch } = options;
  if (!config.slack) return undefined;
  let workspace = "";
  const { mode, ...slack } = config.slack;
  const publicUrl = config.publicUrl ? { publicUrl: config.publicUrl } : {};
  const create = (watch: ConnectionWatch): Bot =>
    createBot({
      ...slack,
      ...watch,
      log,
      state,
      dispatch,
      mode: mode.kind === "http" ? { ...mode, ...publicUrl } : mode,
      commands,
      async onTenants({ teamIds }) {
        for (const id of teamIds) {
          workspace = id;
          keys.setWorkspace(tenantIdOf("slack", id));
          options.serving.addWorkspace(tenantIdOf("slack", id));
          options.teamsKnown();
          await rememberWorkspace({ state, botToken: slack.botToken }, tenantIdOf("slack", id));
          await events.joined(tenantIdOf("slack", id), undefined);
        }
      },
      onRemoved: (teamId, because) => events.left(tenantIdOf("slack", teamId), because),
      onHome: (userId) => events.opened(tenantIdOf("slack", workspace), userId),
    });
  return keepConnected({ platform: "slack", create, log, onGivenUp });
}
