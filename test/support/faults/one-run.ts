import { setTimeout as delay } from "node:timers/promises";
import { isAtRest, readLink } from "../../../src/database/link/link-record.ts";
import type { Seen, Submission } from "../black-box/black-box-chat.ts";
import { createSeededRandom } from "../seeded-random.ts";
import { untilTrue } from "../until-true.ts";
import { acts } from "./acts.ts";
import type { FailingDatabase } from "./failing-database.ts";
import type { Act, Stage } from "./stage.ts";
import { clearFaults, faultsFor } from "./step-faults.ts";

/** Words that tell that nothing was done, and such as invite to do it again. */
const saysUndone = /Not saved|Nothing was (deleted|changed|sent|shared)|Not linked|Try again in a minute/;
/** Words that tell that nobody knows, and to look first: true only after what leaves us without an answer. */
const hedges: { says: RegExp; after: RegExp }[] = [
  { says: /Something went wrong here\. It may have been done/, after: /database/ },
  { says: /saved is not known/, after: /database cut/ },
  { says: /halted halfway/, after: /database/ },
  { says: /What came of it cannot be shown just now/, after: /database/ },
  {
    says: /If it is not there/,
    after: /response_url|follow-up|first answer|token dead|interaction over/,
  },
];
/** What a process promises to say if it dies: as long as it lives nobody is told that. */
const isPromise = /ended is not known/;
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
    ...(await owedTexts(stage)).filter((text) => !isPromise.test(text)),
    ...said.texts,
  ];
  const isTold = async () => {
    const texts = await told();
    if (act.isSettled && !(await act.isSettled(stage))) return false;
    if (!(await act.isDone(stage))) return texts.length > 0;
    const isKnown = (text: string) => act.done(stage.name).test(text) || isHedge(text, steps);
    return texts.some(isKnown) || (await isStillToBeTold(stage, act));
  };
  const said = saidInForm(stage, go());
  await within(isTold);
  clearFaults(spoiled);
  await delay(quietMs);
  const judge = async () => wrongsOf(stage, act, { told: await told(), steps });
  // What could not be written down meanwhile is written by now.
  await within(async () => (await isTold()) && (await judge()).length === 0);
  return { steps, wrongs: await judge(), told: await told() };
}

async function within(condition: () => Promise<boolean>): Promise<void> {
  // What is wrong is told by the verdict, with all that it saw.
  await untilTrue(condition, { what: "somebody to be told", patienceMs }).catch(() => undefined);
}

function isHedge(text: string, steps: string): boolean {
  return hedges.some(({ says, after }) => says.test(text) && after.test(steps));
}

/**
 * Nobody can say whether a message stood there whose answer was lost, where the platform does not tell that it came twice, or
 * takes nothing more there: the person is then told elsewhere rather than not at all.
 */
function mostTold({ chat }: Stage, { mostTold: most = {} }: Act, steps: string): number {
  const isUnsure =
    steps.includes("response_url dropped after") ||
    (steps.includes("first answer dropped after") && /interaction over|token dead/.test(steps));
  return (most[chat.platform] ?? 1) + (isUnsure ? 1 : 0);
}

async function wrongsOf(
  stage: Stage,
  act: Act,
  { told, steps }: { told: string[]; steps: string },
): Promise<string[]> {
  const isDone = await act.isDone(stage);
  const done = told.filter((text) => act.done(stage.name).test(text)).length;
  const wrongs: string[] = [];
  const rows = await rowsOf(stage);
  const made = stage.bot.world.tavus
    .account()
    .personas.filter(({ document }) => document.persona_name === stage.name).length;
  if (rows > 1) wrongs.push(`${rows} records`);
  if (made > (act.mostInTavus ?? 1)) wrongs.push(`${made} in Tavus`);
  if (told.length === 0 && !(await isStillToBeTold(stage, act))) wrongs.push("told nothing");
  if (told.some((text) => text.startsWith("The act failed"))) wrongs.push("the act itself failed");
  if (done > mostTold(stage, act, steps)) wrongs.push(`told ${done} times`);
  const isOpen = told.some((text) => isHedge(text, steps));
  const isToCome = (await act.isSettled?.(stage)) === false || (await isStillToBeTold(stage, act));
  if (isDone && done === 0 && !isOpen && !isToCome) wrongs.push("done, and never told so");
  const isTakenBack = told.some((text) => act.takenBack?.(stage.name).test(text));
  if (!isDone && done > 0 && !isTakenBack) wrongs.push("told as done, and not done");
  if (isDone && told.some((text) => saysUndone.test(text))) wrongs.push("done, and told as not done");
  if (!isDone && act.typed && !(await isKept(stage, act.typed, told))) wrongs.push("what was typed is lost");
  return [...wrongs, ...((await act.wrongs?.(stage)) ?? [])];
}

/** On Slack a form that is refused stays open and says why; what a client refuses to do is wrong with the act. */
function saidInForm({ chat }: Stage, going: Promise<unknown>): { texts: string[] } {
  const said = { texts: [] as string[] };
  going
    .then(async (submission) => {
      if (chat.platform !== "Slack" || !isSubmission(submission)) return;
      const text = await submission.said();
      if (text !== "") said.texts.push(`${text} [form stays open]`);
    })
    .catch((error: unknown) => said.texts.push(`The act failed: ${String(error)}`));
  return said;
}

function isSubmission(value: unknown): value is Submission {
  return typeof value === "object" && value !== null && "said" in value;
}

function isNews({ id, text, isWorking }: Seen, before: Map<string, string>): boolean {
  return !isWorking && before.get(id) !== text;
}

function textOf({ text, buttons }: Seen): string {
  return `${text} ${buttons.map(({ label }) => `[${label}]`).join(" ")}`;
}

/** Stored and told later, by direct message or with the next command. */
async function owedTexts({ rows, chat }: Stage): Promise<string[]> {
  const owed = await rows
    .selectFrom("owed")
    .select("reply_json")
    .where("user_id", "=", chat.userId)
    .execute();
  return owed.map(({ reply_json }) => reply_json);
}

/** The queue tells it by itself. */
async function isStillToBeTold({ rows, name }: Stage, { isToldByLink }: Act): Promise<boolean> {
  if (!isToldByLink) return false;
  const { table, named } = isToldByLink;
  const row = await rows
    .selectFrom(table)
    .innerJoin("links as l", (join) =>
      join.onRef("l.tenant_id", "=", `${table}.tenant_id`).onRef("l.subject_id", "=", `${table}.id`),
    )
    .selectAll("l")
    .where(table === "conversations" ? "conversations.persona_name" : `${table}.name`, "=", named(name))
    .executeTakeFirst();
  if (!row || row.told_at !== null) return false;
  // Of one at rest nobody tells any more unless it is noted that somebody must.
  return row.tell_lease_until !== null || !isAtRest(readLink(row));
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

/** In a record, in a draft, or in what the person was given back: the form itself, a file, or the very words. */
async function isKept({ rows, chat, name }: Stage, typed: string, told: string[]): Promise<boolean> {
  const [record, drafts] = await Promise.all([
    rows.selectFrom("personas").select("prompt").where("name", "=", name).executeTakeFirst(),
    rows.selectFrom("drafts").select("values_json").where("user_id", "=", chat.userId).execute(),
  ]);
  if (record?.prompt === typed || drafts.some(({ values_json }) => values_json.includes(typed))) return true;
  if (told.some((text) => text.includes(typed))) return true;
  return told.some((text) => /\[Open again\]|\[form stays open\]|What you typed is in/.test(text));
}
