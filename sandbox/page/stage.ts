import type { Person as SlackPerson } from "../stand-ins/slack/person/person.ts";
import type { SandboxWorld } from "../stand-ins/world.ts";
import type { Bot } from "./bot-runner.ts";
import type { FaultPanel } from "./fault-panel.ts";
import type { Fleet } from "./fleet/fleet.ts";
import type { DiscordScreen } from "./picture/discord-screen.ts";
import type { SlackOffer } from "./picture/slack-commands.ts";
import type { Strip } from "./steps/strip.ts";

/** Everything acts change and the picture shows. */
export type Stage = {
  world: SandboxWorld;
  bot: Bot;
  /** Where several processes are the bot. */
  fleet?: Fleet;
  screen: DiscordScreen;
  faults: FaultPanel;
  strip: Strip;
  /** One for each user: their client remembers what was suggested to them. */
  slackPerson(userId: string): SlackPerson;
  /** The commands and shortcuts as the app's manifest lists them. */
  slackCommands: SlackOffer;
  /** Which of the bot's personas each persona of Tavus is linked to. */
  linked(): ReadonlyMap<string, string>;
};
