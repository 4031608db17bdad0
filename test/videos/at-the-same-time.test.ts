import { expect, test } from "vitest";
import { createVideoStore } from "../../src/database/video/video-store.ts";
import { makeInterruptible } from "../support/between-statements.ts";
import { forEachEngine, type OpenDatabase } from "../support/databases.ts";
import { startPersonaBot, workspace } from "../support/persona-bot.ts";
import { askForVideo, face } from "../support/video-maker.ts";

/** A bot with the persona Ada, and what another process does between two of its statements. */
async function openStage(open: OpenDatabase) {
  const database = await open();
  const interruptible = makeInterruptible(database);
  const bot = await startPersonaBot(async () => interruptible.database, { patienceMs: 500 });
  await Promise.all([bot.keeper, bot.follower, bot.followUps].map((one) => one.stop(2000)));
  const admin = bot.person("u1", "admin");
  await admin.create({ name: "Ada", replica: face });
  const newest = async () => {
    await askForVideo(admin);
    const [video] = (await bot.services.videos.newest(workspace, { limit: 1 })).videos;
    return video?.id ?? "";
  };
  return { ...interruptible, bot, newest, elsewhere: createVideoStore(database) };
}

forEachEngine((_engine, open) => {
  test("one that is deleted while it is tried again is told to be deleted, not to be as it was before", async () => {
    const { bot, newest, elsewhere, interruptAfter, wasInterrupted } = await openStage(open);
    for (let place = 1; ; place += 1) {
      bot.standIn.setFault("rejected", { operation: "create video", times: 1 });
      const id = await newest();
      await bot.toldBatch.flush();
      interruptAfter(place, async () => {
        await elsewhere.remove(workspace, id, { tavus: "kept", userId: "u2" });
      });

      const said = await bot.services.videos.retry(workspace, id, "u1").then(
        ({ link }) => link as string,
        (error: Error) => error.message,
      );

      if (!wasInterrupted()) return expect(place).toBeGreaterThan(2);
      expect(said, `after statement ${place}`).toMatch(/deleted here|not here any more|linked/);
    }
  }, 60_000);

  test.each([
    ["kept", "onItsWay"],
    ["deleted", "deleted"],
    ["unsettled", "onItsWay"],
  ] as const)("one that somebody else deletes first (%s) is told to be on its way exactly where I go on with it", async (tavus, told) => {
    const { bot, newest, elsewhere } = await openStage(open);
    const id = await newest();
    bot.standIn.setFault({ status: 503, delayMs: 300 }, { operation: "delete video" });
    const others: Promise<unknown>[] = [];
    bot.standIn.onEvent(({ kind, request }) => {
      if (kind === "request" && request.operation === "delete video" && others.length === 0)
        others.push(elsewhere.remove(workspace, id, { tavus, userId: "u2" }));
    });

    const removed = await bot.services.videos.remove({
      ...{ tenantId: workspace, id, userId: "u1" },
      alsoInTavus: true,
    });

    expect(others).toHaveLength(1);
    expect(removed.tavus).toBe(told);
    const tombstone = await elsewhere.findEver(workspace, id);
    expect(tombstone?.link.removesRemote).toBe(told === "onItsWay");
  });
});
