import { beforeEach, expect, test } from "vitest";
import { createFailingRecords } from "../../../src/database/link/failing-records.ts";
import type { Database } from "../../../src/database/opening/connect.ts";
import { createWarningQueue, type WarningQueue } from "../../../src/database/team/warnings/warning-queue.ts";
import {
  createWarningStore,
  type Raised,
  type WarningStore,
} from "../../../src/database/team/warnings/warning-store.ts";
import { randomId } from "../../../src/random-id.ts";
import { forEachEngine } from "../../support/databases.ts";
import { aStoredPersona, otherTenant, tenant } from "../../support/personas/persona-builders.ts";
import { storeRows } from "../../support/personas/stored-personas.ts";

const second = 1000;

function aFailure(members: Partial<Raised> = {}): Raised {
  const base = {
    topic: "unavailable",
    cause: "unavailable",
    words: null,
    incident: null,
    userId: "u1",
    isSeen: false,
    personaId: null,
  };
  return { id: randomId(12), ...base, ...members };
}

forEachEngine((_engine, open) => {
  let database: Database;
  let store: WarningStore;
  let queue: WarningQueue;
  let nowMs: number;

  beforeEach(async () => {
    nowMs = Date.UTC(2026, 0, 1);
    database = await open({ clock: () => nowMs });
    store = createWarningStore(database);
    queue = createWarningQueue(database);
  });

  async function claimOne() {
    const [row] = await queue.claimDue(10, 60 * second);
    if (!row) throw new Error("Nothing is due.");
    return row;
  }

  const placed = { state: "posted", channelId: "C1", messageId: "M1" } as const;

  test("failures of one topic are one open warning that counts them", async () => {
    await store.raise(tenant, aFailure({ incident: "first" }));
    nowMs += second;
    await store.raise(tenant, aFailure({ incident: "second", userId: "u2" }));
    await store.raise(otherTenant, aFailure());

    const [warning, ...others] = await store.open(tenant);

    expect(others).toEqual([]);
    expect(warning).toMatchObject({ count: 2, incident: "second", userId: "u1", postState: "new" });
    expect((warning?.lastMs ?? 0) - (warning?.firstMs ?? 0)).toBe(second);
  });

  test("twenty failures at once are counted to the last", async () => {
    await Promise.all(Array.from({ length: 20 }, () => store.raise(tenant, aFailure())));

    expect(await store.open(tenant)).toMatchObject([{ count: 20 }]);
  });

  test("after it was fixed the next failure is another warning", async () => {
    await store.raise(tenant, aFailure());
    await store.resolve(tenant, ["unavailable"]);
    await store.raise(tenant, aFailure());

    expect(await store.open(tenant)).toMatchObject([{ count: 1 }]);
  });

  test("a topic ends what is below it and no other", async () => {
    for (const topic of ["sync:timedOut", "sync:noKey", "synced"])
      await store.raise(tenant, aFailure({ topic }));

    expect(await store.resolve(tenant, ["sync"])).toBe(true);

    expect((await store.open(tenant)).map(({ topic }) => topic)).toEqual(["synced"]);
  });

  test("a success ends nothing that was raised after it", async () => {
    const successMs = nowMs;
    nowMs += second;
    await store.raise(tenant, aFailure({ topic: "invalidKey" }));

    expect(await store.resolve(tenant, ["invalidKey"], successMs)).toBe(false);
    expect(await store.open(tenant)).toHaveLength(1);
  });

  test("what is due is claimed once, and again when the lease has ended", async () => {
    await store.raise(tenant, aFailure());
    const claims = await Promise.all([queue.claimDue(10, 60 * second), queue.claimDue(10, 60 * second)]);
    const early = await queue.claimDue(10, 60 * second);
    nowMs += 60 * second;

    expect(claims.flat()).toHaveLength(1);
    expect(early).toEqual([]);
    expect(await queue.claimDue(10, 60 * second)).toHaveLength(1);
  });

  test("a message that was placed is left alone, then said anew if something happened meanwhile", async () => {
    await store.raise(tenant, aFailure());
    const row = await claimOne();
    await store.raise(tenant, aFailure());
    await queue.placed(tenant, row, { placed, restMs: 10 * second });

    expect(await queue.claimDue(10, 60 * second)).toEqual([]);
    nowMs += 10 * second;
    expect(await queue.claimDue(10, 60 * second)).toMatchObject([{ count: 2, messageId: "M1" }]);
  });

  test("a message that says everything is not said again", async () => {
    await store.raise(tenant, aFailure());
    await queue.placed(tenant, await claimOne(), { placed, restMs: 10 * second });
    nowMs += 3600 * second;

    expect(await queue.claimDue(10, 60 * second)).toEqual([]);
  });

  test("who was taken over writes nothing", async () => {
    await store.raise(tenant, aFailure());
    const slow = await claimOne();
    nowMs += 60 * second;
    await queue.placed(tenant, await claimOne(), { placed, restMs: second });

    expect(await queue.placed(tenant, slow, { placed: { ...placed, messageId: "M2" }, restMs: 0 })).toBe(
      false,
    );
    expect(await store.open(tenant)).toMatchObject([{ messageId: "M1" }]);
  });

  test("a failure of the platform holds a message back, whatever is raised", async () => {
    await store.raise(tenant, aFailure());
    await queue.postponed(tenant, await claimOne(), 30 * second);
    await store.raise(tenant, aFailure());

    expect(await queue.claimDue(10, 60 * second)).toEqual([]);
    nowMs += 30 * second;
    expect(await queue.claimDue(10, 60 * second)).toMatchObject([{ tries: 1, count: 2 }]);
  });

  test("what was seen in an answer is news again once it happens unseen, even while somebody is at it", async () => {
    await store.raise(tenant, aFailure({ isSeen: true }));
    const row = await claimOne();
    await store.raise(tenant, aFailure({ isSeen: false }));
    await queue.placed(tenant, row, { placed: { state: "seen", userId: "u1" }, restMs: second });
    await store.raise(tenant, aFailure({ isSeen: true }));

    expect(row.postState).toBe("seen");
    expect(await store.open(tenant)).toMatchObject([{ postState: "new" }]);
  });

  test("a warning about personas is over when none waits for its cause", async () => {
    const failing = { failure_kind: "rejected", failure_topic: "rejected:1" };
    const waiting = aStoredPersona({ ...failing, link: "failed" });
    await storeRows(database, [waiting, aStoredPersona({ ...failing, link: "linked", pushed_revision: 1 })]);
    await store.raise(tenant, aFailure({ topic: "rejected:1", cause: "rejected", words: "too long" }));
    await store.raise(tenant, aFailure({ topic: "rejected:2", cause: "rejected", words: "too short" }));
    await store.raise(tenant, aFailure({ topic: "sync:unavailable" }));

    expect(await store.resolveOutlived()).toBe(1);
    expect((await store.open(tenant)).map(({ topic }) => topic).sort()).toEqual([
      "rejected:1",
      "sync:unavailable",
    ]);
  });

  test("the personas of a warning are listed newest first, and made due together", async () => {
    const failing = createFailingRecords(database, "persona");
    const rows = [1, 2, 3].map((day) =>
      aStoredPersona({
        failure_kind: "outOfCredits",
        next_attempt_at: null,
        link: day === 3 ? "failed" : "pending",
        created_at: `2026-01-0${day}T00:00:00.000Z`,
        name: `Day ${day}`,
      }),
    );
    await storeRows(database, [...rows, aStoredPersona({ failure_kind: "noKey" })]);
    const credits = { cause: "outOfCredits", topic: "outOfCredits" };

    expect((await failing.list(tenant, credits, 2)).map(({ name }) => name)).toEqual(["Day 3", "Day 2"]);
    expect(await failing.count(tenant, credits)).toBe(3);
    expect(await failing.makeDue(tenant, credits)).toBe(3);
    const due = database.kysely.selectFrom("links").select(["state", "next_attempt_at"]);
    expect(await due.where("failure_kind", "=", "outOfCredits").execute()).toEqual(
      Array.from({ length: 3 }, () => ({ state: "pending", next_attempt_at: new Date(nowMs).toISOString() })),
    );
  });

  test("warnings fixed long ago are forgotten", async () => {
    await store.raise(tenant, aFailure());
    await store.resolve(tenant, ["unavailable"]);
    await store.raise(tenant, aFailure());
    nowMs += second;
    await store.purgeFixedBefore(nowMs, 10);

    expect(await database.kysely.selectFrom("warnings").select("fixed_at").execute()).toEqual([
      { fixed_at: null },
    ]);
  });
});
