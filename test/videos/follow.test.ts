import { sql } from "kysely";
import { expect, test } from "vitest";
import type { Fault } from "../../sandbox/stand-ins/tavus/faults.ts";
import { createVideoProgress } from "../../src/database/video/video-progress.ts";
import { createLog } from "../../src/log.ts";
import { hashOfToken } from "../../src/tavus/callback-token.ts";
import { tellOne } from "../../src/videos/tell.ts";
import { forEachEngine, type OpenDatabase, openSqlite } from "../support/databases.ts";
import { type Harness, openHarness } from "../support/harness/harness.ts";
import {
  createScreen,
  type Screen,
  startVideoBot,
  type VideoBot,
  videoStoreOf,
} from "../support/harness/video-bot.ts";
import { otherTenant, tenant, userId } from "../support/personas/persona-builders.ts";
import { untilTrue } from "../support/until-true.ts";

const minute = 60_000;
const hour = 60 * minute;
const publicUrl = "http://127.0.0.1:9";

type World = { harness: Harness; screen: Screen; bot: VideoBot };

async function aWorld(open: OpenDatabase, isCalled = false): Promise<World> {
  const harness = await openHarness(open);
  const screen = createScreen();
  screen.channels.knowsNonces = true;
  const bot = startVideoBot(harness, screen, isCalled ? publicUrl : undefined);
  bot.worker.start();
  return { harness, screen, bot };
}

/** A video that Tavus never finishes by itself. */
async function aSlowVideo(world: World) {
  world.harness.standIn.behaviour.videoSeconds = { queued: 1e6, generating: 1e6 };
  const { video } = await world.bot.create();
  return { ...video, inTavus: world.harness.account.videos.all[0]?.id ?? "" };
}

/** Lets the follower do all that is due now. */
async function settle({ bot, harness }: World): Promise<void> {
  bot.follower.start();
  let quiet = 0;
  await untilTrue(
    async () => {
      bot.follower.wake();
      quiet = (await dueNow(harness)) === 0 ? quiet + 1 : 0;
      return quiet > 3;
    },
    { what: "the follower to rest" },
  );
  await bot.follower.stop(2000);
}

async function dueNow({ database: { kysely }, now }: Harness): Promise<number> {
  const at = new Date(now()).toISOString();
  const rows = await kysely
    .selectFrom("videos")
    .select("id")
    .where((or) => or.or([or("next_look_at", "<=", at), or("post_due_at", "<=", at)]))
    .execute();
  return rows.length;
}

const looks = ({ harness }: World) => harness.requests("get video").length;
const titles = ({ screen }: World) => screen.channels.messages.map(({ reply }) => reply.title);

/** What people were told directly of how a video ended. */
const ends = ({ screen }: World) => screen.direct.filter(({ title }) => !title.endsWith("is queued"));

