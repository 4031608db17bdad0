import { createTurns } from "../../../turns.ts";
import type { ConnectionOptions, HeldShard, JoinedGuild } from "../connection.ts";
import type { Ready } from "./guilds.ts";
import { createShard, type Shard, type ShardOptions } from "./shard.ts";
import { type ShardId, shardOf } from "./shard-sharing.ts";

export type GroupOptions = Pick<
  ShardOptions,
  "token" | "apiUrl" | "log" | "turns" | "areShardsSet" | "take" | "onWritten" | "againMs"
> &
  Pick<
    ConnectionOptions,
    "onTenants" | "onGuildJoined" | "onGuildLeft" | "onConnected" | "onDisconnected" | "onLost"
  > & {
    /** How long one may take to start, by how many there are. */
    deadlineMs: number;
    /** Notes which guilds a shard has. False: another process has it by now, and knows more than this one. */
    report(shard: ShardId, guildIds: readonly string[]): Promise<boolean>;
  };

/** The shards that this process has connected, as one connection: it is there when all of them are. */
export function createShardGroup(options: GroupOptions) {
  const shards = new Map<string, Shard>();
  const opened = new Set<string>();
  const cut = new Set<string>();
  // What was said later stays, also where two are said at once.
  const inTurn = createTurns();
  let isArmed = false;

  /** A shard says of its own guilds which are there, and nothing of any other. */
  async function tellReady(shard: ShardId, { guildIds }: Ready): Promise<void> {
    if (!(await inTurn(() => options.report(shard, guildIds)))) return;
    const covers = (guildId: string) => shardOf(guildId, shard.count) === shard.id;
    await options.onTenants?.({ guildIds, covers });
  }

  async function tellJoined(shard: ShardId, guild: JoinedGuild): Promise<void> {
    if (await report(shard)) await options.onGuildJoined?.(guild);
  }

  async function tellLeft(shard: ShardId, guildId: string): Promise<void> {
    if (await report(shard)) await options.onGuildLeft?.(guildId);
  }

  function report(shard: ShardId): Promise<boolean> {
    return inTurn(async () => {
      const running = shards.get(keyOf(shard));
      return running !== undefined && options.report(shard, running.guildIds());
    });
  }

  function connected(shard: ShardId): void {
    cut.delete(keyOf(shard));
    if (isArmed && cut.size === 0) options.onConnected();
  }

  function disconnected(shard: ShardId, reason: string): void {
    cut.add(keyOf(shard));
    if (isArmed) options.onDisconnected(shard.count > 1 ? `shard ${shard.id}: ${reason}` : reason);
  }

  async function close(shard: ShardId): Promise<void> {
    const running = shards.get(keyOf(shard));
    shards.delete(keyOf(shard));
    opened.delete(keyOf(shard));
    await running?.close();
    if (cut.has(keyOf(shard))) connected(shard);
  }

  return {
    running: (): ShardId[] => [...shards.values()],

    held(): HeldShard[] {
      const isReady = (key: string) => opened.has(key) && !cut.has(key);
      return [...shards].map(([key, { id, count }]) => ({ id, count, isReady: isReady(key) }));
    },

    /** Rejects with PlatformTrouble, or as `onTenants` does; the shard is closed then. */
    async open(shard: ShardId): Promise<Ready> {
      const opening = createShard(shard, {
        ...options,
        onReady: tellReady,
        onGuildJoined: tellJoined,
        onGuildLeft: tellLeft,
        onConnected: connected,
        onDisconnected: disconnected,
        onLost: (trouble) => isArmed && options.onLost(trouble),
      });
      shards.set(keyOf(shard), opening);
      try {
        const ready = await opening.open();
        opened.add(keyOf(shard));
        return ready;
      } catch (error) {
        await close(shard);
        throw error;
      }
    },

    close,

    /** From now on it is told how the connection fares. */
    arm(): void {
      isArmed = true;
    },

    async closeAll(): Promise<void> {
      isArmed = false;
      await Promise.all([...shards.values()].map(close));
    },
  };
}

export type ShardGroup = ReturnType<typeof createShardGroup>;

function keyOf({ id, count }: ShardId): string {
  return `${id}/${count}`;
}
