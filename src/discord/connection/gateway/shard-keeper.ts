import { PlatformTrouble } from "../../../chat/platform-trouble.ts";
import type { Log } from "../../../log.ts";
import { createTicker } from "../../../ticker.ts";
import type { ConnectionOptions } from "../connection.ts";
import { type Choice, chooseShards, countAtWork, greaterCount } from "./choose-shards.ts";
import { OtherShardsWanted } from "./gateway-failure.ts";
import type { ShardGroup } from "./shard-group.ts";
import type { Seat, ShardId, ShardSharing, ShardView } from "./shard-sharing.ts";

const beatEveryMs = 5000;

export type KeeperOptions = Pick<ConnectionOptions, "onEveryGuild"> & {
  sharing: ShardSharing;
  applicationId: string;
  group: ShardGroup;
  /** As Discord recommends it, or as it is set. */
  count: number;
  isCountFixed: boolean;
  /** Undefined: a fair share. */
  ids: readonly number[] | undefined;
  everyMs?: number | undefined;
  log: Log;
  onLost(trouble: PlatformTrouble): void;
  /** How many processes send requests with the bot's token. */
  onProcesses(count: number): void;
};

export type ShardKeeper = {
  /** Resolves when this process has connected its share. Rejects as the group does. */
  start(): Promise<void>;
  report(shard: ShardId, guildIds: readonly string[]): Promise<boolean>;
  /** From now on nothing is taken, and others take what is here. Resolves when they have, or where nobody can. */
  leave(): Promise<void>;
  stop(): Promise<void>;
};

/** Keeps a process at its share of the shards, as other processes come and go. */
export function createShardKeeper(options: KeeperOptions): ShardKeeper {
  const { sharing, applicationId, group, log } = options;
  const opening = new Map<number, Promise<void>>();
  let { count } = options;
  let isLeaving = false;
  let isNew = true;
  let isStarting = true;
  let isSuperseded = false;
  let isLeavingTold = false;
  let told = "";
  const handedOver = Promise.withResolvers<void>();

  function kind() {
    if (isLeaving || isSuperseded) return "leaving";
    return options.ids ? "fixed" : "auto";
  }

  async function look(): Promise<ShardView> {
    const said = kind();
    const view = await sharing.beat(applicationId, { count, kind: said });
    if (said === "leaving" && !isLeavingTold) sharing.tellOthers();
    isLeavingTold = said === "leaving";
    options.onProcesses(await sharing.processes());
    return view;
  }

  function choose(view: ShardView): Choice {
    const running = new Set([...group.running().map(({ id }) => id), ...opening.keys()]);
    const me = {
      instance: sharing.instance,
      count,
      kind: kind(),
      ids: options.ids ?? [],
      running,
      isNew,
    } as const;
    return chooseShards(view, me);
  }

  async function tick(): Promise<void> {
    const view = await look();
    // A shard that is closed while it opens never says how that ended, and the start waits for all of its own.
    if (!isStarting) await followCount(view);
    const { connect, stop, drop } = choose(view);
    isNew = false;
    await Promise.all(stop.filter((id) => !opening.has(id)).map(letGo));
    await Promise.all(drop.map((id) => sharing.giveBack(applicationId, { id, count })));
    for (const id of connect) void keepOpening(id);
    if (isLeaving && !canHandOver(view)) handedOver.resolve();
    await tellGuilds(view);
  }

  function canHandOver({ seats }: ShardView): boolean {
    const isTaker = (seat: Seat) =>
      seat.kind === "auto" && seat.count === count && seat.instance !== sharing.instance;
    return group.running().length > 0 && seats.some(isTaker);
  }

  /** A greater number of shards that others have completed takes the place of ours. */
  async function followCount(view: ShardView): Promise<void> {
    const greater = greaterCount(view, count);
    if (greater === undefined || isSuperseded) return;
    log.info({ shards: count, greater }, "processes with more shards have taken over");
    const ours = group.running();
    isSuperseded = options.isCountFixed || options.ids !== undefined;
    if (!isSuperseded) count = greater;
    await Promise.all(ours.map((shard) => close(shard)));
    if (!isSuperseded) ticker.wake();
  }

  async function letGo(id: number): Promise<void> {
    log.info({ shard: id }, "another process has taken this shard over");
    await group.close({ id, count });
  }

  async function close(shard: ShardId): Promise<void> {
    await group.close(shard);
    await sharing.giveBack(applicationId, shard);
  }

  async function connect(id: number): Promise<void> {
    const shard = { id, count };
    if (!(await sharing.want(applicationId, shard))) return;
    try {
      await group.open(shard);
    } catch (error) {
      await sharing.giveBack(applicationId, shard).catch(() => undefined);
      throw error;
    }
    if (await sharing.take(applicationId, shard)) sharing.tellOthers();
    else await group.close(shard);
    ticker.wake();
  }

  function begin(id: number): Promise<void> {
    const work = connect(id).finally(() => opening.delete(id));
    opening.set(id, work);
    return work;
  }

  /** What fails is tried again with a later beat, by this process or by another. */
  async function keepOpening(id: number): Promise<void> {
    try {
      await begin(id);
    } catch (error) {
      if (error instanceof PlatformTrouble && (error.isFinal || error instanceof OtherShardsWanted))
        return options.onLost(error);
      log.warn({ shard: id, err: error }, "a shard could not be connected and is tried again");
    }
  }

  async function tellGuilds({ shards }: ShardView): Promise<void> {
    const own = shards.filter((shard) => shard.count === count);
    const said = own.map(({ id, reported }) => `${id} ${reported}`).join();
    // What was said of a shard that nobody holds may be long over.
    if (said === told || own.some(({ reported, heldBy }) => !reported || !heldBy)) return;
    const guildIds = await sharing.everyGuild(applicationId, count);
    if (!guildIds) return;
    told = said;
    await options.onEveryGuild?.(guildIds);
  }

  const ticker = createTicker({
    everyMs: options.everyMs ?? beatEveryMs,
    tick,
    failed: (error) => log.warn({ err: error }, "the shards could not be compared with other processes"),
  });

  return {
    async start() {
      const first = await look();
      if (!options.isCountFixed) count = Math.max(count, countAtWork(first));
      const view = await look();
      const { connect: ids } = choose(view);
      isNew = false;
      const opened = Promise.all(ids.map(begin));
      // The last of many waits for its turn longer than a process counts as alive that says nothing.
      ticker.start();
      sharing.onTold(ticker.wake);
      await opened;
      isStarting = false;
      ticker.wake();
    },
    async report(shard, guildIds) {
      const isOurs = await sharing.report(applicationId, shard, guildIds);
      ticker.wake();
      return isOurs;
    },
    leave() {
      isLeaving = true;
      ticker.wake();
      return handedOver.promise;
    },
    async stop() {
      isLeaving = true;
      await ticker.stop(1000, () => opening.values());
      await sharing
        .leave(applicationId)
        .catch((error: unknown) =>
          log.warn({ err: error }, "other processes were not told that this one ends"),
        );
    },
  };
}
