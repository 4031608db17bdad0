import { randomId } from "../../random-id.ts";
import type { Database } from "../opening/connect.ts";
import { isoTime } from "../times.ts";
import { deadAfterMs } from "./instance-store.ts";

/** A shard that is being connected may wait long for its turn; its claim is renewed with every beat meanwhile. */
const wantedForMs = deadAfterMs;
/** No bot has so many shards that one of them waits longer for its turn. */
const longestQueueMs = 20 * 60_000;
/** Rows of another number of shards, and of processes that have died, are of no use any more. */
const forgottenAfterMs = 3_600_000;

/** One shard of so many. */
type Shard = { id: number; count: number };
type Seat = { count: number; kind: "auto" | "fixed" | "leaving" };

export type ShardStore = NonNullable<ReturnType<typeof createShardStore>>;

/**
 * Who holds which shard of a Discord application. Undefined on SQLite, where one process holds all.
 */
export function createShardStore(database: Database, instance: string) {
  if (database.engine !== "postgres") return undefined;
  const { kysely } = database;
  const at = (inMs: number) => isoTime(database.now() + inMs);

  const rowOf = (applicationId: string, { id, count }: Shard) =>
    kysely
      .updateTable("discord_shards")
      .where("application_id", "=", applicationId)
      .where("shard_count", "=", count)
      .where("shard", "=", id);

  async function sit(applicationId: string, { count, kind }: Seat): Promise<void> {
    const seat = { shard_count: count, kind, beat_at: at(0) };
    await kysely
      .insertInto("discord_seats")
      .values({ application_id: applicationId, instance_id: instance, ...seat })
      .onConflict((conflict) => conflict.columns(["application_id", "instance_id"]).doUpdateSet(seat))
      .execute();
  }

  /** The rows of another number of shards, where nobody holds or connects them and no living process has so many. */
  async function forgetOthers(applicationId: string, count: number): Promise<void> {
    const inUse = kysely
      .selectFrom("discord_seats")
      .select("shard_count")
      .where("application_id", "=", applicationId)
      .where("beat_at", ">", at(-deadAfterMs));
    await kysely
      .deleteFrom("discord_shards")
      .where("application_id", "=", applicationId)
      .where("shard_count", "!=", count)
      .where("shard_count", "not in", inUse)
      .where((where) =>
        where.or([where("held_until", "is", null), where("held_until", "<", at(-forgottenAfterMs))]),
      )
      .where((where) => where.or([where("wanted_until", "is", null), where("wanted_until", "<", at(0))]))
      .execute();
    await kysely.deleteFrom("discord_seats").where("beat_at", "<", at(-forgottenAfterMs)).execute();
  }

  /** The rows of so many shards, where they are not there yet. */
  async function addMissing(applicationId: string, count: number): Promise<void> {
    const held = { held_by: null, held_until: null, wanted_by: null, wanted_until: null };
    const rows = Array.from({ length: count }, (_, shard) => ({
      application_id: applicationId,
      shard_count: count,
      shard,
      ...held,
      guilds: null,
      reported_at: null,
    }));
    await kysely
      .insertInto("discord_shards")
      .values(rows)
      .onConflict((conflict) => conflict.columns(["application_id", "shard_count", "shard"]).doNothing())
      .execute();
  }

  /** What this process holds and wants lasts on; what another one has taken does not come back. */
  async function renew(applicationId: string): Promise<void> {
    await kysely
      .updateTable("discord_shards")
      .set({ held_until: at(deadAfterMs) })
      .where("application_id", "=", applicationId)
      .where("held_by", "=", instance)
      .execute();
    await kysely
      .updateTable("discord_shards")
      .set({ wanted_until: at(wantedForMs) })
      .where("application_id", "=", applicationId)
      .where("wanted_by", "=", instance)
      .execute();
  }

  async function look(applicationId: string) {
    const now = at(0);
    const seats = await kysely
      .selectFrom("discord_seats")
      .select(["instance_id", "shard_count", "kind"])
      .where("application_id", "=", applicationId)
      .where("beat_at", ">", at(-deadAfterMs))
      .execute();
    const rows = await kysely
      .selectFrom("discord_shards")
      .select(["shard", "shard_count", "held_by", "held_until", "wanted_by", "wanted_until", "reported_at"])
      .where("application_id", "=", applicationId)
      .orderBy("shard_count")
      .orderBy("shard")
      .execute();
    const living = (who: string | null, until: string | null) =>
      who && until && until > now ? who : undefined;
    return {
      seats: seats.map((row) => ({
        instance: row.instance_id,
        count: row.shard_count,
        kind: row.kind as Seat["kind"],
      })),
      shards: rows.map((row) => ({
        id: row.shard,
        count: row.shard_count,
        heldBy: living(row.held_by, row.held_until),
        wantedBy: living(row.wanted_by, row.wanted_until),
        reported: row.reported_at ?? undefined,
      })),
    };
  }

  let prepared = "";
  let hear = () => {};

  return {
    instance,

    tellOthers: () => database.wakes.tellOthers("shards"),

    onTold(listener: () => void): void {
      hear = listener;
    },

    /** Another process has told. */
    wake: () => hear(),

    async beat(applicationId: string, seat: Seat) {
      const key = `${applicationId} ${seat.count}`;
      await sit(applicationId, seat);
      if (prepared !== key) {
        await forgetOthers(applicationId, seat.count);
        await addMissing(applicationId, seat.count);
      }
      prepared = key;
      await renew(applicationId);
      const view = await look(applicationId);
      if (view.shards.filter(({ count }) => count === seat.count).length >= seat.count) return view;
      // Another process began with another number of shards while this one was not heard of.
      await addMissing(applicationId, seat.count);
      return look(applicationId);
    },

    async want(applicationId: string, shard: Shard): Promise<boolean> {
      const { numUpdatedRows } = await rowOf(applicationId, shard)
        .set({ wanted_by: instance, wanted_until: at(wantedForMs) })
        .where((where) =>
          where.or([
            where("wanted_by", "is", null),
            where("wanted_by", "=", instance),
            where("wanted_until", "<", at(0)),
          ]),
        )
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    async take(applicationId: string, shard: Shard): Promise<boolean> {
      const { numUpdatedRows } = await rowOf(applicationId, shard)
        .set({ held_by: instance, held_until: at(deadAfterMs), wanted_by: null, wanted_until: null })
        .where("wanted_by", "=", instance)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    async giveBack(applicationId: string, shard: Shard): Promise<void> {
      const free = { held_by: null, held_until: null };
      await rowOf(applicationId, shard).set(free).where("held_by", "=", instance).execute();
      const unwanted = { wanted_by: null, wanted_until: null };
      await rowOf(applicationId, shard).set(unwanted).where("wanted_by", "=", instance).execute();
    },

    async report(applicationId: string, shard: Shard, guildIds: readonly string[]): Promise<boolean> {
      // Two of one millisecond are told apart.
      const said = { guilds: JSON.stringify(guildIds), reported_at: `${at(0)} ${randomId(6)}` };
      const { numUpdatedRows } = await rowOf(applicationId, shard)
        .set(said)
        .where((where) => where.or([where("held_by", "=", instance), where("wanted_by", "=", instance)]))
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    async everyGuild(applicationId: string, count: number): Promise<string[] | undefined> {
      const rows = await kysely
        .selectFrom("discord_shards")
        .select("guilds")
        .where("application_id", "=", applicationId)
        .where("shard_count", "=", count)
        .execute();
      if (rows.length !== count || rows.some(({ guilds }) => guilds === null)) return undefined;
      return rows.flatMap(({ guilds }) => JSON.parse(guilds ?? "[]") as string[]);
    },

    /** The next start in this bucket is this process's; returns for how long it has to be waited for, in ms. */
    async nextStart(applicationId: string, bucket: number, everyMs: number): Promise<number> {
      await kysely
        .insertInto("discord_starts")
        .values({ application_id: applicationId, bucket, next_at: at(0) })
        .onConflict((conflict) => conflict.columns(["application_id", "bucket"]).doNothing())
        .execute();
      return kysely.transaction().execute(async (transaction) => {
        const { next_at: next } = await transaction
          .selectFrom("discord_starts")
          .select("next_at")
          .where("application_id", "=", applicationId)
          .where("bucket", "=", bucket)
          .forUpdate()
          .executeTakeFirstOrThrow();
        const nowMs = database.now();
        const nextMs = Date.parse(next);
        // What lies further ahead was written before the clock was set back.
        const startMs = nextMs > nowMs + longestQueueMs ? nowMs : Math.max(nowMs, nextMs);
        await transaction
          .updateTable("discord_starts")
          .set({ next_at: isoTime(startMs + everyMs) })
          .where("application_id", "=", applicationId)
          .where("bucket", "=", bucket)
          .execute();
        return startMs - nowMs;
      });
    },

    async leave(applicationId: string): Promise<void> {
      await kysely
        .updateTable("discord_shards")
        .set({ held_by: null, held_until: null })
        .where("application_id", "=", applicationId)
        .where("held_by", "=", instance)
        .execute();
      await kysely
        .deleteFrom("discord_seats")
        .where("application_id", "=", applicationId)
        .where("instance_id", "=", instance)
        .execute();
    },

    /** Living processes that have Discord, this one at least. */
    async processes(): Promise<number> {
      const { count } = await kysely
        .selectFrom("instances")
        .select((select) => select.fn.countAll<string>().as("count"))
        .where("beat_at", ">", at(-deadAfterMs))
        .where("platforms", "like", '%"discord"%')
        .executeTakeFirstOrThrow();
      return Math.max(1, Number(count));
    },
  };
}
