import { expect, test } from "vitest";
import { createVideoProgress } from "../../src/database/video/video-progress.ts";
import { createLog } from "../../src/log.ts";
import { tellOne } from "../../src/videos/tell.ts";
import { makeInterruptible } from "../support/between-statements.ts";
import { forEachEngine } from "../support/databases.ts";
import { startVideoBot, videoStoreOf } from "../support/harness/video-bot.ts";
import { otherTenant, tenant, userId } from "../support/personas/persona-builders.ts";
import { untilTrue } from "../support/until-true.ts";
import { aSlowVideo, aWorld, ends, hour, minute, settle, titles } from "./world.ts";

forEachEngine((_engine, open) => {
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

  test("who looks at, deletes or adopts one, which Tavus refuses, is not told to change it and have it made again", async () => {
    const world = await aWorld(open);
    const { id } = await aSlowVideo(world);
    const { standIn } = world.harness;
    for (const operation of ["get video", "delete video"] as const)
      standIn.setFault({ status: 400, body: { error: "Bad request" } }, { operation });
    const { videos } = world.bot;
    const adopt = { tenantId: tenant, userId, channelId: "C1", tavusVideoId: "another" };

    for (const act of [
      () => videos.look(tenant, id),
      () => videos.remove({ tenantId: tenant, id, alsoInTavus: true, userId }),
      () => videos.adopt(adopt),
    ])
      await expect(act()).rejects.toThrow(/Tavus refused the request.*\nIf it happens again/);
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
    "marked",
    "unmarked",
  ] as const)("a %s video whose process dies while it adopts it, from its row on, can be adopted again, has one row, and is followed", async (name) => {
    const world = await aWorld(open);
    const { inTavus } = await aSlowVideo(world);
    if (name === "unmarked") world.harness.account.videos.rename(inTavus, "By hand");
    const { harness, screen } = world;
    const { kysely } = harness.database;
    const request = { tenantId: tenant, userId, channelId: "C1", tavusVideoId: inTavus };
    const { database, ...dying } = makeInterruptible(harness.database);
    const unfollowed: number[] = [];

    for (let place = 6; ; place += 1) {
      for (const table of ["videos", "links", "owners"] as const) await kysely.deleteFrom(table).execute();
      const mortal = startVideoBot({ ...harness, database }, screen);
      dying.interruptAfter(place, async () => mortal.kill());
      await mortal.videos.adopt(request).catch(() => undefined);
      if (!dying.wasInterrupted()) break;
      // Whatever the dead one leaves is told by others.
      harness.advance(hour);
      world.bot.worker.wake();
      const isTold = async () =>
        (await kysely.selectFrom("links").selectAll().where("state", "=", "linked").execute()).every(
          (link) => link.told_at !== null,
        );
      await untilTrue(isTold, { what: "it to be told" });
      await world.bot.videos.adopt(request);
      const rows = await kysely.selectFrom("videos").select(["next_look_at", "followed_since"]).execute();
      const isFollowed = rows.every((row) => row.next_look_at !== null && row.followed_since !== null);
      if (rows.length !== 1 || !isFollowed) unfollowed.push(place);
    }

    expect(unfollowed).toEqual([]);
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
