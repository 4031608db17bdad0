import { expect, test } from "vitest";
import { createForgottenTeams } from "../../src/database/forgotten/forget-team.ts";
import { hashOfToken } from "../../src/tavus/callback-token.ts";
import { forEachEngine } from "../support/databases.ts";
import { tenant } from "../support/personas/persona-builders.ts";
import { untilTrue } from "../support/until-true.ts";
import { openCallWorld } from "./call-world.ts";

const hour = 3_600_000;

forEachEngine((_engine, open) => {
  test("a team is forgotten: its rooms under way are ended in Tavus, and no row is left", async () => {
    const world = await openCallWorld(open);
    const bot = world.startBot();
    await bot.join("U1");
    await bot.worker.stop(2000);

    await createForgottenTeams(world.database).forget(tenant);
    await world.advance(31_000);
    bot.worker.start();
    await untilTrue(() => world.account.rooms.open.length === 0, { what: "the room to be ended" });

    expect(world.account.rooms.ever[0]?.end?.reason).toBe("end_conversation_endpoint_hit");
    expect(await world.rows()).toEqual([]);
    expect(await world.database.kysely.selectFrom("links").select("subject_id").execute()).toEqual([]);
  });

  test("the clock is set back: the room is looked after all the same, and ends", async () => {
    const world = await openCallWorld(open);
    await world.advance(3 * hour);
    const first = world.startBot();
    await first.join("U1");
    await first.stop();

    await world.advance(-3 * hour);
    for (const room of world.account.rooms.open) Object.assign(room, { wasJoined: true, longest: 1e9 });
    const second = world.startBot();
    await world.untilOver(second, 1000);

    expect(world.account.rooms.open).toEqual([]);
    expect((await world.rows()).map(({ minutes, minutes_used }) => [minutes, minutes_used])).toEqual([
      [10, 10],
    ]);
  });

  test("a room is looked at when its callback says so, and by no other's", async () => {
    const world = await openCallWorld(open, { publicUrl: "https://bot.example" });
    const bot = world.startBot();
    await bot.join("U1");
    const [room] = world.account.rooms.ever;
    const token = String(room?.body.callback_url).split("/").at(-1) ?? "";
    world.account.rooms.end(room?.id ?? "");

    const isOthers = await bot.conversations.called(hashOfToken("guessed"));
    const isOurs = await bot.conversations.called(hashOfToken(token));

    expect([isOthers, isOurs]).toEqual([false, true]);
    expect(JSON.stringify(await world.rows())).not.toContain(token);
  });

  test("the bot stops: what this process has opened is ended where the team wants that, and nothing else", async () => {
    const world = await openCallWorld(open);
    const [first, second] = [world.startBot(), world.startBot()];
    await first.join("U1");
    await second.join("U2");

    await first.conversations.endOwn(async () => false, 2000);
    const before = world.account.rooms.open.length;
    await first.conversations.endOwn(async () => true, 5000);

    expect(before).toBe(2);
    expect(world.account.rooms.open.length).toBe(1);
    expect((await world.rows()).map(({ end_reason }) => end_reason)).toEqual(
      expect.arrayContaining(["shutdown", null]),
    );
  });

  test("rooms that ended a month ago go, with their links; others stay", async () => {
    const world = await openCallWorld(open);
    const bot = world.startBot();
    await bot.join("U1");
    await world.untilOver(bot, 60_000);
    await bot.join("U2");

    const now = world.database.now();
    const early = await bot.conversationStore.purgeEndedBefore(now - 24 * hour, 10);
    const late = await bot.conversationStore.purgeEndedBefore(now + 1, 10);

    expect([early, late]).toEqual([0, 1]);
    expect((await world.rows()).map(({ user_id }) => user_id)).toEqual(["U2"]);
    const links = world.database.kysely.selectFrom("links").select("subject_id");
    expect(await links.where("subject_kind", "=", "conversation").execute()).toHaveLength(1);
  });
});
