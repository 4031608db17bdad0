import type { Dice } from "./dice.ts";
import { formIn, type Lane, newScreen, valuesIn, type Who } from "./lane.ts";
import { called, type Step, type Walk } from "./steps.ts";
import { accountKeys, oddTexts } from "./vocabulary.ts";

const dayMs = 24 * 60 * 60_000;

function adminOf({ dice, lead }: Walk): Who {
  return { role: "admin", team: Math.floor(dice.next() * lead.teams.length) };
}

/** Another key, of the same account or another one. */
export function bringKey(walk: Walk): Step {
  const who = adminOf(walk);
  const value = walk.dice.pick(accountKeys.flat());
  return {
    what: `${called(who)} sets the key ${value}`,
    reaches: "another key",
    async act(lane) {
      const opening = newScreen(lane, who);
      await lane.person(who).command({ command: "persona-setup" }, opening);
      const form = formIn(opening);
      if (!form) return opening;
      return lane.person(who).send(form, { tavus_key: value }, newScreen(lane, who));
    },
  };
}

/** Through both questions, whichever key that is. */
export function removeKey(walk: Walk): Step {
  const who = adminOf(walk);
  return {
    what: `${called(who)} removes the key`,
    reaches: "no key any more",
    async act(lane) {
      const { key } = await lane.bot.settings.latest(lane.teams[who.team]?.tenantId ?? "");
      const state = key?.tag ?? "none";
      const button = { label: "Remove key", action: "setup-remove-yes", state };
      return lane.person(who).press(button, { answering: newScreen(lane, who) });
    },
  };
}

export function setTeamPrompt(walk: Walk): Step {
  const who = adminOf(walk);
  const text = walk.dice.pick(["Be kind.", "Speak plainly.", "", walk.dice.pick(oddTexts)]);
  return {
    what: `${called(who)} sets the team's prompt ${JSON.stringify(text)}`,
    reaches: "a team's prompt",
    async act(lane) {
      const opening = newScreen(lane, who);
      await lane
        .person(who)
        .press({ label: "Team prompt", action: "setup-prompt", state: "-" }, { answering: opening });
      const form = formIn(opening);
      if (!form) return opening;
      return lane.person(who).send(form, valuesIn(lane, { text }, who), newScreen(lane, who));
    },
  };
}

/** Whoever has the key in Tavus takes it back there, or gives it out again. */
export function revokeKey({ dice }: { dice: Dice }): Step {
  const at = dice.chance(0.5) ? 0 : 1;
  const value = dice.pick(accountKeys[at] ?? []);
  const isBack = dice.chance(0.6);
  return {
    what: `in Tavus: the key ${value} is ${isBack ? "good" : "revoked"}`,
    reaches: "Tavus: a key",
    async act({ bot }) {
      const keys = bot.standIn.accounts[at]?.keys;
      if (isBack) for (const key of accountKeys[at] ?? []) keys?.add(key);
      // Every account can be entered with some key.
      else if (keys && keys.size > 1) keys.delete(value);
      return undefined;
    },
  };
}

const reasons = ["absent", "guild_delete", "app_uninstalled"] as const;

/** The bot is removed from a team, or added again, or the time is over for which rows are kept. */
export function comeOrGo(walk: Walk): Step {
  const { dice } = walk;
  const { team } = adminOf(walk);
  const because = walk.isTame ? "absent" : dice.pick(reasons);
  const deed = dice.pick(["leaves", "leaves", "comes", "comes", "is forgotten"]);
  const tenantIn = (lane: Lane) => lane.teams[team]?.tenantId ?? "";
  const deeds: { [deed: string]: (lane: Lane) => Promise<void> } = {
    leaves: (lane) => lane.bot.events.left(tenantIn(lane), because),
    comes: (lane) => lane.bot.events.joined(tenantIn(lane), undefined),
    async "is forgotten"(lane) {
      await lane.bot.events.left(tenantIn(lane), because);
      await lane.bot.pass(31 * dayMs);
      await lane.bot.services.life.purge();
    },
  };
  return {
    what: `the bot ${deed} (${because}) team ${team}`,
    reaches: `the bot ${deed}`,
    async act(lane) {
      await deeds[deed]?.(lane);
      return undefined;
    },
  };
}
