import { expect, test } from "vitest";
import { shutdownEvent } from "../../sandbox/stand-ins/tavus/rooms/room-events.ts";
import { endIn } from "../../src/conversations/end-reason.ts";
import { startTalkBot } from "../commands/persona-talk/talk-bot.ts";
import { forEachEngine } from "../support/databases.ts";
import { factsIn, workspace } from "../support/persona-bot.ts";

const atMs = Date.UTC(2026, 10, 28, 12);

function shutdownAt(timestamp: string | number | undefined) {
  const events = [
    { type: "system.shutdown", timestamp, properties: { reason: "max_call_duration reached" } },
  ];
  return endIn({ id: "c1", name: "", isOver: true, hasFailed: false, createdAt: undefined, events });
}

test.each([
  ["text", "2026-11-28T12:00:00.000Z"],
  ["Unix seconds", atMs / 1000],
  ["Unix seconds as text", String(atMs / 1000)],
  ["Unix milliseconds", atMs],
])("when a room ended is read from %s", (_name, timestamp) => {
  expect(shutdownAt(timestamp)).toEqual({ reason: "maxDuration", atMs });
});

test.each([0, -1, -1e300, 1e300, "yesterday", "", undefined])("%j is no time", (timestamp) => {
  expect(shutdownAt(timestamp)).toEqual({ reason: "maxDuration" });
});

forEachEngine((_engine, open) => {
  test.each([
    0, 1, 1e12, 4e12,
  ])("a room whose end Tavus dates %d is over, and costs no more than it lasted", async (at) => {
    const bot = await startTalkBot(open);
    await bot.pressJoin(bot.person("U2"));
    const [room] = bot.account.rooms.all;
    bot.skip(3 * 60_000);
    bot.account.rooms.end(room?.id ?? "");
    const shutdown = room?.events.findLast(({ event_type }) => event_type === "system.shutdown");
    Object.assign(shutdown ?? {}, { at });
    await bot.until(async () => (await bot.rooms()).every(({ ended_at }) => ended_at !== null));

    const [row] = await bot.rooms();
    expect(Date.parse(row?.ended_at ?? "")).toBeGreaterThanOrEqual(Date.parse(row?.opened_at ?? ""));
    expect(row?.minutes_used).toBeLessThanOrEqual(4);
  });

  test("a room to which nobody came closed after two minutes, also where Tavus does not say when and it is seen a day later", async () => {
    const bot = await startTalkBot(open);
    await bot.settings.change(workspace, { transcriptDays: 7 });
    await bot.pressJoin(bot.person("U2"));
    await bot.keeper.stop(20_000);
    bot.skip(24 * 60 * 60_000);
    const [room] = bot.account.rooms.all;
    for (const event of room?.events ?? []) Object.assign(event, { at: 0 });
    bot.keeper.start();
    await bot.until(async () => (await bot.rooms()).every(({ ended_at }) => ended_at !== null));
    await bot.until(() => bot.direct.sent.length > 0);

    const [told] = bot.direct.sent;
    expect(told?.reply.title).toBe("Nobody came to your room with “Ada”");
    expect(told && factsIn(told.reply)).toEqual({ "Open for": "2 min 0 s" });
    const [row] = await bot.rooms();
    expect(row).toMatchObject({ end_reason: "nobodyCame", minutes_used: 2 });
    const logged = await bot.records.audit.newest(workspace, 10);
    expect(logged.find(({ action }) => action === "call-end")?.at).toBe(row?.ended_at);
  });

  test("a room to which nobody came takes two minutes, also where Tavus dates its end a moment after them", async () => {
    const bot = await startTalkBot(open);
    await bot.pressJoin(bot.person("U2"));
    await bot.keeper.stop(20_000);
    bot.skip(3 * 60_000);
    const [room] = bot.account.rooms.all;
    const at = (room?.createdAt ?? 0) + 122_000;
    for (const event of room?.events ?? []) Object.assign(event, { at });
    bot.keeper.start();
    await bot.until(async () => (await bot.rooms()).every(({ ended_at }) => ended_at !== null));

    expect((await bot.rooms())[0]).toMatchObject({ end_reason: "nobodyCame", minutes_used: 2 });
  });

  test("the log tells of a test that it was begun before it ended, where Tavus dates its end by its making", async () => {
    const bot = await startTalkBot(open);
    await bot.keeper.stop(20_000);
    await bot.person("U2").press({ ...bot.join, state: `${bot.join.state}.t` }, { message: bot.card });
    const [room] = bot.account.rooms.all;
    room?.events.push(shutdownEvent({ at: room.createdAt, reason: "end_conversation_endpoint_hit" }));
    bot.keeper.start();
    await bot.until(async () => (await bot.rooms()).every(({ ended_at }) => ended_at !== null));

    const logged = await bot.records.audit.newest(workspace, 2);

    expect(logged.map(({ action }) => action)).toEqual(["call-end", "call"]);
  });

  test.each([
    1, 1e9, 4e9, 1e12, 4e12, 8.64e12,
  ])("a caller whose coming Tavus dates %d came between the opening of the room and now", async (at) => {
    const bot = await startTalkBot(open);
    await bot.pressJoin(bot.person("U2"));
    const [room] = bot.account.rooms.all;
    room?.events.push({
      event_type: "system.participant_joined",
      message_type: "system",
      at,
      properties: {},
    });
    bot.skip(10_000);
    await bot.until(async () => (await bot.rooms()).every(({ joined_at }) => joined_at !== null));

    const [row] = await bot.rooms();
    const joinedMs = Date.parse(row?.joined_at ?? "");
    expect(joinedMs).toBeGreaterThanOrEqual(Date.parse(row?.opened_at ?? ""));
    expect(joinedMs).toBeLessThanOrEqual(bot.database.now());
  });
});
