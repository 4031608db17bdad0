import type { SandboxWorld } from "../../../sandbox/stand-ins/world.ts";
import type { Database } from "../../../src/database/opening/connect.ts";
import type { Chat } from "../black-box/black-box-chat.ts";
import { untilTrue } from "../until-true.ts";
import {
  type AskedSync,
  makeWhatWasNeverStored,
  sendWhatCameBack,
  sentencesToRepeat,
  stuckOn,
  timesEnded,
  timesTold,
  type Wish,
} from "./people.ts";
import type { Processes } from "./processes.ts";
import type { Trouble } from "./trouble.ts";

/** What a run came to. Everything but `counts` is a promise that was broken, and should be empty. */
export type Verdict = {
  counts: {
    wishes: number;
    syncs: number;
    troubles: { [trouble in Trouble]?: number };
    /** Forms that were sent more than once, because the platform said that nobody took them. */
    sentAgain: number;
    /** People who have read that theirs is ready, and beside it still "Working on it…" of a process that was killed. */
    leftWorking: number;
    /** From the last one sent until the last one was told, in seconds. */
    lastToldAfterSeconds: number;
  };
  lost: string[];
  doubledInTavus: string[];
  doubledInRows: string[];
  silent: string[];
  toldAgain: string[];
  toldTwice: string[];
  /** Screens of a sync on which something says for ever that work goes on. */
  stuck: string[];
  endedByThemselves: string[];
  fatal: string[];
  refusedByPlatforms: string[];
};

type Judged = {
  world: SandboxWorld;
  database: Database;
  processes: Processes;
  wishes: readonly Wish[];
  syncs: readonly AskedSync[];
  befalling: readonly Trouble[];
};

const lookMs = 10_000;
/** So long people are asked to wait for what may not be stored. */
const askedMs = 120_000;
const restMs = 90_000;
/** What was asked of a process just before it was killed, or of one on a machine that is too busy for three seconds. */
const ofTheDead =
  /No answer within|Not delivered|HTTP 50[23]|operation_timeout|Unknown (interaction|Webhook)|already been acknowledged|acknowledged late|expired_trigger_id/;
/** What would be told a second time is told by then. */
const afterwardsMs = 5000;

/** Waits until everybody has been told, or far longer than that may take, and counts. */
export async function reach(judged: Judged): Promise<Verdict> {
  const { world, database, processes, wishes, syncs, befalling } = judged;
  const begunMs = performance.now();
  await untilTrue(() => wishes.every((each) => timesTold(each) > 0), { patienceMs: lookMs }).catch(
    () => undefined,
  );
  await Promise.all(wishes.map(sendWhatCameBack));
  const isAllTold = () => wishes.every((each) => timesTold(each) > 0) && syncs.every(isTold);
  await untilTrue(isAllTold, { patienceMs: askedMs }).catch(() => undefined);
  await Promise.all(wishes.map(makeWhatWasNeverStored));
  await untilTrue(isAllTold, { patienceMs: restMs }).catch(() => undefined);
  const lastToldAfterSeconds = Math.round((performance.now() - begunMs) / 1000);
  await untilTrue(() => performance.now() - begunMs > afterwardsMs).catch(() => undefined);
  const rows = await database.kysely
    .selectFrom("personas")
    .innerJoin("links", "links.subject_id", "personas.id")
    .select(["name", "state", "attempt", "tries", "failure_kind", "outcome_unknown", "next_attempt_at"])
    .select(["lease_until", "told_at", "tell_lease_until"])
    .where("deleted_at", "is", null)
    .execute();
  const whyOf = ({ name, endings }: Wish) =>
    JSON.stringify({ endings, row: rows.find((row) => row.name === name) });
  const inRows = countEach(rows.map(({ name }) => name));
  const inTavus = countEach(
    world.tavus.account().personas.map(({ document }) => String(document.persona_name)),
  );
  const namesWhere = (is: (wish: Wish) => boolean) => wishes.filter(is).map(({ name }) => name);
  const of = (counts: Map<string, number>, { name }: Wish) => counts.get(name) ?? 0;
  return {
    counts: {
      wishes: wishes.length,
      syncs: syncs.length,
      troubles: Object.fromEntries(countEach(befalling)),
      sentAgain: wishes.filter(({ sent }) => sent > 1).length,
      leftWorking: wishes.filter(({ chat }) => stuckOn(chat).length > 0).length,
      lastToldAfterSeconds,
    },
    lost: namesWhere((wish) => of(inRows, wish) < 1 || of(inTavus, wish) < 1),
    doubledInTavus: namesWhere((wish) => of(inTavus, wish) > 1),
    doubledInRows: namesWhere((wish) => of(inRows, wish) > 1),
    silent: [
      ...wishes
        .filter((wish) => timesTold(wish) === 0)
        .map((wish) => `${wish.name}: ${screenOf(wish.chat)} ${whyOf(wish)}`),
      ...syncs.filter((sync) => !isTold(sync)).map(({ chat }) => `sync: ${screenOf(chat)}`),
    ],
    toldAgain: [
      ...wishes.flatMap(({ name, chat, toldAgain }) =>
        [...toldAgain, ...sentencesToRepeat(chat)].map((said) => `${chat.platform} ${name}: ${said}`),
      ),
      ...syncs.flatMap(sentencesToSyncAgain),
    ],
    toldTwice: [
      ...wishes
        .filter((wish) => timesTold(wish) > 1)
        .map((wish) => `${wish.name}: ${screenOf(wish.chat)} ${whyOf(wish)}`),
      ...syncs
        .filter((sync) => timesEnded(sync) > 1)
        .map(({ chat }) => `sync ${chat.platform}: ${screenOf(chat)}`),
    ],
    stuck: syncs.flatMap(({ chat }) => (stuckOn(chat).length > 0 ? [screenOf(chat)] : [])),
    endedByThemselves: processes.endedByThemselves(),
    fatal: processes.lines.filter((line) => /"level":("fatal"|60)/.test(line)),
    refusedByPlatforms: [...world.discord.problems, ...world.slack.problems]
      .map(({ where, message }) => `${where}: ${message}`)
      .filter((problem) => !ofTheDead.test(problem)),
  };
}

function isTold(sync: AskedSync): boolean {
  return timesEnded(sync) > 0;
}

/** A deploy that says that the sync goes on by itself asks nobody to do anything; who asked twice may hear of the first. */
function sentencesToSyncAgain({ chat, asked }: AskedSync): string[] {
  const running = asked > 1 ? [] : chat.messages().filter(({ text }) => text.includes("is running already"));
  const others = sentencesToRepeat(chat).filter((said) => !said.includes("goes on by itself"));
  return [...running.map(({ text }) => text), ...others];
}

function screenOf(chat: Chat): string {
  return `${chat.platform} ${chat
    .messages()
    .map(({ text }) => text)
    .join(" / ")}`;
}

function countEach<T extends string>(list: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const item of list) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}
