import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { createDiscordStandIn } from "../../../sandbox/stand-ins/discord/server.ts";
import type { GatewayRules } from "../../../sandbox/stand-ins/discord/world.ts";
import { createShardStore } from "../../../src/database/fleet/shard-store.ts";
import { createTenantLifeStore } from "../../../src/database/team/tenant-life-store.ts";
import type { BotOptions } from "../../../src/discord/bot.ts";
import { forEachEngine, type OpenDatabase } from "../../support/databases.ts";
import { botFor } from "../started-bot.ts";

/** After so long without a word a process counts as dead, in ms. */
const deadMs = 21_000;
const guilds = Array.from({ length: 12 }, (_, index) => ({ name: `Server ${index}` }));

/** Processes of one bot on one database, whose clock is set by hand. */
async function aFleet(open: OpenDatabase, gateway: Partial<GatewayRules>) {
  const standIn = await createDiscordStandIn({ guilds, gateway });
  onTestFinished(() => standIn.close());
  let skippedMs = 0;
  const database = await open({ clock: () => Date.now() + skippedMs });
  const life = createTenantLifeStore(database);
  const gone: string[] = [];
  const sharings: NonNullable<ReturnType<typeof createShardStore>>[] = [];

  /** What the whole bot does with presence, over the rows: whoever is covered and not named is gone. */
  async function compare(ids: string[], covers: (id: string) => boolean): Promise<void> {
    for (const { tenantId: id } of await life.listPresent("", "", 500))
      if (!ids.includes(id) && covers(id) && (await life.left(id, "absent"))) gone.push(id);
    for (const id of ids) await life.arrived(id);
  }

  async function begin(name: string, options: Partial<BotOptions> = {}) {
    const everyGuild: string[][] = [];
    const sharing = createShardStore(database, name);
    let isDead = false;
    let mayReport: Promise<void> | undefined;
    const held: Promise<unknown>[] = [];
    const refuse = async () => {
      throw new Error("dead");
    };
    const mortal = sharing && {
      ...sharing,
      beat: (...call: Parameters<typeof sharing.beat>) => (isDead ? refuse() : sharing.beat(...call)),
      report(...call: Parameters<typeof sharing.report>) {
        if (!mayReport) return sharing.report(...call);
        const reported = mayReport.then(() => sharing.report(...call));
        held.push(reported);
        return reported;
      },
      leave: async (id: string) => (isDead ? undefined : sharing.leave(id)),
      tellOthers() {
        for (const other of sharings) if (other !== sharing) other.wake();
      },
    };
    if (sharing) sharings.push(sharing);
    const { bot, reports } = botFor(standIn, {
      sharing: mortal,
      pauses: { beatEveryMs: 20, startEveryMs: 0 },
      onEveryGuild: (ids) => void everyGuild.push(ids.toSorted()),
      onTenants: ({ guildIds, covers }) => compare(guildIds, covers),
      ...options,
    });
    await bot.start();
    return {
      bot,
      reports,
      everyGuild,
      /** It says nothing any more and is cut off, as when a machine fails. */
      async die() {
        isDead = true;
        await bot.close();
      },
      /** What it says of its servers from now on arrives when it is told to. */
      holdReports() {
        const { promise, resolve } = Promise.withResolvers<void>();
        mayReport = promise;
        return {
          held,
          async arrive() {
            resolve();
            await Promise.all(held);
            // Until what follows from it is done.
            await turn();
          },
        };
      },
    };
  }

  return {
    standIn,
    begin,
    gone,
    all: () => standIn.guilds.map(({ id }) => id).toSorted(),
    skip(ms: number) {
      skippedMs += ms;
    },
    async isHeldBy(name: string) {
      const holders = () => database.kysely.selectFrom("discord_shards").select("held_by").execute();
      await vi.waitFor(async () => expect(await holders()).toEqual([{ held_by: name }]), { timeout: 8000 });
    },
    async isAlive(name: string) {
      const since = new Date(Date.now() + skippedMs - deadMs).toISOString();
      const alive = () =>
        database.kysely
          .selectFrom("discord_seats")
          .select("instance_id")
          .where("beat_at", ">", since)
          .execute();
      await vi.waitFor(async () => expect(await alive()).toEqual([{ instance_id: name }]), { timeout: 8000 });
    },
    async isConnected(shards: string[]) {
      await vi.waitFor(() => expect(standIn.gateway.connectedShards).toEqual(shards), { timeout: 8000 });
    },
  };
}

