import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Fault } from "../../sandbox/stand-ins/tavus/faults.ts";
import { forEachEngine } from "../support/databases.ts";
import { type Bot, type House, houseTimeoutMs, openHouse } from "../support/house.ts";
import { aDraft, aRequest, tenant } from "../support/persona-builders.ts";
import { deleteFlat } from "../support/persona-rows.ts";
import { createSeededRandom } from "../support/seeded-random.ts";

/** Lives of one persona in which everything goes wrong at random; what went on is in the seed. */
const lives = 60;
/** So many houses at once; in each, one life after another. */
const houses = 12;
const firstSeed = 20_261;
const minute = 60_000;
const hour = 60 * minute;
/** A busy machine may need a few; together they stay within the day after which a persona is given up. */
const mostRounds = 12;

const lateMs = houseTimeoutMs + 100;
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

type Life = { house: House; chance: ReturnType<typeof createChance>; bot: Bot };

/** One thing that happens: time passes, somebody presses Retry or sends the form again, the process dies. */
async function liveOn(life: Life, request: ReturnType<typeof aRequest>): Promise<void> {
  const { house, chance } = life;
  await sleep(chance.whole(60));
  if (chance.once(3)) {
    life.bot.kill();
    life.bot = house.startBot();
    life.bot.worker.start();
  }
  if (chance.once(4)) await house.work(life.bot);
  house.advance(chance.pick([0, 1000, 10_000, 21_000, minute, 10 * minute]));
  life.bot.worker.wake();
  const [row] = await house.rows();
  if (chance.once(4) && row) void life.bot.personas.retry(tenant, row.id).catch(() => undefined);
  if (chance.once(4)) void life.bot.create(request).catch(() => undefined);
}

/** Nothing goes wrong any more, and time enough passes for every retry and every check. */
async function recover({ house, bot }: Life): Promise<void> {
  house.standIn.clearFaults();
  await sleep(lateMs);
  for (let round = 0; round < mostRounds && !(await isQuiet(house)); round += 1) {
    house.advance(hour + 20 * minute);
    await house.work(bot);
    await house.rest(bot);
  }
}

/** Nothing more is planned for any row. */
async function isQuiet(house: House): Promise<boolean> {
  const rows = await house.rows();
  return rows.every((row) => row.next_attempt_at === null && row.surplus_check_at === null);
}

forEachEngine((_engine, open) => {
  test(`in ${lives} lives full of faults, kills, retries and repeats there is one row and one Tavus persona`, async () => {
    await Promise.all(
      Array.from({ length: houses }, async (_, lane) => {
        const house = await openHouse(open);
        for (let life = lane; life < lives; life += houses) await oneLife(house, firstSeed + life);
      }),
    );
  }, 60_000);
});

async function oneLife(house: House, seed: number): Promise<void> {
  await deleteFlat(house.database);
  for (const { id } of house.account.personas) house.account.removePersona(id);
  const chance = createChance(seed);
  const life: Life = { house, chance, bot: house.startBot() };
  life.bot.worker.start();
  const request = aRequest({ draft: aDraft({ name: `Life ${seed}` }) });
  const ends = Array.from({ length: 8 }, () =>
    house.standIn.setFault(chance.pick(faults), { operation: "create persona", times: 1 }),
  );
  if (chance.once(3)) house.standIn.setFault({ status: 503 }, { operation: "list personas", times: 1 });

  let isSaved = false;
  const saved = async () => {
    isSaved = true;
  };
  void life.bot.create(request, saved).catch(() => undefined);
  for (let step = 0; step < 5; step += 1) await liveOn(life, request);
  for (const end of ends) end();
  await recover(life);
  // Killed before the commit: the form was never acknowledged, so the person sends it again.
  if (!isSaved) await life.bot.create(request, saved);
  await recover(life);

  const rows = await house.rows();
  const outcome = {
    links: rows.map(({ link, tavus_persona_id: id }) => ({ link, id })),
    carriers: rows.flatMap((row) => house.carriers(row)),
    inTavus: house.account.personas.length,
  };
  const [carrier] = outcome.carriers;
  expect(outcome, `seed ${seed}`).toEqual({
    links: [{ link: "linked", id: carrier }],
    carriers: [carrier],
    inTavus: 1,
  });
  expect(carrier, `seed ${seed}`).toBeDefined();
  life.bot.kill();
}
