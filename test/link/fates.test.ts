import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Account } from "../../sandbox/stand-ins/tavus/account.ts";
import type { Fault } from "../../sandbox/stand-ins/tavus/faults.ts";
import type { Operation } from "../../sandbox/stand-ins/tavus/routes.ts";
import type { Worker } from "../../src/link/worker.ts";
import { forEachEngine } from "../support/databases.ts";
import { type Harness, type HarnessOptions, impatient, openHarness } from "../support/harness/harness.ts";
import { startRoomBot } from "../support/harness/room-bot.ts";
import { createScreen, startVideoBot } from "../support/harness/video-bot.ts";
import { aDraft, aRequest, tenant, userId } from "../support/personas/persona-builders.ts";
import { deleteFlat } from "../support/personas/persona-rows.ts";
import { longer } from "../support/runner/longer.ts";
import { createSeededRandom } from "../support/seeded-random.ts";

/** Lives of one record in which everything goes wrong at random; what went on is in the seed. */
const lives = 24 * longer;
/** So many harnesses at once; in each, one life after another. */
const harnesses = 12;
const firstSeed = 20_261;
const minute = 60_000;
const hour = 60 * minute;
/** Together they stay within the day after which a persona is given up. */
const mostRounds = 12;
/** After so many, a process goes on that waits long: to an impatient one on a busy machine Tavus never answers. */
const impatientRounds = 6;
const patient = { timeoutMs: 20_000 } as const satisfies HarnessOptions;
/** Tavus carries nothing out later than `lateByMs` after it was sent, so no more time than this passes over a request. */
const longestOverRequestMs = 14 * minute;

const lateMs = impatient.timeoutMs + 100;
const faults: [Fault, ...Fault[]] = [
  {},
  { status: 503 },
  { status: 503, workFirst: true },
  { status: 429, headers: { "retry-after": "30" } },
  { status: 402 },
  { drop: true },
  { drop: true, workFirst: true },
  { hang: true },
  { hang: true, workFirst: true },
  { status: 200, body: "<html>" },
  { status: 200, body: {}, workFirst: true },
  { delayMs: 60 },
  { delayMs: 60, workFirst: true },
  { delayMs: lateMs },
  { delayMs: lateMs, workFirst: true },
];

function createChance(seed: number) {
  const random = createSeededRandom(seed);
  const whole = (below: number) => Math.floor(random() * below);
  return {
    whole,
    /** True about once in `times`. */
    once: (times: number) => whole(times) === 0,
    pick: <Item>(items: readonly [Item, ...Item[]]) => items[whole(items.length)] ?? items[0],
  };
}

/** A process of the bot, as one who makes a record of some kind sees it. */
type Maker = {
  worker: Worker;
  kill(): void;
  create(saved: () => Promise<void>): Promise<unknown>;
  retry(id: string): Promise<unknown>;
};

type Kind = {
  /** What makes one in Tavus and what lists them. */
  operations: { create: Operation; list: Operation };
  /** What there is of the kind in Tavus, by id and by the text that ends with the mark. */
  inTavus(account: Account): { id: string; marked: string }[];
  /** How the text ends that carries a record's mark. */
  markOf(id: string): string;
  empty(harness: Harness): Promise<void>;
  /** Makes the record called `name`, the same one in every process. */
  start(harness: Harness, name: string): Maker;
};

const amongPersonas = { create: "create persona", list: "list personas" } as const;

const kinds: { [name: string]: Kind } = {
  persona: {
    operations: amongPersonas,
    inTavus: personasBy("system_prompt"),
    markOf: (id) => `[record ${id}]`,
    empty: emptyPersonas,
    start(harness, name) {
      const bot = harness.startBot({ timeoutMs: harness.timeoutMs });
      const request = aRequest({ formId: name, draft: aDraft({ name }) });
      const { worker, kill, personas } = bot;
      return {
        worker,
        kill,
        create: (saved) => bot.create(request, saved),
        retry: (id) => personas.retry(tenant, id),
      };
    },
  },
  room: {
    operations: amongPersonas,
    inTavus: personasBy("persona_name"),
    markOf: (id) => ` · ${id}`,
    empty: emptyPersonas,
    start(harness, name) {
      const { rooms, worker, kill } = startRoomBot(harness);
      const id = `room_${name.replace(/\W/g, "")}`;
      return { worker, kill, create: (saved) => rooms.open(id, saved), retry: (room) => rooms.retry(room) };
    },
  },
  video: {
    operations: { create: "create video", list: "list videos" },
    inTavus: ({ videos }) =>
      videos.all.filter(({ status }) => status !== "deleted").map(({ id, name }) => ({ id, marked: name })),
    markOf: (id) => ` · ${id}`,
    async empty({ database: { kysely }, account }) {
      await kysely.deleteFrom("links").execute();
      await kysely.deleteFrom("videos").execute();
      await kysely.deleteFrom("usage").execute();
      for (const { id } of account.videos.all) account.videos.remove(id, true);
    },
    start(harness, name) {
      const { worker, kill, videos, create } = startVideoBot(harness, createScreen());
      return {
        worker,
        kill,
        create: (saved) => create({ formId: name }, saved),
        retry: (id) => videos.retry(tenant, id, userId),
      };
    },
  },
};