const firstOf = (count: number) => Array.from({ length: count }, (_, id) => `${id}/${count}`);

forEachEngine((engine, open) => {
  // SQLite has one process, which writes nothing of shards.
  if (engine === "sqlite") {
    test("one process has all shards, and no rows say so", async () => {
      const fleet = await aFleet(open, { shards: 2 });

      const { everyGuild } = await fleet.begin("alone");

      expect(fleet.standIn.gateway.connectedShards).toEqual(firstOf(2));
      expect(everyGuild).toEqual([fleet.all()]);
      expect(fleet.gone).toEqual([]);
    });
    return;
  }

  describe("processes that share shards", () => {
    test("the second one takes half of them over, and nobody is taken for gone", async () => {
      const fleet = await aFleet(open, { shards: 4 });
      const first = await fleet.begin("first");
      expect(fleet.standIn.gateway.connectedShards).toEqual(firstOf(4));

      const second = await fleet.begin("second");
      await fleet.isConnected(firstOf(4));

      expect(first.reports.lines.filter((line) => line.includes("taken this shard over"))).toHaveLength(2);
      for (const { everyGuild } of [first, second])
        await vi.waitFor(() => expect(everyGuild.at(-1)).toEqual(fleet.all()));
      expect(fleet.gone).toEqual([]);
      expect(second.reports.fatal).toEqual([]);
    });

    test("of two shards in two processes none says how many servers there are before both have spoken", async () => {
      const fleet = await aFleet(open, {});
      const by = (shards: number[]) => ({ mode: { kind: "gateway", shards, shardCount: 2 } }) as const;

      const first = await fleet.begin("first", by([0]));
      expect(first.everyGuild).toEqual([]);
      const second = await fleet.begin("second", by([1]));

      for (const { everyGuild } of [first, second])
        await vi.waitFor(() => expect(everyGuild.at(-1)).toEqual(fleet.all()));
      expect(fleet.standIn.gateway.connectedShards).toEqual(firstOf(2));
      expect(fleet.gone).toEqual([]);
    });

    test("who joins in one process counts in the other", async () => {
      const fleet = await aFleet(open, { shards: 2 });
      const first = await fleet.begin("first");
      const second = await fleet.begin("second");
      await fleet.isConnected(firstOf(2));

      fleet.standIn.addGuild();
      fleet.standIn.addGuild();

      for (const { everyGuild } of [first, second])
        await vi.waitFor(() => expect(everyGuild.at(-1)).toEqual(fleet.all()));
    });

    test("the shards of a process that dies are taken when its time is over, and not before", async () => {
      const fleet = await aFleet(open, { shards: 4 });
      const first = await fleet.begin("first");
      await fleet.begin("second");
      await fleet.isConnected(firstOf(4));

      await first.die();
      expect(fleet.standIn.gateway.connectedShards).toHaveLength(2);
      fleet.skip(deadMs);

      await fleet.isConnected(firstOf(4));
      expect(fleet.gone).toEqual([]);
    });

    test("a process whose shards still wait for their turns says that it is there", async () => {
      const fleet = await aFleet(open, { shards: 2, maxConcurrency: 1 });
      const pauses = { beatEveryMs: 20, startEveryMs: 3 * deadMs };
      void fleet.begin("first", { pauses }).catch(() => undefined);
      await vi.waitFor(() => expect(fleet.standIn.gateway.connectedShards).toHaveLength(1));

      fleet.skip(deadMs);

      await fleet.isAlive("first");
    });

    test("what a process says late that was overtaken meanwhile counts no more, and is not passed on", async () => {
      const fleet = await aFleet(open, { shards: 1 });
      const first = await fleet.begin("first");
      const second = await fleet.begin("second");
      const late = first.holdReports();
      const [server = ""] = fleet.all();
      fleet.standIn.removeGuild(server);
      await vi.waitFor(() => expect(late.held).toHaveLength(1), { timeout: 8000 });
      await first.die();
      fleet.skip(deadMs);
      await fleet.isHeldBy("second");
      fleet.standIn.inviteAgain(server);
      await vi.waitFor(() => expect(second.reports.joined).toHaveLength(1), { timeout: 8000 });

      await late.arrive();

      expect(first.reports.left).toEqual([]);
      const third = await fleet.begin("third");
      await vi.waitFor(() => expect(third.everyGuild[0]).toEqual(fleet.all()), { timeout: 8000 });
    });

    test("a process that may not have the shards of a dead one asks anew how many there are", async () => {
      const fleet = await aFleet(open, { shards: 1, mostGuildsPerShard: guilds.length });
      const first = await fleet.begin("first");
      const second = await fleet.begin("second");
      fleet.standIn.addGuild();

      await first.die();
      fleet.skip(deadMs);

      const asksAnew = expect.stringContaining("as many as Discord says");
      await vi.waitFor(() => expect(second.reports.fatal).toEqual([asksAnew]), { timeout: 8000 });
    });

    test("a process that leaves keeps its shards until others have them", async () => {
      const fleet = await aFleet(open, { shards: 3 });
      const first = await fleet.begin("first");
      const second = await fleet.begin("second");
      await fleet.isConnected(firstOf(3));
      const least: number[] = [];
      const look = () => void least.push(new Set(fleet.standIn.gateway.connectedShards).size);
      onTestFinished(fleet.standIn.onEvent(look));

      await first.bot.drain();
      await first.bot.close();

      expect(fleet.standIn.gateway.connectedShards).toEqual(firstOf(3));
      expect(Math.min(...least)).toBe(3);
      expect(second.reports.fatal).toEqual([]);
    });

    test("a process that leaves hands its shards over without waiting for anybody's next beat", async () => {
      const fleet = await aFleet(open, { shards: 2 });
      const pauses = { beatEveryMs: 3_600_000, startEveryMs: 0 };
      const first = await fleet.begin("first", { pauses });
      await fleet.begin("second", { pauses });

      await first.bot.drain();

      await fleet.isConnected(firstOf(2));
      await first.bot.close();
      expect(fleet.standIn.gateway.connectedShards).toEqual(firstOf(2));
    });

    test("a process that leaves and has nobody to take its shards is not held up", async () => {
      const fleet = await aFleet(open, { shards: 2 });
      const first = await fleet.begin("first");

      await first.bot.drain();

      expect(fleet.standIn.gateway.connectedShards).toEqual(firstOf(2));
    });

    test("a process that ends in order leaves its shards to the others at once", async () => {
      const fleet = await aFleet(open, { shards: 2 });
      const first = await fleet.begin("first");
      await fleet.begin("second");
      await fleet.isConnected(firstOf(2));

      await first.bot.close();

      await fleet.isConnected(firstOf(2));
    });

    test("twice as many shards take over when they are whole, and nobody is taken for gone", async () => {
      const fleet = await aFleet(open, { shards: 2 });
      const first = await fleet.begin("first");
      fleet.standIn.gateway.recommend(4);

      const second = await fleet.begin("second");

      // The old process gives up its two, and takes its share of the four.
      await fleet.isConnected(firstOf(4));
      expect(first.reports.lines.join()).toContain("more shards have taken over");
      for (const { everyGuild } of [first, second])
        await vi.waitFor(() => expect(everyGuild.at(-1)).toEqual(fleet.all()));
      expect(fleet.gone).toEqual([]);
    });

    test("a process that is set to fewer shards than are at work starts, and leaves them their work", async () => {
      const fleet = await aFleet(open, { shards: 4 });
      await fleet.begin("first");
      const pauses = { beatEveryMs: 20, startEveryMs: 300 };

      const second = await fleet.begin("second", { pauses, mode: { kind: "gateway", shardCount: 2 } });

      await fleet.isConnected(firstOf(4));
      expect(second.reports.lines.join()).toContain("more shards have taken over");
      expect(second.reports.fatal).toEqual([]);
    });

    test("starts keep their distance across processes", async () => {
      const fleet = await aFleet(open, { shards: 4, maxConcurrency: 1, identifyEveryMs: 50 });
      // Far apart, for a busy machine may hear the first of two late.
      const pauses = { beatEveryMs: 20, startEveryMs: 500 };

      await Promise.all([fleet.begin("first", { pauses }), fleet.begin("second", { pauses })]);
      await fleet.isConnected(firstOf(4));

      expect(fleet.standIn.problems).toEqual([]);
    });
  });
});
