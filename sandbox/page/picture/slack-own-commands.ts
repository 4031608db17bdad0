import type { SlackChannel } from "../../stand-ins/slack/workspace.ts";
import { ActRefused } from "../acts/act-refused.ts";
import type { Act } from "../protocol/act.ts";
import type { Stage } from "../stage.ts";

type Typed = Pick<Extract<Act, { kind: "slack.command" }>, "channelId" | "command" | "text">;

const letsBotIn: { [command: string]: boolean } = { "/invite": true, "/remove": false };

/**
 * Slack carries out its own commands without telling the app. Of these there are two here, because the bot asks for them:
 * `/invite @PersonaForge` and `/remove @PersonaForge`. False: it is no command of Slack's own.
 */
export function runSlacksOwn({ world }: Stage, { channelId, command, text }: Typed): boolean {
  const hasBot = letsBotIn[command];
  if (hasBot === undefined) return false;
  if (text.toLowerCase() !== "@personaforge") {
    throw new ActRefused(`Here Slack knows ${command} @PersonaForge only.`);
  }
  channelOf(world.slack.workspace.channels, channelId).hasBot = hasBot;
  return true;
}

function channelOf(channels: ReadonlyMap<string, SlackChannel>, channelId: string): SlackChannel {
  const channel = channels.get(channelId);
  if (!channel || channel.kind === "im") throw new ActRefused("This works in channels only.");
  return channel;
}
