import { expect, onTestFinished, test } from "vitest";
import { createConversationStore } from "../../src/database/conversation/conversation-store.ts";
import { connectDatabase, type Database } from "../../src/database/opening/connect.ts";
import { migrateToLatest } from "../../src/database/opening/migrate.ts";
import { createTenantStore } from "../../src/database/team/tenant-store.ts";
import { isoTime } from "../../src/database/times.ts";
import { UserError } from "../../src/errors.ts";
import { makeInterruptible } from "../support/between-statements.ts";
import { forEachEngine, makeEmptyDatabase, type OpenDatabase } from "../support/databases.ts";
import { tenant } from "../support/personas/persona-builders.ts";
import { type CallBot, type CallWorld, openCallWorld } from "./call-world.ts";

const minute = 60_000;

/** A press whose answer was lost; Tavus lets its room go on, whatever happens. */
async function lose({ standIn, account }: CallWorld, bot: CallBot, person: string): Promise<void> {
  standIn.setFault({ drop: true, workFirst: true }, { operation: "create conversation", times: 1 });
  expect(await bot.join(person)).toMatchObject({ kind: "room", conversation: { state: "making" } });
  for (const room of account.rooms.open) Object.assign(room, { wasJoined: true, longest: 1e9 });
}

async function pause({ database }: CallWorld, cause: string): Promise<void> {
  const link = await database.kysely.selectFrom("links").select("key_tag").executeTakeFirst();
  const pause = { cause, until: isoTime(database.now() + 60 * minute), keyTag: link?.key_tag ?? null };
  await createTenantStore(database).pauseQueue(tenant, pause);
}

const pausedFor = async ({ database }: CallWorld) =>
  (await createTenantStore(database).find(tenant))?.queuePause?.cause;

