import type { Act } from "../protocol/act.ts";
import type { UntimedStep } from "./untimed-step.ts";

/** How the strip of an act begins; undefined for acts that send nothing anywhere. */
export function firstStep(act: Act): UntimedStep | undefined {
  const { kind, ...payload } = act;
  const place = placeOf(act);
  const title = titleOf(act);
  return place && title ? { from: "person", to: place, title, payload } : undefined;
}

function placeOf({ kind }: Act): UntimedStep["to"] | undefined {
  if (kind.startsWith("discord.")) return "Discord";
  if (kind.startsWith("slack.")) return "Slack";
  return kind.startsWith("tavus.") ? "Tavus" : undefined;
}

function titleOf(act: Act): string | undefined {
  switch (act.kind) {
    case "discord.command":
      return `types /${act.name}`;
    case "slack.command":
      return `types ${act.command}`;
    case "discord.suggest":
    case "slack.suggest":
      return `types “${act.typed}” and waits for suggestions`;
    case "discord.submit":
    case "slack.submit":
      return "submits the form";
    case "discord.press":
    case "slack.press":
    case "slack.pressInView":
      return "values" in act ? "chooses in a menu" : "presses a button";
    case "discord.chooseOn":
    case "slack.chooseOn":
      return "chooses in the menu of a message";
    case "discord.say":
    case "slack.say":
      return "writes a message";
    case "slack.enter":
      return "chooses in a field of the form";
    case "tavus.add":
      return `adds “${act.name}”`;
    case "tavus.change":
      return `changes “${act.name}”`;
    case "tavus.remove":
      return "removes a persona";
    case "tavus.fault":
      return act.fault === undefined ? "mends Tavus" : "breaks Tavus";
    case "tavus.join":
      return `${act.person} comes into the call`;
    case "tavus.leave":
      return `${act.person} leaves the call`;
    case "tavus.say":
      return "says something";
    case "tavus.runOut":
      return "lets the call run out of time";
    case "tavus.callFromOutside":
      return "calls from outside";
    case "tavus.finishVideo":
      return "lets the video get ready";
    case "tavus.failVideo":
      return "lets the video fail";
    case "slack.openApp":
    case "slack.close":
    case "discord.dismiss":
    case "bot.start":
    case "bot.stop":
    case "fleet.kill":
    case "fleet.start":
    case "fleet.roll":
      return undefined;
  }
}