function tokenOf({ harness }: World): string {
  const [request] = harness.requests("create video");
  const { callback_url: url = "" } = (request?.body ?? {}) as { callback_url?: string };
  return url.slice(`${publicUrl}/tavus/`.length);
}

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
    expect([titles(world), looks(world)]).toEqual([["Video “form-1” is not ready after hours"], asked]);

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

    expect(titles(world)).toEqual(["Video “form-1” is not ready after hours"]);
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

  test("a video whose row was lost is adopted by its Tavus id, once, under the id its mark names", async () => {
    const world = await aWorld(open);
    const { id, inTavus } = await aSlowVideo(world);
    const { kysely } = world.harness.database;
    await kysely.deleteFrom("videos").execute();
    await kysely.deleteFrom("links").execute();
    const request = { tenantId: tenant, userId, channelId: "C1", tavusVideoId: inTavus };

    const first = await world.bot.videos.adopt(request);
    const second = await world.bot.videos.adopt(request);
    world.harness.account.videos.finish(inTavus);
    world.harness.advance(20_000);
    await settle(world);

    expect([first.video.id, first.isNew, second.isNew]).toEqual([id, true, false]);
    expect(first.video).toMatchObject({ name: "form-1", script: "Hello.", link: "linked" });
    expect(titles(world)).toEqual(["Video “form-1” is ready"]);
    const stored = await videoStoreOf(world.harness).exportPage(tenant, "", 10);
    expect(stored.map(({ link }) => link.remoteId)).toEqual([inTavus]);
  });

  test.each([
    "before",
    "while",
  ] as const)("a video that gets ready %s it is said to be late is posted where it was asked for, once, also where nonces are not known", async (when) => {
    const world = await aWorld(open);
    const { channels } = world.screen;
    delete channels.knowsNonces;
    const { inTavus } = await aSlowVideo(world);
    const progress = createVideoProgress(world.harness.database);
    const [video] = await videoStoreOf(world.harness).exportPage(tenant, "", 1);
    if (!video) throw new Error("There is no video.");
    await progress.ended(video, { phase: "stalled" });
    world.harness.account.videos.finish(inTavus);
    const getsReady = async () => {
      await world.bot.videos.look(tenant, video.id);
    };
    const [claimed] = await progress.claimPosts(1, 120_000);
    if (!claimed) throw new Error("Nothing is to be said.");
    if (when === "while") {
      const post = channels.post.bind(channels);
      channels.post = async (...told) => {
        channels.post = post;
        await getsReady();
        return post(...told);
      };
    } else await getsReady();
    await tellOne({ progress, tell: world.bot.tell, log: createLog({ level: "silent" }) }, claimed);
    await settle(world);
    world.harness.advance(hour);
    await settle(world);

    expect(titles(world).filter((title) => title.endsWith("is ready"))).toHaveLength(1);
    expect(ends(world)).toEqual([]);
  });

  test("a video that is on its way out of Tavus is not adopted, and goes", async () => {
    const world = await aWorld(open);
    const { id, inTavus } = await aSlowVideo(world);
    const { standIn, account } = world.harness;
    await world.bot.worker.stop(2000);
    standIn.setFault("serverErrors", { operation: "delete video", times: 1 });
    await world.bot.videos.remove({ tenantId: tenant, id, alsoInTavus: true, userId });

    const adopt = { tenantId: tenant, userId, channelId: "C1", tavusVideoId: inTavus };
    await expect(world.bot.videos.adopt(adopt)).rejects.toThrow("is on its way out of Tavus");
    world.harness.advance(hour);
    world.bot.worker.start();

    const statusInTavus = () => account.videos.all.find((video) => video.id === inTavus)?.status;
    await expect.poll(statusInTavus).toBe("deleted");
    expect((await videoStoreOf(world.harness).exportPage(tenant, "", 9)).length).toBe(1);
  });

  test.each([
    false,
    true,
  ])("a video that is deleted here right before how it ended is said is said nowhere, and nothing of it stays owed (platform down: %s)", async (isDown) => {
    const world = await aWorld(open);
    const { id } = await aSlowVideo(world);
    const progress = createVideoProgress(world.harness.database);
    await progress.ended({ tenantId: tenant, id }, { phase: "ready" });
    const [claimed] = await progress.claimPosts(1, minute);
    if (!claimed) throw new Error("Nothing is to be said.");
    await world.bot.videos.remove({ tenantId: tenant, id, alsoInTavus: false, userId });
    world.screen.channels.isDown = isDown;

    await tellOne({ progress, tell: world.bot.tell, log: createLog({ level: "silent" }) }, claimed);
    world.harness.advance(hour);

    expect(titles(world)).toEqual([]);
    expect(world.screen.direct).toEqual([]);
    expect(await progress.claimPosts(1, minute)).toEqual([]);
  });

  test.each([
    "marked",
    "unmarked",
  ] as const)("a %s video that five adopt at once is one, which all five get", async (name) => {
    const world = await aWorld(open);
    const { inTavus } = await aSlowVideo(world);
    const { kysely } = world.harness.database;
    for (const table of ["videos", "links", "owners"] as const) await kysely.deleteFrom(table).execute();
    if (name === "unmarked") world.harness.account.videos.rename(inTavus, "By hand");
    const request = { tenantId: tenant, userId, channelId: "C1", tavusVideoId: inTavus };

    const adopted = await Promise.all(Array.from({ length: 5 }, () => world.bot.videos.adopt(request)));

    expect(new Set(adopted.map(({ video }) => video.id)).size).toBe(1);
    const stored = await videoStoreOf(world.harness).exportPage(tenant, "", 10);
    expect(stored.map(({ link }) => link.remoteId)).toEqual([inTavus]);
  });

  test.each([
    "Team vid highlights",
    "Vid department",
    "Ada vid23456789ab",
  ])("a video that people call %j keeps its name when it is adopted", async (name) => {
    const world = await aWorld(open);
    const { inTavus } = await aSlowVideo(world);
    const { kysely } = world.harness.database;
    for (const table of ["videos", "links", "owners"] as const) await kysely.deleteFrom(table).execute();
    world.harness.account.videos.rename(inTavus, name);
    const request = { tenantId: tenant, userId, channelId: "C1", tavusVideoId: inTavus };

    const { video } = await world.bot.videos.adopt(request);

    expect(video.name).toBe(name);
    expect(name).not.toContain(video.id.replace("vid_", ""));
  });

  test("a video whose answer was lost is adopted for its own record, also by a mark that Tavus has stripped", async () => {
    const { harness, bot } = await aWorld(open);
    Object.assign(harness.standIn.behaviour, { names: "bare" });
    harness.standIn.setFault("dropAfter", { operation: "create video", times: 1 });
    const { video: lost } = await bot.create();
    const [inTavus] = harness.account.videos.all;
    harness.advance(25_000);

    const request = { tenantId: tenant, userId, channelId: "C1", tavusVideoId: inTavus?.id ?? "" };
    const { video } = await bot.videos.adopt(request);

    expect(video.id).toBe(lost.id);
  });

  test("another team's video, and one that Tavus does not have, are adopted by nobody, in the same words", async () => {
    const world = await aWorld(open);
    const { inTavus } = await aSlowVideo(world);
    const request = { tenantId: otherTenant, userId: "U9", channelId: "C9", tavusVideoId: inTavus };
    const wordsFor = (tavusVideoId: string) =>
      world.bot.videos.adopt({ ...request, tavusVideoId }).then(
        () => "adopted",
        (error: Error) => error.message.replaceAll(tavusVideoId, "ID"),
      );

    const theirs = await wordsFor(inTavus);

    expect(theirs).toContain("Tavus knows no video ID");
    expect(await wordsFor("0000000000")).toBe(theirs);
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
