import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Fault } from "../../sandbox/stand-ins/tavus/faults.ts";
import type { Operation } from "../../sandbox/stand-ins/tavus/routes.ts";
import { OutsideError } from "../../src/errors.ts";
import { randomId } from "../../src/random-id.ts";
import { hashOfToken } from "../../src/tavus/callback-token.ts";
import { forEachEngine } from "../support/databases.ts";
import { type Harness, impatient, openHarness } from "../support/harness/harness.ts";
import { createScreen, type Screen, startVideoBot, type VideoBot } from "../support/harness/video-bot.ts";
import { longer } from "../support/runner/longer.ts";
import { createSeededRandom } from "../support/seeded-random.ts";

/** Lives of one video from its form to its link, in which everything goes wrong at random; what went on is in the seed. */
const lives = 24 * longer;
const harnesses = 12;
const firstSeed = 13_013;
const minute = 60_000;
const hour = 60 * minute;
const mostRounds = 40;

const lateMs = impatient.timeoutMs + 100;
const faults: [Fault, ...Fault[]] = [
  { status: 503 },
  { status: 503, workFirst: true },
  { status: 429, headers: { "retry-after": "30" } },
  { drop: true },
  { drop: true, workFirst: true },
  { hang: true },
  { status: 200, body: "<html>" },
  { status: 200, body: {}, workFirst: true },
  { delayMs: lateMs, workFirst: true },
];

/** Where Tavus's calls go: nobody listens there, so each is brought by hand, or lost. */
const publicUrl = "http://127.0.0.1:9";

function createChance(seed: number) {
  const random = createSeededRandom(seed);
  const whole = (below: number) => Math.floor(random() * below);
  return {
    once: (times: number) => whole(times) === 0,
    whole,
    pick: <Item>(items: readonly [Item, ...Item[]]) => items[whole(items.length)] ?? items[0],
  };
}

type Life = {
  harness: Harness;
  screen: Screen;
  chance: ReturnType<typeof createChance>;
  bot: VideoBot;
};

function start({ harness, screen }: Pick<Life, "harness" | "screen">): VideoBot {
  const bot = startVideoBot(harness, screen, publicUrl);
  bot.worker.start();
  bot.follower.start();
  return bot;
}

/** Tavus calls, or somebody who is not Tavus; what it says is never read. */
async function call({ harness, bot, chance }: Life): Promise<void> {
  const bodies = harness.standIn.requests.filter(({ operation }) => operation === "create video");
  const urls = bodies.map(({ body }) => String((body as { callback_url?: string }).callback_url));
  const tokens = urls.map((url) => url.slice(`${publicUrl}/tavus/`.length));
  const token = chance.once(3) ? "forged-forged-forged-forged" : tokens[chance.whole(tokens.length)];
  if (token) await bot.videos.called(hashOfToken(token)).catch(() => undefined);
}

/** The platform takes a message and its answer is lost, or nothing gets through. */
function stormOverChannels(screen: Screen, chance: Life["chance"]): () => void {
  const { channels } = screen;
  const post = channels.post.bind(channels);
  channels.post = async (...told) => {
    if (chance.once(3)) throw new OutsideError("the platform is down");
    // Without a nonce that it knows, each message is one of its own.
    const [channelId, reply, nonce] = told;
    const posted = await post(channelId, reply, channels.knowsNonces ? nonce : randomId(20));
    if (chance.once(3)) throw new OutsideError("the answer was lost");
    return posted;
  };
  return () => {
    channels.post = post;
  };
}

async function liveOn(life: Life, saved: () => Promise<void>): Promise<void> {
  const { harness, chance } = life;
  await sleep(chance.whole(40));
  if (chance.once(3)) {
    life.bot.kill();
    life.bot = start(life);
  }
  harness.advance(chance.pick([0, 1000, 10_000, 21_000, minute, 3 * minute]));
  life.bot.worker.wake();
  life.bot.follower.wake();
  if (chance.once(3)) void call(life);
  if (chance.once(4)) void life.bot.create({}, saved).catch(() => undefined);
}