function personasBy(member: string): Kind["inTavus"] {
  return ({ personas }) => personas.map(({ id, document }) => ({ id, marked: String(document[member]) }));
}

async function emptyPersonas({ database, account }: Harness): Promise<void> {
  await deleteFlat(database);
  for (const { id } of account.personas) account.removePersona(id);
}

type Life = {
  harness: Harness;
  chance: ReturnType<typeof createChance>;
  bot: Maker;
  start(options?: Required<Pick<HarnessOptions, "timeoutMs">>): Maker;
  passedMs: number;
};

/** Time passes, also over requests that are under way; but not more over one than there may be. */
async function passTime(life: Life, ms: number): Promise<void> {
  const { harness } = life;
  if (life.passedMs + ms > longestOverRequestMs) {
    await harness.advanceAfterAll(ms);
    life.passedMs = 0;
    return;
  }
  harness.advance(ms);
  life.passedMs += ms;
}

/** One thing that happens: time passes, somebody presses Retry or sends the form again, the process dies. */
async function liveOn(life: Life, saved: () => Promise<void>): Promise<void> {
  const { harness, chance } = life;
  await sleep(chance.whole(60));
  if (chance.once(3)) restart(life);
  if (chance.once(4)) await harness.work(life.bot);
  await passTime(life, chance.pick([0, 1000, 10_000, 21_000, minute, 10 * minute]));
  life.bot.worker.wake();
  const [link] = await linksOf(harness);
  if (chance.once(4) && link) void life.bot.retry(link.subject_id).catch(() => undefined);
  if (chance.once(4)) void life.bot.create(saved).catch(() => undefined);
}

function restart(life: Life, options?: Parameters<Life["start"]>[0]): void {
  life.bot.kill();
  life.bot = life.start(options);
  life.bot.worker.start();
}

function linksOf({ database }: Harness) {
  return database.kysely.selectFrom("links").selectAll().execute();
}

/** Nothing goes wrong any more, and time enough passes for every retry and every check. */
async function recover(life: Life): Promise<void> {
  const { harness } = life;
  harness.standIn.clearFaults();
  // What is still on its way counts, also where nothing waits for it.
  await harness.advanceAfterAll(0);
  for (let round = 0; round < mostRounds && !(await isQuiet(harness)); round += 1) {
    if (round === impatientRounds) restart(life, patient);
    await passTime(life, hour + 20 * minute);
    await harness.work(life.bot);
    await harness.rest(life.bot);
  }
}

/** Nothing more is planned for any row. */
async function isQuiet(harness: Harness): Promise<boolean> {
  const links = await linksOf(harness);
  return links.every((link) => link.next_attempt_at === null && link.surplus_check_at === null);
}

forEachEngine((_engine, open) => {
  test.each(Object.entries(kinds))(
    `in ${lives} lives full of faults, kills, retries and repeats there is one %s and one object in Tavus`,
    async (_name, kind) => {
      await Promise.all(
        Array.from({ length: harnesses }, async (_, lane) => {
          const harness = await openHarness(open, impatient);
          for (let life = lane; life < lives; life += harnesses)
            await oneLife(harness, kind, firstSeed + life);
        }),
      );
    },
    60_000 * longer,
  );
});

async function oneLife(harness: Harness, kind: Kind, seed: number): Promise<void> {
  await kind.empty(harness);
  const chance = createChance(seed);
  const start: Life["start"] = (options) => kind.start({ ...harness, ...options }, `Life ${seed}`);
  const life: Life = { harness, chance, start, bot: start(), passedMs: 0 };
  life.bot.worker.start();
  const ends = Array.from({ length: 8 }, () =>
    harness.standIn.setFault(chance.pick(faults), { operation: kind.operations.create, times: 1 }),
  );
  if (chance.once(3))
    harness.standIn.setFault({ status: 503 }, { operation: kind.operations.list, times: 1 });

  let isSaved = false;
  const saved = async () => {
    isSaved = true;
  };
  void life.bot.create(saved).catch(() => undefined);
  for (let step = 0; step < 5; step += 1) await liveOn(life, saved);
  for (const end of ends) end();
  await recover(life);
  // Killed before the commit: the form was never acknowledged, so the person sends it again.
  if (!isSaved) await life.bot.create(saved);
  await recover(life);

  await expectOne(harness, kind, seed);
  life.bot.kill();
}

async function expectOne({ account, ...harness }: Harness, kind: Kind, seed: number): Promise<void> {
  const links = await linksOf({ account, ...harness });
  const inTavus = kind.inTavus(account);
  const marked = links.flatMap(({ subject_id: id }) =>
    inTavus.filter((one) => one.marked.endsWith(kind.markOf(id))).map(({ id: remote }) => remote),
  );
  const outcome = {
    links: links.map(({ state, remote_id: id }) => ({ state, id })),
    marked,
    inTavus: inTavus.length,
  };
  const [id] = marked;
  expect(outcome, `seed ${seed}`).toEqual({ links: [{ state: "linked", id }], marked: [id], inTavus: 1 });
  expect(id, `seed ${seed}`).toBeDefined();
}
