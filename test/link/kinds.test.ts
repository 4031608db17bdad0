import { expect, test } from "vitest";
import type { Fault } from "../../sandbox/stand-ins/tavus/faults.ts";
import { newLink } from "../../src/database/link/link-births.ts";
import { createLinkQueue } from "../../src/database/link/link-queue.ts";
import type { Database } from "../../src/database/opening/connect.ts";
import { personaKind } from "../../src/database/persona/persona-record.ts";
import { forEachEngine } from "../support/databases.ts";
import { impatient, openHarness } from "../support/harness/harness.ts";
import { startRoomBot } from "../support/harness/room-bot.ts";
import { roomKind } from "../support/harness/rooms.ts";
import { otherTenant, tenant, userId } from "../support/personas/persona-builders.ts";

const create = { operation: "create persona" } as const;
const attempt = { keyTag: "tag", leaseMs: 20_000 };

/** Links that wait for their first attempt, the first one longest. */
async function addWaiting(database: Database, ids: readonly string[], tenantId = tenant): Promise<void> {
  for (const [index, id] of ids.entries()) {
    const kind = id.startsWith("room") ? roomKind : personaKind;
    const birth = { tenantId, id, userId, nowMs: index, start: { kind: "noKey", cause: "noKey" } } as const;
    await database.kysely.insertInto("links").values(newLink(kind, birth)).execute();
  }
}

forEachEngine((_engine, open) => {
  test("two attempts of a team run at once, whatever their kinds, and the most urgent kind goes first", async () => {
    const { database } = await openHarness(open);
    const queue = createLinkQueue(database, [roomKind, personaKind]);
    await addWaiting(database, ["per_a", "room_b", "per_c", "room_d"]);
    await addWaiting(database, ["per_e"], otherTenant);

    const first = await queue.openAttempts(tenant, attempt);
    const second = await queue.openAttempts(tenant, attempt);
    const elsewhere = await queue.openAttempts(otherTenant, attempt);

    expect(first.map(({ id }) => id).sort()).toEqual(["room_b", "room_d"]);
    expect(second).toEqual([]);
    expect(elsewhere.map(({ id }) => id)).toEqual(["per_e"]);
  });

  test("a process opens attempts of its own kinds alone", async () => {
    const { database } = await openHarness(open);
    await addWaiting(database, ["per_a", "room_b"]);

    const opened = await createLinkQueue(database, [roomKind]).openAttempts(tenant, attempt);

    expect(opened.map(({ id }) => id)).toEqual(["room_b"]);
  });

  test("the same Tavus id in two kinds is two things", async () => {
    const { database, ...harness } = await openHarness(open);
    const { rooms } = startRoomBot({ database, ...harness });
    await addWaiting(database, ["per_a", "room_b"]);

    const link = { remoteId: "p1", pushedRevision: 1 };
    await rooms.links.linked({ tenantId: tenant, id: "room_b" }, link);

    expect(await rooms.links.linked({ tenantId: tenant, id: "per_a" }, link)).toBeUndefined();
    expect(await rooms.links.find({ tenantId: tenant, id: "room_b" })).toMatchObject(link);
  });

  test.each<[string, Fault]>([
    ["before Tavus has done anything", { hang: true }],
    ["after Tavus has made it", { hang: true, workFirst: true }],
    ["and Tavus makes it a little later", { delayMs: 250 }],
  ])("a process that dies in the middle of a request %s leaves one room, and its person is told once", async (_name, fault) => {
    const harness = await openHarness(open, impatient);
    const [first, second] = [startRoomBot(harness), startRoomBot(harness)];
    harness.standIn.setFault(fault, { ...create, times: 1 });
    const opening = first.rooms.open("room_a", async () => {});
    await harness.until(first, () => harness.requests("create persona").length === 1);
    first.kill();
    await expect(opening).rejects.toThrow("dead");

    second.worker.start();
    await harness.rest(second);
    harness.advance(20_001);
    await harness.until(second, () => second.rooms.told.length === 1, "the news");
    await second.rooms.open("room_a", async () => {});

    const room = await second.rooms.links.find({ tenantId: tenant, id: "room_a" });
    expect(room).toMatchObject({ state: "linked" });
    expect(harness.account.personas.map(({ id }) => id)).toEqual([room?.remoteId]);
    expect(second.rooms.told).toHaveLength(1);
  });
});
