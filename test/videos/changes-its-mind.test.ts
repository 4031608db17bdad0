import { expect, test } from "vitest";
import type { Fault } from "../../sandbox/stand-ins/tavus/faults.ts";
import { hashOfToken } from "../../src/tavus/callback-token.ts";
import { forEachEngine } from "../support/databases.ts";
import { tenant } from "../support/personas/persona-builders.ts";
import { aSlowVideo, aWorld, hour, looks, minute, settle, titles, tokenOf, type World } from "./world.ts";

const watch = "https://tavus.video/w1";

/** What Tavus says of the one video from now on, for so many looks. */
function says({ harness }: World, video: object, times = Number.POSITIVE_INFINITY): void {
  const [{ id = "" } = {}] = harness.account.videos.all;
  const fault: Fault = { status: 200, body: { video_id: id, ...video } };
  harness.standIn.setFault(fault, { operation: "get video", times });
}

/** So that all is done that is due within so long. */
async function pass(world: World, ms: number): Promise<void> {
  world.harness.advance(ms);
  await settle(world);
}

const links = ({ screen }: World) => screen.channels.messages.map(({ reply }) => reply.links ?? []);

forEachEngine((_engine, open) => {
  test("one that a single answer says is not there goes on, and is told when it is ready", async () => {
    const world = await aWorld(open);
    const { id } = await aSlowVideo(world);
    await pass(world, 5 * minute);
    const unknown: Fault = { status: 400, body: { error: "Invalid video_id" } };
    world.harness.standIn.setFault(unknown, { operation: "get video", times: 1 });
    await pass(world, 5 * minute);
    const doubted = await world.bot.videos.find(tenant, id);
    says(world, { status: "ready", hosted_url: watch });
    await pass(world, 5 * minute);

    expect(doubted?.phase).toBe("queued");
    expect(titles(world)).toEqual(["Video “form-1” is ready"]);
  });

  test("one that is ready before Tavus says where is looked at once more before that is said", async () => {
    const world = await aWorld(open);
    await aSlowVideo(world);
    says(world, { status: "ready", hosted_url: watch });
    says(world, { status: "ready", hosted_url: null, download_url: null }, 1);
    await pass(world, minute);
    const before = titles(world);
    await pass(world, minute);

    expect([before, titles(world)]).toEqual([[], ["Video “form-1” is ready"]]);
    expect(links(world)).toEqual([[{ label: "Watch", url: watch }]]);
  });

  test("where Tavus does not say where it is, that is said once, and whoever looks later reads it", async () => {
    const world = await aWorld(open);
    const { id } = await aSlowVideo(world);
    says(world, { status: "ready" });
    for (let round = 0; round < 5; round += 1) await pass(world, hour);
    const asked = looks(world);
    says(world, { status: "ready", hosted_url: watch });
    const seen = await world.bot.videos.look(tenant, id);
    await pass(world, hour);

    expect([seen.phase, seen.hostedUrl]).toEqual(["ready", watch]);
    expect([titles(world), asked, looks(world)]).toEqual([["Video “form-1” is ready"], 2, 3]);
  });

  test("an address that Tavus does not repeat stays", async () => {
    const world = await aWorld(open);
    const { id } = await aSlowVideo(world);
    says(world, { status: "ready", hosted_url: watch });
    await pass(world, minute);
    says(world, { status: "ready", download_url: "https://tavus.video/w1.mp4" });

    expect(await world.bot.videos.look(tenant, id)).toMatchObject({
      hostedUrl: watch,
      downloadUrl: "https://tavus.video/w1.mp4",
    });
  });

  test.each<[string, (world: World, id: string) => Promise<unknown>]>([
    ["Tavus calls", (world) => world.bot.videos.called(hashOfToken(tokenOf(world)))],
    ["somebody looks", ({ bot }, id) => bot.videos.look(tenant, id)],
  ])("one that failed and is ready after all is said to be ready once %s", async (_how, look) => {
    const world = await aWorld(open, true);
    const { id } = await aSlowVideo(world);
    says(world, { status: "error", status_details: "Too dark" });
    await pass(world, minute);
    for (let times = 0; times < 3; times += 1) await look(world, id).then(() => settle(world));
    const before = titles(world);
    await pass(world, 5 * hour);
    const asked = looks(world);
    says(world, { status: "generating" });
    await look(world, id);
    await settle(world);
    says(world, { status: "ready", hosted_url: watch });
    await pass(world, 10 * minute);

    expect([before, asked]).toEqual([["Video “form-1” could not be made"], 4]);
    expect(titles(world)).toEqual([...before, "Video “form-1” is ready"]);
  });

  test("one that failed while an earlier look was on its way stays failed, and that is said", async () => {
    const world = await aWorld(open);
    const { id, inTavus: video_id } = await aSlowVideo(world);
    says(world, { status: "error" });
    const before: Fault = { status: 200, body: { video_id, status: "generating" }, delayMs: 300 };
    world.harness.standIn.setFault(before, { operation: "get video", times: 1 });
    const earlier = world.bot.videos.look(tenant, id);
    await expect.poll(() => looks(world)).toBe(1);
    await world.bot.videos.look(tenant, id);

    expect((await earlier).phase).toBe("error");
    await settle(world);
    expect(titles(world)).toEqual(["Video “form-1” could not be made"]);
  });

  test("that one failed is not said, nor anything else, if Tavus has begun again before it was", async () => {
    const world = await aWorld(open);
    const { id } = await aSlowVideo(world);
    for (const status of ["error", "generating"]) {
      says(world, { status });
      await world.bot.videos.look(tenant, id);
    }
    await pass(world, 5 * minute);
    const before = titles(world);
    says(world, { status: "ready", hosted_url: watch });
    await pass(world, 10 * minute);

    expect([before, titles(world)]).toEqual([[], ["Video “form-1” is ready"]]);
  });

  test("of one that failed, and of which Tavus says nothing any more, nobody asks for ever", async () => {
    const world = await aWorld(open, true);
    await aSlowVideo(world);
    says(world, { status: "error" });
    await pass(world, minute);
    await world.harness.database.kysely.updateTable("videos").set({ looks: 100 }).execute();
    await world.harness.advance(10 * hour);
    world.harness.standIn.setFault({ status: 403, body: { error: "Forbidden" } }, { operation: "get video" });
    const rows = () => world.harness.database.kysely.selectFrom("videos").selectAll().execute();
    await world.bot.videos.called(hashOfToken(tokenOf(world)));
    await settle(world);
    const [before] = await rows();
    await world.harness.database.kysely.updateTable("videos").set({ looks: 30 }).execute();
    await pass(world, 10 * minute);

    expect(before).toMatchObject({ phase: "error", looks: 1, next_look_at: expect.any(String) });
    expect(await rows()).toMatchObject([{ phase: "error", next_look_at: null }]);
  });

  /** In each of these its person has read that it is over, and nobody follows it any more. */
  test.each([
    ["stalled", { status: "generating" }, "is not known to be ready after hours"],
    ["error", { status: "error" }, "could not be made"],
    ["gone", { status: "deleted" }, "is gone in Tavus"],
  ])("what Tavus calls about in the end is seen although it cannot be asked at that moment: %s", async (phase, end, told) => {
    const world = await aWorld(open, true);
    const { id } = await aSlowVideo(world);
    says(world, end);
    await world.harness.database.kysely.updateTable("videos").set({ looks: 100 }).execute();
    await pass(world, 7 * hour);
    const before = await world.bot.videos.find(tenant, id);
    says(world, { status: "ready", hosted_url: watch });
    world.harness.standIn.setFault({ status: 503 }, { operation: "get video", times: 1 });
    await world.bot.videos.called(hashOfToken(tokenOf(world)));
    await settle(world);
    await pass(world, minute);

    expect(before?.phase).toBe(phase);
    expect(titles(world)).toEqual([`Video “form-1” ${told}`, "Video “form-1” is ready"]);
  });

  test("one that is there again in Tavus is taken up by who adopts it, and told when it is ready", async () => {
    const world = await aWorld(open);
    const { inTavus } = await aSlowVideo(world);
    says(world, { status: "deleted" });
    await pass(world, 5 * minute);
    const adopt = () =>
      world.bot.videos.adopt({ tenantId: tenant, userId: "U9", channelId: "C1", tavusVideoId: inTavus });
    const still = await adopt();
    says(world, { status: "generating" });
    const again = await adopt();
    says(world, { status: "ready", hosted_url: watch });
    await pass(world, 5 * minute);

    expect([still, again].map(({ isNew, video }) => [isNew, video.phase])).toEqual([
      [false, "gone"],
      [false, "generating"],
    ]);
    expect(titles(world)).toEqual(["Video “form-1” is gone in Tavus", "Video “form-1” is ready"]);
  });

  test.each([
    "error",
    "deleted",
  ])("one that Tavus goes on with long after it was over (%s) is followed for hours anew", async (status) => {
    const world = await aWorld(open);
    const { id } = await aSlowVideo(world);
    says(world, { status });
    await pass(world, 5 * minute);
    await pass(world, 7 * hour);
    const before = titles(world);
    says(world, { status: "generating" });
    await world.bot.videos.look(tenant, id);
    await pass(world, 10 * minute);
    says(world, { status: "ready", hosted_url: watch });
    await pass(world, 10 * minute);

    expect(before).toHaveLength(1);
    expect(titles(world)).toEqual([...before, "Video “form-1” is ready"]);
  });

  test("of one that failed nobody hears that it was deleted in Tavus", async () => {
    const world = await aWorld(open, true);
    const { id } = await aSlowVideo(world);
    says(world, { status: "error" });
    await pass(world, minute);
    says(world, { status: "deleted" });
    await pass(world, hour);
    await world.bot.videos.look(tenant, id);
    await pass(world, hour);

    expect(titles(world)).toEqual(["Video “form-1” could not be made"]);
  });
});