async function recover(life: Life): Promise<void> {
  const { harness, bot } = life;
  harness.standIn.clearFaults();
  await harness.advanceAfterAll(0);
  for (let round = 0; round < mostRounds && !(await isQuiet(harness)); round += 1) {
    harness.advance(round < 10 ? 5 * minute : hour + 20 * minute);
    await harness.work(bot);
    bot.follower.wake();
    await harness.rest(bot);
  }
}

async function isQuiet({ database: { kysely } }: Harness): Promise<boolean> {
  const links = await kysely.selectFrom("links").select(["next_attempt_at", "surplus_check_at"]).execute();
  const videos = await kysely.selectFrom("videos").select(["next_look_at", "post_due_at"]).execute();
  return [...links, ...videos].every((row) => Object.values(row).every((time) => time === null));
}

async function empty({ database: { kysely }, account, standIn }: Harness): Promise<void> {
  for (const table of ["links", "videos", "usage", "tenants"] as const)
    await kysely.deleteFrom(table).execute();
  for (const { id } of account.videos.all) account.videos.remove(id, true);
  standIn.requests.splice(0);
}

async function oneLife(harness: Harness, seed: number, knowsNonces: boolean): Promise<void> {
  await empty(harness);
  const chance = createChance(seed);
  const screen = createScreen();
  if (knowsNonces) screen.channels.knowsNonces = true;
  const life: Life = { harness, screen, chance, bot: start({ harness, screen }) };
  for (let count = 0; count < 6; count += 1) {
    const operation = chance.pick<Operation>(["create video", "get video", "get video", "list videos"]);
    harness.standIn.setFault(chance.pick(faults), { operation, times: 1 });
  }
  const calm = stormOverChannels(screen, chance);
  let isSaved = false;
  const saved = async () => {
    isSaved = true;
  };
  void life.bot.create({}, saved).catch(() => undefined);
  for (let step = 0; step < 8; step += 1) await liveOn(life, saved);
  calm();
  await recover(life);
  if (!isSaved) await life.bot.create({}, saved);
  await recover(life);
  await expectOnce(life, seed);
  life.bot.kill();
}

/** One video, in Tavus and here, and its link read once: in the channel, or where that was not sure, by its person. */
async function expectOnce({ harness, screen }: Life, seed: number): Promise<void> {
  const rows = await harness.database.kysely.selectFrom("videos").select(["phase", "post_state"]).execute();
  const inTavus = harness.account.videos.all.filter(({ status }) => status !== "deleted");
  const posted = screen.channels.messages.map(({ reply }) => reply.title);
  const ready = "Video “form-1” is ready";
  expect({ rows, inTavus: inTavus.length, posted }, `seed ${seed}`).toEqual({
    rows: [{ phase: "ready", post_state: expect.stringMatching(/^(posted|told)$/) }],
    inTavus: 1,
    posted: posted.length > 0 ? [ready] : [],
  });
  const isSilent = posted.length === 0 && !screen.direct.some(({ title }) => title === ready);
  expect(isSilent, `seed ${seed}`).toBe(false);
}

forEachEngine((_engine, open) => {
  test.each([
    ["that knows a message by its nonce", true],
    ["that does not", false],
  ])(
    `in ${lives} lives in bad weather on a platform %s there is one video, and its link is posted once`,
    async (_name, knowsNonces) => {
      await Promise.all(
        Array.from({ length: harnesses }, async (_, lane) => {
          const harness = await openHarness(open, impatient);
          for (let life = lane; life < lives; life += harnesses)
            await oneLife(harness, firstSeed + life + (knowsNonces ? 0 : lives), knowsNonces);
        }),
      );
    },
    120_000 * longer,
  );
});
