import type { Platform } from "../../black-box/black-box-chat.ts";
import type { Engine } from "../../databases.ts";
import { createDice, type Dice } from "../dice.ts";
import { difference } from "../difference.ts";
import { inTavus, type Outside, spoil } from "../outside-steps.ts";
import { rowsDiffer, type Walked } from "../play.ts";
import { openCreate, run } from "./wire-commands.ts";
import { openWireLane, type WireLane } from "./wire-lane.ts";
import { choose, press, send, type WireStep, type WireWalk } from "./wire-steps.ts";
import { inOrder, screenWords } from "./wire-words.ts";

export type WireLaneName = readonly [platform: Platform, engine: Engine];

/** A form that is open is mostly sent. */
const sends = 0.75;

/** How often each of the others comes, of a hundred. */
const kinds: readonly [often: number, next: (walk: WireWalk) => WireStep | undefined][] = [
  [40, press],
  [10, choose],
  [15, openCreate],
  [35, run],
];
/** So often something happens in Tavus instead. */
const happens = 0.12;

/** Plays one walk on the wire in both lanes, step by step, until it ends or they part. The first leads. */
export async function wireWalk(
  seed: number,
  count: number,
  [first, second]: readonly [WireLaneName, WireLaneName],
): Promise<Walked> {
  const dice = createDice(seed);
  const [lead, other] = await Promise.all([openWireLane(...first), openWireLane(...second)]);
  const lanes = [lead, other];
  const walked: Walked = { steps: [], wrong: undefined, reached: new Map() };
  while (walked.steps.length < count && walked.wrong === undefined) {
    const step = nextStep(dice, lead);
    walked.steps.push(step.what);
    // What a form was opened from is gone on Discord where the form was refused, and still there on Slack.
    if ("isThere" in step && !lanes.every((lane) => step.isThere(lane))) continue;
    walked.reached.set(step.reaches, (walked.reached.get(step.reaches) ?? 0) + 1);
    const [one = "", two = ""] = await Promise.all(lanes.map((lane) => playIn(lane, step)));
    const parted = difference(one, two);
    walked.wrong = parted ? `${lead.name} / ${other.name}: ${parted}` : await rowsDiffer(lanes);
  }
  walked.wrong ??= lanes.flatMap(problemsOf)[0];
  await Promise.all(lanes.map((lane) => lane.close()));
  return walked;
}

function nextStep(dice: Dice, lead: WireLane): WireStep | Outside {
  if (dice.chance(happens)) return dice.chance(0.6) ? inTavus(dice) : spoil(dice);
  const sent = dice.chance(sends) ? send({ dice, lead }) : undefined;
  if (sent) return sent;
  let rolled = dice.next() * 100;
  const kind = kinds.find(([often]) => {
    rolled -= often;
    return rolled < 0;
  });
  return kind?.[1]({ dice, lead }) ?? openCreate({ dice, lead });
}

async function playIn(lane: WireLane, step: WireStep | Outside): Promise<string> {
  if (!("isThere" in step)) {
    step.act(lane.bot.world.tavus);
    return "";
  }
  const screen = inOrder(lane, await step.act(lane));
  lane.screens.push(screen);
  return screenWords(lane, screen);
}

/** What a platform holds against the bot, and what it calls its own fault. */
function problemsOf({ name, bot }: WireLane): string[] {
  const { discord, slack } = bot.world;
  const held = [...discord.problems, ...slack.problems].map(({ where, message }) => `${where}: ${message}`);
  const failed = bot.lines.filter((line) => line.includes('"level":50'));
  return [...held, ...failed].map((text) => `${name}: ${text}`);
}