/** So long nothing but the clock goes on. */
async function live(world: CallWorld, bot: CallBot, seconds: number): Promise<void> {
  for (let passed = 0; passed < seconds; passed += 5) {
    await world.advance(5000);
    bot.wake();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const listings = ({ standIn }: CallWorld) =>
  standIn.requests.filter(({ method, path }) => method === "GET" && /conversations(\?|$)/.test(path)).length;

forEachEngine((engine, open) => {
  test.each([
    "ascii",
    "bare",
  ] as const)("what a press has lost is found and ended, also where Tavus keeps names %s", async (names) => {
    const world = await openCallWorld(open);
    Object.assign(world.standIn.behaviour, { names });
    const bot = world.startBot();
    await lose(world, bot, "U1");

    await world.untilOver(bot);

    expect(world.account.rooms.open).toEqual([]);
    expect((await world.rows()).map(({ end_reason }) => end_reason)).toEqual(["found"]);
  });

  test("while the queue rests for want of credits, what a press has lost is found and ended, and the queue rests on", async () => {
    const world = await openCallWorld(open);
    const bot = world.startBot();
    await lose(world, bot, "U1");
    await pause(world, "outOfCredits");

    await world.untilOver(bot);

    expect(world.account.rooms.open).toEqual([]);
    expect((await world.rows()).map(({ end_reason }) => end_reason)).toEqual(["found"]);
    expect(await pausedFor(world)).toBe("outOfCredits");
  });

  test.each([
    "invalidKey",
    "noKey",
    "lockedKey",
  ])("while nothing can be read (%s) nobody waits longer than a room can cost anything, and it is found and ended afterwards", async (cause) => {
    const world = await openCallWorld(open);
    const bot = world.startBot();
    await lose(world, bot, "U1");
    await pause(world, cause);

    await live(world, bot, 100);
    expect(await bot.join("U1")).toMatchObject({ conversation: { state: "making" }, isNew: false });
    await live(world, bot, 60);
    await expect
      .poll(async () => {
        bot.wake();
        return (await world.rows()).every(({ ended_at }) => ended_at !== null);
      })
      .toBe(true);
    const second = await bot.join("U1");

    expect(second).toMatchObject({ kind: "room", conversation: { state: "open" }, isNew: true });
    expect(listings(world)).toBe(0);
    await createTenantStore(world.database).resumeQueue(tenant);
    await world.untilOver(bot);
    expect(world.account.rooms.open).toEqual([]);
    const [first] = await world.rows();
    expect(first).toMatchObject({ end_reason: "found", minutes_used: 2 });
  });

  test("an account that refuses to be read for want of credits is not asked again and again", async () => {
    const world = await openCallWorld(open);
    const bot = world.startBot();
    await lose(world, bot, "U1");
    world.standIn.setFault({ status: 402 }, { operation: "list conversations", times: 1000 });

    await live(world, bot, 240);
    expect(listings(world)).toBe(1);
    world.standIn.clearFaults();
    await live(world, bot, 15 * 60);
    await world.untilOver(bot);

    expect(world.account.rooms.open).toEqual([]);
  });

  test("that a room is not there is not believed of one answer, and is of several", async () => {
    const world = await openCallWorld(open);
    const bot = world.startBot();
    await bot.join("U1");
    const [room] = world.account.rooms.open;
    const invalid = { status: 400, body: { error: "Invalid conversation_id" } };
    world.standIn.setFault(invalid, { operation: "get conversation", times: 1 });

    await live(world, bot, 20);
    expect((await world.rows()).map(({ ended_at }) => ended_at)).toEqual([null]);
    world.account.rooms.remove(room?.id ?? "");
    await world.untilOver(bot, 1000);

    expect((await world.rows()).map(({ end_reason }) => end_reason)).toEqual(["endedInTavus"]);
  });

  test("a room that ends in the very moment of a press leaves a sentence, never a failure", async () => {
    let plain: Database | undefined;
    const handles: ReturnType<typeof makeInterruptible>[] = [];
    const opened: OpenDatabase = async (options) => {
      const location = await makeEmptyDatabase(engine);
      const connect = async () => {
        const database = await connectDatabase(location, options);
        onTestFinished(() => database.close());
        return database;
      };
      plain = await connect();
      await migrateToLatest(plain);
      const handle = makeInterruptible(await connect());
      handles.push(handle);
      return handle.database;
    };
    const world = await openCallWorld(opened);
    const bot = world.startBot();
    await Promise.all([bot.worker.stop(2000), bot.keeper.stop(2000)]);
    const [handle] = handles;
    if (!plain || !handle) throw new Error("There is no database.");
    const store = createConversationStore(plain);
    const said: string[] = [];

    for (let place = 8; place > 0 && said.length === 0; place -= 1) {
      const person = `U${place}`;
      const born = await roomOf(world, person);
      handle.interruptAfter(2, async () => {
        const inserted = await store.insertReserving(born, undefined);
        if (inserted.kind !== "new") throw new Error("The other press made no room.");
        const { record } = inserted;
        handle.interruptAfter(place, async () => {
          // In the middle of the press's own transaction SQLite lets nobody end it.
          await store
            .close(record, { reason: "notMade", endedMs: world.database.now(), minutesUsed: 0 })
            .catch((error: unknown) => expect(String(error)).toContain("database is locked"));
        });
      });
      await bot.join(person).catch((error: unknown) => {
        expect(error).toBeInstanceOf(UserError);
        said.push(error instanceof Error ? error.message : "");
      });
      handle.wasInterrupted();
    }

    expect(new Set(said)).toEqual(new Set([expect.stringContaining("Press again for a new one.")]));
  });
});

/** Somebody's other press. */
async function roomOf({ database }: CallWorld, userId: string) {
  const persona = await database.kysely
    .selectFrom("personas")
    .select(["id", "name"])
    .executeTakeFirstOrThrow();
  const nowMs = database.now();
  return {
    ...{ tenantId: tenant, userId, nowMs, lookMs: nowMs + minute, minutes: 10, mode: "video" as const },
    ...{ id: `con_other${userId.padStart(5, "0")}`, pressId: `other ${userId}`, card: undefined },
    ...{ personaId: persona.id, personaName: persona.name, tavusPersonaId: "p1", callbackHash: undefined },
    start: { kind: "attempt" as const, keyTag: "tag", leaseMs: 20_000 },
  };
}
