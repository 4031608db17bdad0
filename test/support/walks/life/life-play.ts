import type { Reply } from "../../../../src/chat/reply.ts";
import { partsOf } from "../../../../src/chat/time-mark.ts";
import type { OpenDatabase } from "../../databases.ts";
import { createDice } from "../dice.ts";
import { formIn } from "../lane.ts";
import { inTavus } from "./in-tavus.ts";
import { type Life, lifeSteps, newScreen, type Screen } from "./life-steps.ts";
import { type LifeWorld, openLifeWorld, otherKey, teams } from "./life-world.ts";

const hour = 3_600_000;
/** Of a hundred, as often something happens in Tavus. */
const inTavusOften = 14;

/** Plays one walk through hours and months; `wrong`: which promise was broken. */
export async function lifeWalk(seed: number, count: number, open: OpenDatabase) {
  const dice = createDice(seed);
  const world = await openLifeWorld(open);
  const life: Life = { dice, world, people: peopleOf(world), screens: [] };
  await begin(life);
  const steps: string[] = [];
  let wrong: string | undefined;
  while (steps.length <= count && wrong === undefined) {
    const before = { screens: life.screens.length, direct: world.direct.length };
    const isLast = steps.length === count;
    steps.push(`${new Date(world.clock()).toISOString()} ${isLast ? "the end" : await next(life)}`);
    if (isLast) wrong = await atTheEnd(world);
    else await world.settle();
    wrong ??= brokenNow(life, before) ?? (await roomsWrong(world));
  }
  return { steps, wrong };
}

function peopleOf(world: LifeWorld) {
  const roles = ["admin", "admin", "manager", "member"] as const;
  return teams.flatMap((tenantId, team) =>
    roles.map((role, index) => {
      const userId = `U${team}${index}`;
      return { userId, team, person: world.person(userId, role, tenantId) };
    }),
  );
}

/** The second team has a key of its own; both share, rehearse and keep transcripts, and have a persona. */
async function begin(life: Life): Promise<void> {
  for (const [team, tenantId] of teams.entries()) {
    const admin = life.people.find((one) => one.team === team);
    if (!admin) throw new Error("A team has nobody.");
    const opening = newScreen(life, admin);
    await admin.person.command({ command: "persona-setup" }, opening);
    const form = formIn(opening);
    if (form && team > 0) await admin.person.send(form, { tavus_key: otherKey }, newScreen(life, admin));
    const change = { isSharingOn: true, isRehearsalOn: true, transcriptDays: 7 };
    await life.world.bot().settings.change(tenantId, change);
    await admin.person.create({ name: "Ada", prompt: "You help.", replica: "r90bbd427f71" });
  }
  await life.world.settle();
}

function next(life: Life): Promise<string> {
  let rolled = life.dice.next() * (100 + inTavusOften) - inTavusOften;
  if (rolled < 0) return inTavus(life.dice, life.world.standIn);
  const found = lifeSteps.find(([often]) => {
    rolled -= often;
    return rolled < 0;
  });
  return (found ?? lifeSteps[0])?.[1](life) ?? Promise.resolve("nothing");
}

const passing: ReadonlySet<string> = new Set(["defer", "progress", "holdForm", "acceptForm"]);

function brokenNow(
  { world, screens }: Life,
  before: { screens: number; direct: number },
): string | undefined {
  const failed = world.written.find((line) => line.includes('"level":50'));
  const since = screens.slice(before.screens);
  const silent = since.find(({ answering }) => answering.said.every(({ how }) => passing.has(how)));
  const texts = [...since.flatMap(textsOf), ...world.direct.slice(before.direct).map(({ reply }) => reply)];
  return failed ?? (silent && `silence for ${silent.userId}`) ?? texts.flatMap(wrongTimes(world)).at(0);
}

function textsOf({ answering }: Screen) {
  return answering.said.flatMap((word) => ("reply" in word && !passing.has(word.how) ? [word.reply] : []));
}

/** Before what is still to come, and before nothing else: the rest lies in the past. */
const ahead = /(?:[Rr]esets|Next try|next) $/;

function wrongTimes({ clock }: LifeWorld) {
  return ({ title, text = "", facts = [], items = [], notes = [] }: Reply): string[] => {
    const all = [title, text, ...facts.map(({ label, value }) => `${label} ${value}`), ...notes];
    return [...all, ...items.map((item) => item.text)].flatMap((said) => {
      if (/NaN|undefined|Invalid Date|Infinity/.test(said)) return [`odd words: ${said}`];
      const parts = partsOf(said);
      return parts.flatMap((part, index) => {
        const words = String(parts[index - 1] ?? "");
        if (typeof part === "string" || words.includes("kept until")) return [];
        const isRight = ahead.test(words) ? part.ms > clock() : part.ms <= clock();
        return isRight ? [] : [`a wrong time: ${words}${new Date(part.ms).toISOString()}`];
      });
    });
  };
}

async function roomsWrong({ rows, standIn, clock }: LifeWorld): Promise<string | undefined> {
  for (const { rooms } of standIn.accounts) {
    const marks = rooms.open.map(({ name }) => name);
    if (new Set(marks).size < marks.length) return `two rooms of one press: ${marks.join()}`;
  }
  const all = await rows.selectFrom("conversations").selectAll().execute();
  const odd = all.find(
    ({ ended_at: ended, opened_at: opened, minutes, minutes_used: used }) =>
      ended !== null && (Date.parse(ended) > clock() || ended < opened || (used ?? 0) > minutes),
  );
  return odd && `an odd room: ${JSON.stringify(odd)}`;
}

/** All is well again for as long as anything takes. */
async function atTheEnd(world: LifeWorld): Promise<string | undefined> {
  const { rows, standIn } = world;
  standIn.clearFaults();
  standIn.accounts[1]?.keys.add(otherKey);
  for (const hours of [1, 3, 26]) await world.flow(hours * hour);
  const [rooms, calls, videos] = await Promise.all([
    rows.selectFrom("conversations").selectAll().where("ended_at", "is", null).execute(),
    rows.selectFrom("after_calls").selectAll().where("look_at", "is not", null).execute(),
    rows.selectFrom("videos").selectAll().where("post_due_at", "is not", null).execute(),
  ]);
  const left = [...rooms, ...calls, ...videos, ...standIn.accounts.flatMap((one) => one.rooms.open)];
  return left.length > 0 ? `left at the end: ${JSON.stringify(left)}` : undefined;
}
