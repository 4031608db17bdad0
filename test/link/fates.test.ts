import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Fault } from "../../sandbox/stand-ins/tavus/faults.ts";
import { forEachEngine } from "../support/databases.ts";
import { type Bot, type Harness, harnessTimeoutMs, openHarness } from "../support/harness.ts";
import { aDraft, aRequest, tenant } from "../support/persona-builders.ts";
import { createSeededRandom } from "../support/seeded-random.ts";

/** Lives of one persona in which everything goes wrong at random; what went on is in the seed. */
const lives = 60;
/** So many harnesses at once; in each, one life after another. */
const harnesses = 12;
const firstSeed = 20_261;
const minute = 60_000;
const hour = 60 * minute;
/** A busy machine may need a few; together they stay within the day after which a persona is given up. */
const mostRounds = 12;

const lateMs = harnessTimeoutMs + 100;
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

type Life = { harness: Harness; chance: ReturnType<typeof createChance>; bot: Bot };

/** One thing that happens: time passes, somebody presses Retry or sends the form again, the process dies. */
async function liveOn(life: Life, request: ReturnType<typeof aRequest>): Promise<void> {
  const { harness, chance } = life;
  await sleep(chance.whole(60));
  if (chance.once(3)) {
    life.bot.kill();
    life.bot = harness.startBot();
    life.bot.worker.start();
  }
  if (chance.once(4)) await harness.work(life.bot);
  harness.advance(chance.pick([0, 1000, 10_000, 21_000, minute, 10 * minute]));
  life.bot.worker.wake();
  const [row] = await harness.rows();
  if (chance.once(4) && row) void life.bot.personas.retry(tenant, row.id).catch(() => undefined);
  if (chance.once(4)) void life.bot.create(request).catch(() => undefined);
}

/** Nothing goes wrong any more, and time enough passes for every retry and every check. */
async function recover({ harness, bot }: Life): Promise<void> {
  harness.standIn.clearFaults();
  await sleep(lateMs);
  for (let round = 0; round < mostRounds && !(await isQuiet(harness)); round += 1) {
    harness.advance(hour + 20 * minute);
    await harness.work(bot);
    await harness.rest(bot);
  }
}

/** Nothing more is planned for any row. */
async function isQuiet(harness: Harness): Promise<boolean> {
  const rows = await harness.rows();
  return rows.every((row) => row.next_attempt_at === null && row.surplus_check_at === null);
}

forEachEngine((_engine, open) => {
  test(`in ${lives} lives full of faults, kills, retries and repeats there is one row and one Tavus persona`, async () => {
    await Promise.all(
      Array.from({ length: harnesses }, async (_, lane) => {
        const harness = await openHarness(open);
        for (let life = lane; life < lives; life += harnesses) await oneLife(harness, firstSeed + life);
      }),
    );
  }, 60_000);
});

async function oneLife(harness: Harness, seed: number): Promise<void> {
  await harness.database.kysely.deleteFrom("personas").execute();
  for (const { id } of harness.account.personas) harness.account.removePersona(id);
  const chance = createChance(seed);
  const life: Life = { harness, chance, bot: harness.startBot() };
  life.bot.worker.start();
  const request = aRequest({ draft: aDraft({ name: `Life ${seed}` }) });
  const ends = Array.from({ length: 8 }, () =>
    harness.standIn.setFault(chance.pick(faults), { operation: "create persona", times: 1 }),
  );
  if (chance.once(3)) harness.standIn.setFault({ status: 503 }, { operation: "list personas", times: 1 });

  void life.bot.create(request).catch(() => undefined);
  for (let step = 0; step < 5; step += 1) await liveOn(life, request);
  for (const end of ends) end();
  await recover(life);

  const rows = await harness.rows();
  const outcome = {
    links: rows.map(({ link, tavus_persona_id: id }) => ({ link, id })),
    carriers: rows.flatMap((row) => harness.carriers(row)),
    inTavus: harness.account.personas.length,
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
