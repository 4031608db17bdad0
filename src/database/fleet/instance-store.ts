import type { Database } from "../opening/connect.ts";
import { isoTime } from "../times.ts";

/** How often a process says that it is there. */
export const beatEveryMs = 5000;
/** A process that has said nothing for so long is taken for dead. */
export const deadAfterMs = 20_000;
/** Until then a row of the dead stays, for whoever wants to know. */
const forgottenAfterMs = 3_600_000;

/** A process at work; times are Unix ms. `platforms`: how each is connected, by name, as `/health` has it. */
export type Instance = { id: string; startedMs: number; beatMs: number; platforms: Record<string, string> };

export type InstanceStore = ReturnType<typeof createInstanceStore>;

/**
 * The processes that share this database. On SQLite there is one, which need not say so: nothing is written there, and
 * `live` names it alone.
 */
export function createInstanceStore(database: Database, id: string) {
  const { kysely, engine } = database;
  const isShared = engine === "postgres";
  const startedMs = database.now();

  return {
    /** This process. */
    id,

    /** Whether other processes may be at work on the same database. */
    isShared,

    /** Says that this process is there, and how its platforms are. The first one says that it has begun. */
    async beat(platforms: Record<string, string>): Promise<void> {
      if (!isShared) return;
      const said = { beat_at: isoTime(database.now()), platforms: JSON.stringify(platforms) };
      await kysely
        .insertInto("instances")
        .values({ instance_id: id, started_at: isoTime(startedMs), ...said })
        .onConflict((conflict) => conflict.column("instance_id").doUpdateSet(said))
        .execute();
    },

    /** Those that are alive, this one among them once it has beaten, the oldest first. */
    async live(): Promise<Instance[]> {
      if (!isShared) return [{ id, startedMs, beatMs: database.now(), platforms: {} }];
      const rows = await kysely
        .selectFrom("instances")
        .selectAll()
        .where("beat_at", ">", isoTime(database.now() - deadAfterMs))
        .orderBy("started_at")
        .orderBy("instance_id")
        .execute();
      return rows.map((row) => ({
        id: row.instance_id,
        startedMs: Date.parse(row.started_at),
        beatMs: Date.parse(row.beat_at),
        platforms: JSON.parse(row.platforms) as Record<string, string>,
      }));
    },

    /** This process ends in order: from now on it counts as dead. */
    async end(): Promise<void> {
      if (isShared) await kysely.deleteFrom("instances").where("instance_id", "=", id).execute();
    },

    async forgetTheDead(): Promise<void> {
      if (!isShared) return;
      const before = isoTime(database.now() - forgottenAfterMs);
      await kysely.deleteFrom("instances").where("beat_at", "<", before).execute();
      await kysely.deleteFrom("gates").where("held_until", "<", before).execute();
    },
  };
}
