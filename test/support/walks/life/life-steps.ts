import type { FormValues } from "../../../../src/chat/form/field.ts";
import type { Button } from "../../../../src/chat/reply.ts";
import type { Person } from "../../persona-bot.ts";
import { type RecordingAnswering, recordAnswering } from "../../recording-answering.ts";
import type { Dice } from "../dice.ts";
import { buttonsIn, formIn } from "../lane.ts";
import { type LifeWorld, teams } from "./life-world.ts";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

export type Someone = { userId: string; team: number; person: Person };
export type Screen = Someone & { answering: RecordingAnswering };
export type Life = { dice: Dice; world: LifeWorld; people: readonly Someone[]; screens: Screen[] };

/** What each step is called, how often it comes of a hundred, and what is done. */
export const lifeSteps: readonly [often: number, act: (life: Life) => Promise<string>][] = [
  [8, create],
  [20, room],
  [8, video],
  [6, outside],
  [16, press],
  [14, run],
  [4, change],
  [14, time],
  [4, stop],
  [6, callBack],
];

const commands = [
  "persona-status",
  "persona-list",
  "persona-video",
  "persona-replicas",
  "persona-show",
] as const;
const jumps = [3 * second, 59.6 * second, 2 * minute, 11 * minute, hour, 7 * hour, day, 6 * day, 40 * day];
const stops = [30 * second, 3 * minute, hour, 3 * day, 7 * day, 31 * day];

export function newScreen(life: Life, who: Someone): RecordingAnswering {
  const answering = recordAnswering();
  life.screens.push({ ...who, answering });
  return answering;
}

async function personaOf({ dice, world }: Life, team: number): Promise<string> {
  const rows = await world.rows
    .selectFrom("personas")
    .select("id")
    .where("tenant_id", "=", teams[team] ?? "")
    .where("deleted_at", "is", null)
    .orderBy("created_at")
    .execute();
  return rows.length === 0 || dice.chance(0.05) ? "per_2222222222" : dice.pick(rows).id;
}

async function pressed(life: Life, who: Someone, button: Button): Promise<RecordingAnswering> {
  const answering = newScreen(life, who);
  await who.person.press(button, { answering });
  return answering;
}

async function sent(life: Life, who: Someone, opening: RecordingAnswering, typed: FormValues): Promise<void> {
  const form = formIn(opening);
  if (form) await who.person.send(form, typed, newScreen(life, who));
}

async function create(life: Life): Promise<string> {
  const who = life.dice.pick(life.people);
  const typed = { name: life.dice.pick(["Ada", "Bo"]), prompt: "You help.", replica: "r90bbd427f71" };
  await who.person.create(typed, newScreen(life, who));
  return `${who.userId} creates ${typed.name}`;
}

/** Whoever is given a way in mostly follows it. */
async function room(life: Life): Promise<string> {
  const { dice, world } = life;
  const who = dice.pick(life.people);
  const id = await personaOf(life, who.team);
  const how = dice.pick(["join", "join", "join", "test", "rehearse-alone"]);
  const written = Math.floor(world.clock() / 1000).toString(36);
  const button =
    how === "rehearse-alone"
      ? { label: "Rehearse", action: how, state: id }
      : { label: "Join", action: "join", state: `${id}.${written}${how === "test" ? ".t" : ""}` };
  const { said } = await pressed(life, who, button);
  const [link] = JSON.stringify(said).match(/https:\/\/tavus\.daily\.co\/[^"]+/) ?? [];
  if (link && dice.chance(0.7)) world.standIn.join(link, who.userId);
  return `${who.userId}: ${how} ${id}`;
}

async function video(life: Life): Promise<string> {
  const who = life.dice.pick(life.people);
  const state = await personaOf(life, who.team);
  const opening = await pressed(life, who, { label: "Video", action: "video", state });
  await sent(life, who, opening, { script: "Hello." });
  return `${who.userId}: a video of ${state}`;
}

async function outside(life: Life): Promise<string> {
  const who = life.dice.pick(life.people);
  const state = await personaOf(life, who.team);
  const opening = await pressed(life, who, { label: "Share outside", action: "outside", state });
  await sent(life, who, opening, { calls: life.dice.pick(["1", "3", "20"]), minutes: "10" });
  return `${who.userId}: shares ${state} outside`;
}

async function press(life: Life): Promise<string> {
  const { dice, screens, world } = life;
  const screen = dice.chance(0.7) ? screens.at(-1) : dice.pick(screens);
  const own = screen ? buttonsIn(screen.answering) : [];
  const told = world.direct.flatMap(({ reply }) => reply.buttons ?? []);
  const offered = own.length > 0 ? own : told;
  if (!screen || offered.length === 0) return "nothing to press";
  const button = dice.pick(offered);
  const opening = await pressed(life, screen, button);
  if (formIn(opening)?.command === "persona-rehearse") await sent(life, screen, opening, { text: "Hello?" });
  return `${screen.userId}: presses ${button.label} (${button.action} ${button.state})`;
}

async function run(life: Life): Promise<string> {
  const who = life.dice.pick(life.people);
  const command = life.dice.pick(commands);
  const values = command === "persona-show" ? { persona: await personaOf(life, who.team) } : {};
  await who.person.command({ command, values }, newScreen(life, who));
  return `${who.userId}: ${command}`;
}

async function change(life: Life): Promise<string> {
  const who = life.dice.pick(life.people);
  const state = await personaOf(life, who.team);
  const action = life.dice.pick(["delete-here", "delete-both", "unlink-yes", "retry"]);
  await pressed(life, who, { label: action, action, state });
  return `${who.userId}: ${action} ${state}`;
}

async function time({ dice, world }: Life): Promise<string> {
  const ms = dice.pick(jumps);
  await world.flow(ms);
  if (dice.chance(0.3)) await world.bot().purge();
  return `${ms / second} s pass`;
}

async function stop({ dice, world }: Life): Promise<string> {
  const ms = dice.pick(stops);
  await world.stopFor(ms);
  return `the bot is stopped for ${ms / second} s`;
}

/** Tavus calls about what has just happened or about anything there ever was, once or twice. */
async function callBack({ dice, world }: Life): Promise<string> {
  const { all } = world.standIn.callbacks;
  const callback = dice.chance(0.6) ? all.at(-1) : all[Math.floor(dice.next() * all.length)];
  if (!callback) return "nothing to call about";
  for (let times = dice.chance(0.3) ? 2 : 1; times > 0; times -= 1) await world.callBack(callback.url);
  return `Tavus calls: ${JSON.stringify(callback.body).substring(0, 60)}`;
}
