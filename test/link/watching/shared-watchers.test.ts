import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { createWatchStore } from "../../../src/database/fleet/watch-store.ts";
import { type Link, type LinkKey, readLink } from "../../../src/database/link/link-record.ts";
import type { Database } from "../../../src/database/opening/connect.ts";
import { createSharedWatchers } from "../../../src/link/watching/shared-watchers.ts";
import { createLog } from "../../../src/log.ts";
import { forEachEngine } from "../../support/databases.ts";
import { aLinkRow } from "../../support/personas/persona-builders.ts";

const log = createLog({ level: "silent", destination: { write: () => undefined } });
const key = { tenantId: "discord:1", id: "per_1" };
const long = 60_000;

/** A process with its watchers, and whom it has told by itself. */
function aProcess(database: Database, name: string, answerMs = 20) {
  const told: string[] = [];
  const load = async ({ tenantId, id }: LinkKey): Promise<{ link: Link } | undefined> => {
    const row = await database.kysely
      .selectFrom("links")
      .selectAll()
      .where("tenant_id", "=", tenantId)
      .where("subject_id", "=", id)
      .executeTakeFirst();
    return row && { link: readLink(row) };
  };
  const watchers = createSharedWatchers<{ link: Link }>({
    store: createWatchStore(database, name, "persona"),
    load,
    async tell({ link }) {
      told.push(link.id);
      await database.kysely.updateTable("links").set({ told_at: "2026-11-28T12:00:00.000Z" }).execute();
    },
    now: database.now,
    log,
    lookMs: 5,
    graceMs: 100,
    answerMs,
  });
  /** It has been brought to its end here: whether somebody else tells the person. */
  const settle = async () => {
    await database.kysely.updateTable("links").set({ state: "failed", next_attempt_at: null }).execute();
    const subject = await load(key);
    return subject ? watchers.settle(key, subject) : undefined;
  };
  return { watchers, told, settle, load };
}

forEachEngine((_engine, open) => {
  async function twoProcesses() {
    const database = await open();
    const row = aLinkRow({ tenant_id: key.tenantId, subject_id: key.id });
    await database.kysely.insertInto("links").values(row).execute();
    return { database, one: aProcess(database, "one"), other: aProcess(database, "other") };
  }

  test("what another process settles is heard where somebody waits for it, and left to them", async () => {
    const { one, other } = await twoProcesses();
    const heard = one.watchers.watch(key, long);
    await expect.poll(async () => (await other.load(key))?.link.watched?.by).toBe("one");

    expect(await other.settle()).toBe(true);
    expect((await heard)?.link.state).toBe("failed");
    one.watchers.close();
    expect([one.told, other.told]).toEqual([[], []]);
  });

  test("where nobody waits, whoever settles it tells the person", async () => {
    const { other } = await twoProcesses();

    expect(await other.settle()).toBe(false);
  });

  test("somebody who begins to wait a moment after it was settled elsewhere is waited for", async () => {
    const { one, other } = await twoProcesses();

    const settled = other.settle();
    await sleep(10);
    const heard = one.watchers.watch(key, long);

    expect(await settled).toBe(true);
    expect((await heard)?.link.state).toBe("failed");
    one.watchers.close();
  });

  test("whoever is just being answered is not told beside that", async () => {
    const { database } = await twoProcesses();
    const one = aProcess(database, "one", long);
    const until = new Date(database.now() + long).toISOString();
    await database.kysely.updateTable("links").set({ watched_by: "one", watched_until: until }).execute();
    // Somebody waits for another one, so it looks.
    void one.watchers.watch({ tenantId: key.tenantId, id: "per_2" }, long);

    await one.settle();
    await sleep(100);

    expect(one.told).toEqual([]);
    one.watchers.close();
  });

  test("whoever has stopped waiting in the meantime is told by their process, once", async () => {
    const { one, other } = await twoProcesses();
    const waiting = new AbortController();
    const heard = one.watchers.watch(key, long, waiting.signal);
    await expect.poll(async () => (await other.load(key))?.link.watched?.by).toBe("one");
    waiting.abort();

    expect(await other.settle()).toBe(true);
    await expect.poll(() => one.told).toEqual([key.id]);
    await sleep(50);

    expect([await heard, one.told, other.told]).toEqual([undefined, [key.id], []]);
    one.watchers.close();
  });
});
