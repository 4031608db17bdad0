import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { createVideoProgress } from "../../src/database/video/video-progress.ts";
import { OutsideError } from "../../src/errors.ts";
import { createLog } from "../../src/log.ts";
import { tellOne } from "../../src/videos/tell.ts";
import { forEachEngine, type OpenDatabase } from "../support/databases.ts";
import { tenant } from "../support/personas/persona-builders.ts";
import { aSlowVideo, aWorld, ends, settle, titles } from "./world.ts";

/** As long as the messages of one video may take. */
const leaseMs = 120_000;

/** A video whose end two processes are to say, the second because the first stood still; on a platform that knows no nonces. */
async function twoTellers(open: OpenDatabase, { channel }: { channel: string | null }) {
  const world = await aWorld(open);
  const { screen, harness, bot } = world;
  delete screen.channels.knowsNonces;
  const { post } = screen.channels;
  screen.channels.post = (place, reply) => post(place, reply, randomUUID());
  const { id } = await aSlowVideo(world);
  await harness.database.kysely.updateTable("videos").set({ channel_id: channel }).execute();
  screen.channels.closed.set("C-closed", "Invite the bot.");
  const progress = createVideoProgress(harness.database);
  await progress.ended({ tenantId: tenant, id }, { phase: "error", reason: "The script is refused." });
  const log = createLog({ level: "silent" });
  const teller = async () => {
    const [claimed] = await progress.claimPosts(1, leaseMs);
    if (!claimed) throw new Error("Nothing is to be said.");
    harness.advance(leaseMs + 1);
    return () => tellOne({ progress, tell: bot.tell, log }, claimed);
  };
  return { world, late: await teller(), quick: await teller() };
}

forEachEngine((_engine, open) => {
  test.each([
    ["in its channel", "C1"],
    ["to its person, where its channel is closed", "C-closed"],
    ["to its person, who asked for it in no channel", null],
  ])("how a video ended is said once %s, though who was to say it stood still until another process did", async (_where, channel) => {
    const { world, late, quick } = await twoTellers(open, { channel });

    await quick();
    await late();

    expect([...titles(world), ...ends(world)]).toHaveLength(1);
  });

  test.each([
    ["in its channel", "C1"],
    ["to its person, who asked for it in no channel", null],
  ])("so it is where that one goes on while the other says it %s", async (_where, channel) => {
    const { world, late, quick } = await twoTellers(open, { channel });
    const { screen } = world;
    const { post } = screen.channels;
    let goesOn = 0;
    const lateGoesOn = async () => {
      goesOn += 1;
      if (goesOn === 1) await late();
    };
    screen.heldUp = lateGoesOn;
    screen.channels.post = async (...message) => {
      await lateGoesOn();
      return post(...message);
    };

    await quick();

    expect([...titles(world), ...ends(world)]).toHaveLength(1);
  });

  test("a person is told although the platform has a message in a channel that was closed since, and whose answer was lost", async () => {
    const world = await aWorld(open);
    const { screen, harness } = world;
    const { id } = await aSlowVideo(world);
    const { post } = screen.channels;
    screen.channels.post = async (...message) => {
      await post(...message);
      throw new OutsideError("The answer was lost.");
    };
    const progress = createVideoProgress(harness.database);
    await progress.ended({ tenantId: tenant, id }, { phase: "error", reason: "The script is refused." });
    await settle(world);

    screen.channels.post = post;
    screen.channels.closed.set("C1", "Invite the bot.");
    harness.advance(6000);
    await settle(world);

    expect(ends(world)).toHaveLength(1);
  });
});
