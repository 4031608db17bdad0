import { setTimeout as delay } from "node:timers/promises";
import { untilTrue } from "../until-true.ts";
import type { Seen } from "../black-box/black-box-chat.ts";
import { createSeededRandom } from "../seeded-random.ts";
import { type Act, acts, type Stage } from "./acts.ts";
import type { FailingDatabase } from "./failing-database.ts";
import { clearFaults, faultsFor } from "./step-faults.ts";

/** Words that tell that nothing was done, and such as invite to do it again. */
const saysUndone = /Not saved|Nothing was (deleted|changed|sent|shared)|Not linked|Try again in a minute/;
/** Longer than any pause of ours between two tries of an answer. */
const quietMs = 700;
const patienceMs = 30_000;

/** What is wrong with a run; an empty list: nothing. `steps` says what failed on the way. */
export type Verdict = { steps: string; wrongs: string[]; told: string[] };

/** One act of one person while this and that fails, and whether it was told as what it is. */
export async function runOnce(
  stage: Stage & { act: string; database: FailingDatabase },
  seed: number,
): Promise<Verdict> {
  const act = acts[stage.act];
  if (!act) throw new Error(`${stage.act} is no act`);
  const spoiled = { world: stage.bot.world, database: stage.database };
  const go = await act.begin(stage);
  const before = new Map(stage.chat.messages().map(({ id, text }) => [id, text]));
  const faults = faultsFor(stage.chat.platform, createSeededRandom(seed));
  for (const fault of faults) fault.set(spoiled);
  const steps = faults.map(({ step }) => step).join(", ");

  const told = async () => [
    ...stage.chat.messages().flatMap((seen) => (isNews(seen, before) ? [textOf(seen)] : [])),
    ...(await owedTexts(stage)),
  ];
  const isTold = async () => {
    const texts = await told();
    if (!(await act.isDone(stage))) return texts.length > 0;
    return texts.some((text) => act.done(stage.name).test(text)) || (await isStillToBeTold(stage, act));
  };
  await go().catch(() => undefined);
  await within(isTold);
  clearFaults(spoiled);
  await delay(quietMs);
  await within(isTold);
  return { steps, wrongs: await wrongsOf(stage, act, await told()), told: await told() };
}

async function within(condition: () => Promise<boolean>): Promise<void> {
  // What is wrong is told by the verdict, with all that it saw.
  await untilTrue(condition, { what: "somebody to be told", patienceMs }).catch(() => undefined);
}

async function wrongsOf(stage: Stage, act: Act, told: string[]): Promise<string[]> {
  const isDone = await act.isDone(stage);
  const done = told.filter((text) => act.done(stage.name).test(text)).length;
  const wrongs: string[] = [];
  const rows = await rowsOf(stage);
  const made = stage.bot.world.tavus
    .account()
    .personas.filter(({ document }) => document.persona_name === stage.name).length;
  if (rows > 1) wrongs.push(`${rows} records`);
  if (made > (act.mostInTavus ?? 1)) wrongs.push(`${made} in Tavus`);
  if (told.length === 0) wrongs.push("told nothing");
  if (done > 1) wrongs.push(`told ${done} times`);
  if (isDone && done === 0 && !(await isStillToBeTold(stage, act))) wrongs.push("done, and never told so");
  if (!isDone && done > 0) wrongs.push("told as done, and not done");
  if (isDone && told.some((text) => saysUndone.test(text))) wrongs.push("done, and told as not done");
  if (!isDone && act.typed && !(await isKept(stage, act.typed, told))) wrongs.push("what was typed is lost");
  return wrongs;
}

function isNews({ id, text, isWorking }: Seen, before: Map<string, string>): boolean {
  return !isWorking && before.get(id) !== text;
}

function textOf({ text, buttons }: Seen): string {
  return `${text} ${buttons.map(({ label }) => `[${label}]`).join(" ")}`;
}

/** Stored and told later, by direct message or with the next command. */
async function owedTexts({ rows, chat }: Stage): Promise<string[]> {
  const owed = await rows.selectFrom("owed").select("reply_json").where("user_id", "=", chat.userId).execute();
  return owed.map(({ reply_json }) => reply_json);
}

/** The queue tells it by itself. */
async function isStillToBeTold({ rows, name }: Stage, { isToldByLink = false }: Act): Promise<boolean> {
  if (!isToldByLink) return false;
  const row = await rows
    .selectFrom("personas as p")
    .innerJoin("links as l", (join) =>
      join.onRef("l.tenant_id", "=", "p.tenant_id").onRef("l.subject_id", "=", "p.id"),
    )
    .select("l.told_at")
    .where("p.name", "=", name)
    .executeTakeFirst();
  return row !== undefined && row.told_at === null;
}

async function rowsOf({ rows, name }: Stage): Promise<number> {
  const found = await rows
    .selectFrom("personas")
    .select("id")
    .where("name", "=", name)
    .where("deleted_at", "is", null)
    .execute();
  return found.length;
}

/** In a record, in a draft, or in what the person was given back: the form itself, or a file. */
async function isKept({ rows, chat, name }: Stage, typed: string, told: string[]): Promise<boolean> {
  const [record, drafts] = await Promise.all([
    rows.selectFrom("personas").select("prompt").where("name", "=", name).executeTakeFirst(),
    rows.selectFrom("drafts").select("values_json").where("user_id", "=", chat.userId).execute(),
  ]);
  if (record?.prompt === typed || drafts.some(({ values_json }) => values_json.includes(typed))) return true;
  return told.some((text) => /\[Open again\]|your-text|What you typed is in/.test(text));
}
