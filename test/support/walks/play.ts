import type { Engine } from "../databases.ts";
import { untilTrue } from "../until-true.ts";
import { create, run, type } from "./command-steps.ts";
import { createDice, type Dice } from "./dice.ts";
import { difference } from "./difference.ts";
import { comeToRest, type Lane, openLane } from "./lane.ts";
import { inTavus, type Outside, spoil } from "./outside-steps.ts";
import { brokenPromise, doubled, undone } from "./promises.ts";
import { rowsOf, type World } from "./rows.ts";
import { saidSince } from "./said.ts";
import { press, type Step, send, type Walk } from "./steps.ts";
import { bringKey, comeOrGo, removeKey, revokeKey, setTeamPrompt } from "./team-steps.ts";
import { accountKeys } from "./vocabulary.ts";

/** What a walk came to; `wrong`: where two of its lanes part. `reached` counts what was tried. */
export type Walked = { steps: string[]; wrong: string | undefined; reached: Map<string, number> };

export type LaneName = readonly [platform: "discord" | "slack", engine: Engine];

/** Pauses whose ends no retry is near, whatever chance adds to its own. */
const pausesMinutes: readonly number[] = [0.5, 2.5, 10, 40, 120, 60 * 25];

/** How often each of them comes, of a hundred. */
const kinds: readonly [often: number, next: (walk: Walk) => Step | undefined][] = [
  [30, press],
  [20, send],
  [20, create],
  [18, run],
  [6, ({ dice }) => outside(inTavus(dice))],
  [3, ({ dice }) => outside(spoil(dice))],
  [2, ({ dice }) => pause(dice)],
  [1, type],
];
/** So often, where there is more than one team, one of them comes, goes or changes its key instead. */
const teamHappens = 0.16;
const teamKinds: readonly ((walk: Walk) => Step)[] = [
  ...[bringKey, bringKey, bringKey, removeKey, setTeamPrompt, setTeamPrompt],
  ...[revokeKey, comeOrGo, comeOrGo],
];

/** Plays one walk in every lane, step by step, until it ends or two of them part. The first lane leads. */
export async function walk(
  seed: number,
  count: number,
  { names, teams = 1 }: { names: readonly LaneName[]; teams?: number },
): Promise<Walked> {
  const dice = createDice(seed);
  const lanes = await Promise.all(names.map(([platform, engine]) => openLane(engine, platform, teams)));
  const [lead] = lanes;
  if (!lead) throw new Error("There is no lane.");
  const isTame = lanes.some(({ platform }) => platform !== lead.platform);
  const walked: Walked = { steps: [], wrong: undefined, reached: new Map() };
  while (walked.steps.length < count && walked.wrong === undefined) {
    const step = nextStep({ dice, lead, isTame });
    walked.steps.push(step.what);
    walked.reached.set(step.reaches, (walked.reached.get(step.reaches) ?? 0) + 1);
    const before = lanes.map(({ screens }) => screens.length);
    const said = await Promise.all(lanes.map((lane) => playIn(lane, step)));
    const broken = await Promise.all(
      lanes.map((lane, index) => brokenPromise(lane, before[index] ?? 0, step.what)),
    );
    walked.wrong =
      broken.find((one) => one !== undefined) ?? firstDifference(lanes, said) ?? (await rowsDiffer(lanes));
  }
  if (teams > 1) walked.wrong ??= await atTheEnd(lanes);
  return walked;
}

const endMinutes: readonly number[] = [1, 20, 20, 70];

/** All is well again for as long as anything takes. */
async function atTheEnd(lanes: readonly Lane[]): Promise<string | undefined> {
  for (const lane of lanes) {
    const { bot } = lane;
    bot.standIn.clearFaults();
    for (const [index, keys] of accountKeys.entries())
      for (const key of keys) bot.standIn.accounts[index]?.keys.add(key);
    for (const { tenantId } of lane.teams) await bot.events.joined(tenantId, undefined);
    for (const minutes of endMinutes) {
      await bot.pass(minutes * 60_000, [bot.worker]);
      await comeToRest(lane);
    }
    const failed = bot.written.find((line) => line.includes('"level":50'));
    const wrong = failed ?? doubled(lane) ?? (await undone(lane));
    if (wrong) return `at the end, ${lane.name}: ${wrong}`;
  }
  return undefined;
}

function nextStep(walk: Walk): Step {
  if (walk.lead.teams.length > 1 && walk.dice.chance(teamHappens)) return walk.dice.pick(teamKinds)(walk);
  let rolled = walk.dice.next() * 100;
  const kind = kinds.find(([often]) => {
    rolled -= often;
    return rolled < 0;
  });
  return kind?.[1](walk) ?? create(walk);
}

function outside({ act, ...step }: Outside): Step {
  return {
    ...step,
    async act({ bot }) {
      act(bot.standIn);
      return undefined;
    },
  };
}

function pause(dice: Dice): Step {
  const minutes = dice.pick(pausesMinutes);
  return {
    what: `${minutes} minutes pass`,
    reaches: "a pause",
    async act({ bot }) {
      await bot.pass(minutes * 60_000);
      return undefined;
    },
  };
}

async function playIn(lane: Lane, step: Step): Promise<string> {
  const answering = await step.act(lane);
  await comeToRest(lane);
  const failed = lane.bot.written.find((line) => line.includes('"level":50'));
  return [...saidSince(lane, answering), ...(failed ? [`${lane.name}: ${failed}`] : [])].join("\n");
}

function firstDifference(lanes: readonly { name: string }[], texts: readonly string[]): string | undefined {
  for (const [index, text] of texts.entries()) {
    const parted = difference(texts[0] ?? "", text);
    if (parted) return `${lanes[0]?.name} / ${lanes[index]?.name}: ${parted}`;
  }
  return undefined;
}

/** The log of a team and the notes of who was told are written a moment after the answer. */
const writtenMs = 3000;

export async function rowsDiffer(lanes: readonly (World & { name: string })[]): Promise<string | undefined> {
  let parted: string | undefined;
  const areSame = async () => {
    const all = await Promise.all(lanes.map(rowsOf));
    const tables = [...(all[0]?.keys() ?? [])];
    parted = tables
      .map((table) =>
        firstDifference(
          lanes,
          all.map((rows) => `rows of ${table}\n${rows.get(table)}`),
        ),
      )
      .find((text) => text !== undefined);
    return parted === undefined;
  };
  await untilTrue(areSame, { patienceMs: writtenMs }).catch(() => undefined);
  return parted;
}
