import type { Fleet } from "../fleet/fleet.ts";
import type { Act } from "../protocol/act.ts";
import type { Stage } from "../stage.ts";
import { ActRefused } from "./act-refused.ts";
import {
  chooseOnDiscordMessage,
  dismissDiscordModal,
  pressOnDiscord,
  runDiscordCommand,
  sayOnDiscord,
  submitDiscordModal,
  suggestOnDiscord,
} from "./acts-on-discord.ts";
import {
  callFromOutside,
  failVideo,
  finishVideo,
  joinRoom,
  leaveRoom,
  runOutOfTime,
  sayInRoom,
} from "./acts-on-live.ts";
import {
  chooseOnSlackMessage,
  closeSlackView,
  enterOnSlack,
  isHeardByBot,
  openSlackApp,
  pressInSlackView,
  pressOnSlack,
  runSlackCommand,
  sayOnSlack,
  submitSlackView,
  suggestOnSlack,
} from "./acts-on-slack.ts";
import { addToTavus, changeInTavus, removeFromTavus } from "./acts-on-tavus.ts";

/**
 * Does what a person did on the page and resolves with the act's result, once the bot has answered for the first
 * time. Throws an error whose message is a sentence where the act cannot be done.
 */
export async function carryOut(stage: Stage, act: Act): Promise<unknown> {
  if (!isQuiet(stage, act)) stage.strip.begin(act);
  const account = stage.world.tavus.account();
  switch (act.kind) {
    case "discord.command":
      return runDiscordCommand(stage, act);
    case "discord.suggest":
      return suggestOnDiscord(stage, act);
    case "discord.submit":
      return submitDiscordModal(stage, act);
    case "discord.dismiss":
      return dismissDiscordModal(stage, act);
    case "discord.press":
      return pressOnDiscord(stage, act);
    case "discord.say":
      return sayOnDiscord(stage, act);
    case "discord.chooseOn":
      return chooseOnDiscordMessage(stage, act);
    case "slack.command":
      return runSlackCommand(stage, act);
    case "slack.enter":
      return enterOnSlack(stage, act);
    case "slack.suggest":
      return suggestOnSlack(stage, act);
    case "slack.submit":
      return submitSlackView(stage, act);
    case "slack.close":
      return closeSlackView(stage, act);
    case "slack.press":
      return pressOnSlack(stage, act);
    case "slack.pressInView":
      return pressInSlackView(stage, act);
    case "slack.openApp":
      return openSlackApp(stage, act);
    case "slack.say":
      return sayOnSlack(stage, act);
    case "slack.chooseOn":
      return chooseOnSlackMessage(stage, act);
    case "tavus.add":
      return addToTavus(account, act);
    case "tavus.change":
      return changeInTavus(account, act);
    case "tavus.remove":
      return removeFromTavus(account, act);
    case "tavus.join":
      return joinRoom(account, act);
    case "tavus.leave":
      return leaveRoom(account, act);
    case "tavus.say":
      return sayInRoom(account, act);
    case "tavus.runOut":
      return runOutOfTime(account, act);
    case "tavus.callFromOutside":
      return callFromOutside(account, act);
    case "tavus.finishVideo":
      return finishVideo(account, act);
    case "tavus.failVideo":
      return failVideo(account, act);
    case "tavus.fault":
      return stage.faults.choose(act.fault);
    case "bot.start":
      return stage.bot.start();
    case "bot.stop":
      return stage.bot.stop();
    case "fleet.kill":
      return fleetOf(stage).kill(act.name);
    case "fleet.start":
      return fleetOf(stage).startOne(act.name);
    case "fleet.roll":
      return fleetOf(stage).roll();
  }
}

function fleetOf({ fleet }: Stage): Fleet {
  if (fleet === undefined) throw new ActRefused("There is one process. Start the sandbox with --fleet.");
  return fleet;
}

/** Typing into a field is no step on the wire, unless the bot listens to it. */
function isQuiet(stage: Stage, act: Act): boolean {
  if (act.kind === "slack.openApp") return true;
  return act.kind === "slack.enter" && !isHeardByBot(stage, act);
}
