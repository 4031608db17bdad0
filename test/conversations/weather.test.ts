import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Fault } from "../../sandbox/stand-ins/tavus/faults.ts";
import type { Operation } from "../../sandbox/stand-ins/tavus/routes.ts";
import { forEachEngine } from "../support/databases.ts";
import { longer } from "../support/runner/longer.ts";
import { createSeededRandom } from "../support/seeded-random.ts";
import { type CallBot, type CallWorld, openCallWorld } from "./call-world.ts";

/** Days on which everything goes wrong at random; what went on is in the seed. */
const days = { sqlite: 30 * longer, postgres: 10 * longer };
const lanes = 5;
const firstSeed = 12_012;
const teamMinutes = 45;
const people = ["U1", "U2", "U3", "U4"] as const;

const faults: readonly Fault[] = [
  { status: 503 },
  { status: 503, workFirst: true },
  { status: 429 },
  { status: 402 },
  { drop: true },
  { drop: true, workFirst: true },
  { hang: true },
  { hang: true, workFirst: true },
  { status: 200, body: "<html>" },
  { status: 200, body: {}, workFirst: true },
  { status: 400, body: { error: "Invalid conversation_id" } },
];
const operations: readonly Operation[] = [
  "create conversation",
  "create conversation",
  "get conversation",
  "end conversation",
  "list conversations",
];

type Day = {
  world: CallWorld;
  bots: CallBot[];
  whole(below: number): number;
  pressed: number;
  /** What people have asked for; a process that is killed may still have a statement on its way. */
  asked: Promise<unknown>[];
};

/** One thing that happens. */
async function liveOn(day: Day, seed: number): Promise<void> {
  const { world, whole } = day;
  const bot = day.bots[whole(day.bots.length)];
  const person = people[whole(people.length)] ?? "U1";
  const ask = (asked: Promise<unknown> | undefined) => day.asked.push(Promise.allSettled([asked]));
  switch (whole(8)) {
    case 0: {
      const dying = whole(day.bots.length);
      day.bots[dying]?.kill();
      day.bots[dying] = world.startBot();
      return;
    }
    case 1:
      return world.advance([1000, 10_000, 45_000, 130_000, 600_000][whole(5)] ?? 0);
    case 2: {
      const room = world.account.rooms.open[0];
      if (room) world.account.rooms.join(world.account.rooms.linkOf(room), person);
      return;
    }
    case 3: {
      const [row] = (await world.rows()).filter(({ ended_at }) => ended_at === null);
      if (row) ask(bot?.conversations.end({ tenantId: row.tenant_id, id: row.id }, "person"));
      return;
    }
    default: {
      // One press in three is delivered twice, to either process.
      day.pressed += 1;
      const press = `press ${seed} ${day.pressed}`;
      ask(bot?.join(person, press));
      if (whole(3) === 0) ask(day.bots[whole(day.bots.length)]?.join(person, press));
    }
  }
}

/** Somebody is in every room, and Tavus ends none by itself: whoever ends them is the bot. */
function keepGoing({ account }: CallWorld): void {
  for (const room of account.rooms.open) Object.assign(room, { wasJoined: true, longest: 1e9 });
}

async function oneDay(world: CallWorld, seed: number): Promise<void> {
  const random = createSeededRandom(seed);
  const whole = (below: number) => Math.floor(random() * below);
  const day: Day = { world, whole, bots: [world.startBot(), world.startBot()], pressed: 0, asked: [] };
  for (let count = 0; count < 6; count += 1) {
    const operation = operations[whole(operations.length)] ?? "create conversation";
    world.standIn.setFault(faults[whole(faults.length)] ?? {}, { operation, times: 1 });
  }
  for (let step = 0; step < 12; step += 1) {
    await liveOn(day, seed);
    await sleep(whole(25));
    keepGoing(world);
    expect(await world.minutesTaken(), `minutes on the day of seed ${seed}`).toBeLessThanOrEqual(teamMinutes);
  }
  world.standIn.clearFaults();
  for (const bot of day.bots) bot.kill();
  await Promise.all(day.asked);
  keepGoing(world);
  const last = world.startBot();
  await world.untilOver(last, 10_000);
  await last.stop();
  await expectAllOver(world, seed);
  // The next day begins with nothing used.
  await world.advance(24 * 3_600_000);
}

async function expectAllOver(world: CallWorld, seed: number): Promise<void> {
  const marks = world.account.rooms.ever.map(({ name }) => name.split(" · ").at(-1));
  expect(marks.length, `rooms made once, seed ${seed}`).toBe(new Set(marks).size);
  const rows = await world.rows();
  expect(rows.filter(({ minutes_used }) => minutes_used === null)).toEqual([]);
  for (const { minutes, minutes_used } of rows) expect(minutes_used).toBeLessThanOrEqual(minutes);
  // What a request made after it had been given up is looked for until the end.
  const open = world.account.rooms.open.map(({ name }) => rows.find(({ id }) => name.endsWith(id)));
  expect(
    open.filter((row) => row?.end_reason !== "lost"),
    `rooms left open, seed ${seed}`,
  ).toEqual([]);
}

forEachEngine((engine, open) => {
  test(`in ${days[engine]} days of weather no press makes two rooms, none is left open, and no limit is passed`, {
    timeout: 180_000 * longer,
  }, async () => {
    await Promise.all(
      Array.from({ length: lanes }, async (_, lane) => {
        const world = await openCallWorld(open, { teamMinutes });
        for (let day = lane; day < days[engine]; day += lanes) await oneDay(world, firstSeed + day);
        const last = world.startBot();
        await world.untilQuiet(last);
        await last.stop();
        expect(world.account.rooms.open, `rooms left open, lane ${lane}`).toEqual([]);
      }),
    );
  });

  test("50 presses at once on two processes never take more than the team has, and nobody gets two rooms", async () => {
    const world = await openCallWorld(open, { teamMinutes: 35 });
    const bots = [world.startBot(), world.startBot()];

    await Promise.all(
      Array.from({ length: 50 }, (_, index) => bots[index % 2]?.join(`U${Math.floor(index / 2)}`)),
    );

    const rows = await world.rows();
    expect(rows.map(({ minutes }) => minutes).sort()).toEqual([10, 10, 10, 5]);
    expect(await world.minutesTaken()).toBe(35);
    expect(new Set(rows.map(({ user_id }) => user_id)).size).toBe(rows.length);
    expect(world.account.rooms.ever.length).toBe(4);
  });
});
