import { sql } from "kysely";
import { expect, test } from "vitest";
import type { Fault } from "../../sandbox/stand-ins/tavus/faults.ts";
import { hashOfToken } from "../../src/tavus/callback-token.ts";
import { forEachEngine, openSqlite } from "../support/databases.ts";
import { startVideoBot } from "../support/harness/video-bot.ts";
import { tenant, userId } from "../support/personas/persona-builders.ts";
import { untilTrue } from "../support/until-true.ts";
import {
  aSlowVideo,
  aWorld,
  ends,
  hour,
  looks,
  minute,
  settle,
  titles,
  tokenOf,
  type World,
} from "./world.ts";

/** Answers of who stands before Tavus and has lost the way to it. */
const lostTheWay: Fault[] = [
  { status: 404, body: { message: "no Route matched with those values" } },
  { status: 404, body: { message: "Cannot GET /v2/videos/1e30440cf9", error: "Not Found" } },
  { status: 410, body: { message: "Gone" } },
];

forEachEngine((_engine, open) => {
  test.each(lostTheWay)("%j is no word on a video that goes on", async (fault) => {
    const world = await aWorld(open);
    const { id } = await aSlowVideo(world);
    const { harness, bot } = world;
    harness.advance(5 * minute);
    for (const scope of [{ operation: "get video" } as const, {}]) {
      harness.standIn.setFault(fault, scope);
      harness.advance(6 * minute);
      await settle(world);
    }
    const { tavus } = await bot.videos.remove({ tenantId: tenant, id, alsoInTavus: true, userId });

    expect(titles(world)).toEqual([]);
    expect(tavus).toBe("onItsWay");
    expect(harness.account.videos.all).toMatchObject([{ status: "queued" }]);
  });

  test("nothing is asked of an account that has nothing open, and a video is asked about with growing pauses", async () => {
    const world = await aWorld(open);
    await settle(world);
    const before = world.harness.standIn.requests.length;
    await aSlowVideo(world);
    const asked: number[] = [];
    for (let seconds = 0; seconds < 30 * 60; seconds += 10) {
      world.harness.advance(10_000);
      const seen = looks(world);
      await settle(world);
      if (looks(world) > seen) asked.push(seconds);
    }
    const pauses = asked.slice(1).map((at, index) => at - (asked[index] ?? 0));

    expect(before).toBe(0);
    expect(pauses[0]).toBe(10);
    expect(pauses.at(-1)).toBe(300);
    expect(pauses).toEqual([...pauses].sort((one, other) => one - other));
  });

  test("after hours it is said that Tavus has not finished, once; looked at later it is said that it is ready", async () => {
    const world = await aWorld(open);
    const { id, inTavus } = await aSlowVideo(world);
    for (let round = 0; round < 10; round += 1) {
      world.harness.advance(hour);
      await settle(world);
    }
    const asked = looks(world);
    world.harness.advance(24 * hour);
    await settle(world);
    expect([titles(world), looks(world)]).toEqual([
      ["Video “form-1” is not known to be ready after hours"],
      asked,
    ]);

    world.harness.account.videos.finish(inTavus);
    expect(await world.bot.videos.look(tenant, id)).toMatchObject({ phase: "ready" });
    await settle(world);
    expect(titles(world).at(-1)).toBe("Video “form-1” is ready");
    expect(titles(world)).toHaveLength(2);
  });

  test.each<[string, Fault]>([
    ["has not got its network back yet", { drop: true }],
    ["meets a Tavus that fails", { status: 503 }],
    ["is asked to slow down", { status: 429 }],
  ])("a bot that stood still for a night and %s does not say that Tavus had hours", async (_what, fault) => {
    const world = await aWorld(open);
    const { inTavus } = await aSlowVideo(world);
    world.harness.advance(11_000);
    await settle(world);
    world.harness.account.videos.finish(inTavus);
    const end = world.harness.standIn.setFault(fault, { operation: "get video" });
    world.harness.advance(8 * hour);
    await settle(world);
    end();
    world.harness.advance(10 * minute);
    await settle(world);

    expect(titles(world)).toEqual(["Video “form-1” is ready"]);
  });

  test("a video of which Tavus tells nothing for hours, however often it is asked, is given up, and said so once", async () => {
    const world = await aWorld(open);
    await aSlowVideo(world);
    world.harness.standIn.setFault({ status: 503 }, { operation: "get video" });
    for (let round = 0; round < 90; round += 1) {
      world.harness.advance(5 * minute);
      await settle(world);
    }

    expect(titles(world)).toEqual(["Video “form-1” is not known to be ready after hours"]);
    // It may be finished for hours.
    expect(world.screen.channels.messages.at(-1)?.reply.text).toMatch(/ or could not be asked,/);
  });

  test.each<[string, (world: World, call: (token: string) => Promise<boolean>) => Promise<void>]>([
    ["comes", async (world, call) => void (await call(tokenOf(world)))],
    ["is lost", async ({ harness }) => harness.advance(20_000)],
    [
      "is repeated",
      async (world, call) => {
        for (let times = 0; times < 3; times += 1) {
          await call(tokenOf(world));
          await settle(world);
        }
      },
    ],
    [
      "is forged",
      async (world, call) => {
        expect(await call("a-token-that-nobody-has")).toBe(false);
        world.harness.advance(20_000);
      },
    ],
  ])("where Tavus's call %s, the link is posted once", async (_name, callIt) => {
    const world = await aWorld(open, true);
    const { inTavus } = await aSlowVideo(world);
    world.harness.account.videos.finish(inTavus);

    await callIt(world, (token) => world.bot.videos.called(hashOfToken(token)));
    await settle(world);
    world.harness.advance(hour);
    await settle(world);

    expect(titles(world)).toEqual(["Video “form-1” is ready"]);
  });

  test.each<[string, Fault]>([
    ["Tavus fails at it", { status: 500 }],
    ["its answer is cut off", { drop: true }],
    ["its answer cannot be read", { status: 200, body: {} }],
    ["Tavus refuses it", { status: 400, body: { error: "Not this one" } }],
  ])("of three videos of a round the others are looked at although of the first %s", async (_what, fault) => {
    const world = await aWorld(open);
    for (const formId of ["form-1", "form-2", "form-3"]) await world.bot.create({ formId });
    const { standIn, account, database } = world.harness;
    // A read that met a reset is sent once more.
    standIn.setFault(fault, { operation: "get video", times: fault.drop ? 2 : 1 });
    for (const { id } of account.videos.all) account.videos.finish(id);
    world.harness.advance(minute);

    const before = looks(world);
    world.bot.follower.start();
    await untilTrue(() => titles(world).length === 2, { what: "the others" });
    await world.bot.follower.stop(2000);

    expect(looks(world) - before).toBe(fault.drop ? 4 : 3);
    const rows = await database.kysely.selectFrom("videos").select("phase").execute();
    expect(rows.map(({ phase }) => phase).sort()).toEqual(["queued", "ready", "ready"]);
  });

  test("a call that says more than is true changes nothing: the video is read again and goes on", async () => {
    const world = await aWorld(open, true);
    await aSlowVideo(world);
    const before = looks(world);

    expect(await world.bot.videos.called(hashOfToken(tokenOf(world)))).toBe(true);
    await settle(world);

    expect([titles(world), looks(world) - before]).toEqual([[], 1]);
  });

  test("the token is kept as its hash alone, and each video has one of its own", async () => {
    const world = await aWorld(open, true);
    await aSlowVideo(world);
    await world.bot.create({ formId: "form-2" });

    const rows = await world.harness.database.kysely.selectFrom("videos").selectAll().execute();

    expect(tokenOf(world)).toMatch(/^[\w-]{32}$/);
    expect(JSON.stringify(rows)).not.toContain(tokenOf(world));
    expect(new Set(rows.map((row) => row.token_hash)).size).toBe(2);
  });

  test.each<[string, Fault, number]>([
    ["for a pause", { status: 429, headers: { "retry-after": "600" } }, 599_000],
    ["for another key", { status: 401, body: { message: "Invalid access token" } }, 14 * minute],
  ])("where Tavus asks %s, nothing of the team is asked for so long", async (_name, fault, restMs) => {
    const world = await aWorld(open);
    await aSlowVideo(world);
    await world.bot.create({ formId: "form-2" });
    const end = world.harness.standIn.setFault(fault, { operation: "get video" });
    world.harness.advance(11_000);
    await settle(world);
    const asked = looks(world);

    world.harness.advance(restMs - 11_000);
    await settle(world);
    const meanwhile = looks(world);
    end();
    for (const { id } of world.harness.account.videos.all) world.harness.account.videos.finish(id);
    world.harness.advance(2 * minute);
    await settle(world);

    expect([asked, meanwhile]).toEqual([1, 1]);
    expect(titles(world).sort()).toEqual(["Video “form-1” is ready", "Video “form-2” is ready"]);
  });

  test("a video that somebody deleted in Tavus is said to be gone", async () => {
    const world = await aWorld(open);
    const { inTavus } = await aSlowVideo(world);
    world.harness.advance(11_000);
    await settle(world);
    world.harness.account.videos.remove(inTavus, true);
    world.harness.advance(3 * minute);
    await settle(world);
    world.harness.advance(hour);
    await settle(world);

    expect(titles(world)).toEqual(["Video “form-1” is gone in Tavus"]);
  });

  test("a channel that is closed: its person is told, once", async () => {
    const world = await aWorld(open);
    world.screen.channels.closed.set("C1", "The channel is gone.");
    const { inTavus } = await aSlowVideo(world);
    world.harness.account.videos.finish(inTavus);
    world.harness.advance(20_000);
    await settle(world);
    world.harness.advance(hour);
    await settle(world);

    expect(titles(world)).toEqual([]);
    expect(ends(world)).toEqual([{ userId, title: "Video “form-1” is ready" }]);
  });

  test.each([
    true,
    false,
  ])("a process that dies between post and note leaves one post; a platform that knows no nonces (%s) has its person told", async (knowsNonces) => {
    const world = await aWorld(open);
    if (!knowsNonces) delete world.screen.channels.knowsNonces;
    const { inTavus } = await aSlowVideo(world);
    world.harness.account.videos.finish(inTavus);
    const { channels } = world.screen;
    const post = channels.post.bind(channels);
    channels.post = async (...told) => {
      const posted = await post(...told);
      world.bot.kill();
      channels.post = post;
      return posted;
    };
    world.harness.advance(20_000);
    world.bot.follower.start();
    await untilTrue(() => channels.messages.length > 0);

    const bot = startVideoBot(world.harness, world.screen);
    world.harness.advance(121_000 - (knowsNonces ? 10_000 : 0));
    const heir = { ...world, bot };
    await settle(heir);
    world.harness.advance(hour);
    await settle(heir);

    expect(titles(world)).toEqual(["Video “form-1” is ready"]);
    expect(world.screen.direct.length).toBe(1);
  });

  test("after the clock was set back a post of which nobody knows how it ended is not posted again: its nonce is forgotten by then", async () => {
    const world = await aWorld(open);
    const { inTavus } = await aSlowVideo(world);
    world.harness.account.videos.finish(inTavus);
    const { channels } = world.screen;
    const post = channels.post.bind(channels);
    channels.post = async (...told) => {
      const posted = await post(...told);
      world.bot.kill();
      channels.post = (channelId, reply, nonce) => post(channelId, reply, `${nonce} once more`);
      return posted;
    };
    world.harness.advance(20_000);
    world.bot.follower.start();
    await untilTrue(() => channels.messages.length > 0);

    world.harness.advance(-3 * hour);
    const heir = { ...world, bot: startVideoBot(world.harness, world.screen) };
    await world.harness.work(heir.bot);
    await settle(heir);

    expect(titles(world)).toEqual(["Video “form-1” is ready"]);
    expect(ends(world)).toEqual([{ userId, title: "Video “form-1” is ready" }]);
  });

  test.each([
    "kept",
    "ascii",
    "bare",
  ] as const)("a video whose answer was lost is found by its name and made once, also where Tavus keeps names %s", async (names) => {
    const world = await aWorld(open);
    const { harness, bot } = world;
    Object.assign(harness.standIn.behaviour, { names });
    harness.standIn.setFault("dropAfter", { operation: "create video", times: 1 });
    await bot.create();

    harness.advance(25_000);
    const rows = () => harness.database.kysely.selectFrom("links").select("state").execute();
    await untilTrue(
      async () => {
        bot.worker.wake();
        return (await rows()).every(({ state }) => state === "linked");
      },
      { what: "the video to be found" },
    );

    expect(harness.account.videos.all).toHaveLength(1);
  });
});

test("what the database refuses of one video keeps no other from its turn", async () => {
  const world = await aWorld(openSqlite);
  const { account, database } = world.harness;
  for (const formId of ["form-1", "form-2"]) await world.bot.create({ formId });
  for (const { id } of account.videos.all) account.videos.finish(id);
  await sql`create trigger refused before update on videos when new.name = 'form-1' and new.phase = 'ready'
    begin select raise(abort, 'not this one'); end`.execute(database.kysely);
  world.harness.advance(minute);

  world.bot.follower.start();
  await untilTrue(() => titles(world).length > 0, { what: "the other" });
  await world.bot.follower.stop(2000);

  expect(titles(world)).toEqual(["Video “form-2” is ready"]);
});
