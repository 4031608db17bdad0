import type { Person as SlackPerson } from "../slack/person.ts";
import type { SandboxWorld } from "../world.ts";
import type { BotRunner } from "./bot-runner.ts";
import type { DiscordScreen } from "./discord-screen.ts";
import type { FaultPanel } from "./fault-panel.ts";
import type { SlackPicture } from "./protocol.ts";
import type { Strip } from "./strip.ts";

/** Everything acts change and the picture shows. */
export type Stage = {
  world: SandboxWorld;
  bot: BotRunner;
  screen: DiscordScreen;
  faults: FaultPanel;
  strip: Strip;
  /** One for each user: their client remembers what was suggested to them. */
  slackPerson(userId: string): SlackPerson;
  /** As the app's manifest lists them. */
  slackCommands: SlackPicture["commands"];
};
