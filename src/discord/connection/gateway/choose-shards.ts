import type { Seat, ShardView, SharedShard } from "./shard-sharing.ts";

export type Chooser = Seat & {
  /** Of `fixed`: the shards of its list. */
  ids: readonly number[];
  /** The shards it has connected, or is about to. */
  running: ReadonlySet<number>;
  /** Of `fixed`: it has just begun, so that it takes over from another one with the same list. */
  isNew: boolean;
};

/** `drop`: it neither has nor wants them any more, and yet they are noted as its own. */
export type Choice = { connect: number[]; stop: number[]; drop: number[] };

/**
 * Which shards a process connects and which it lets go, by what it sees. All see the same, so that each knows the shares of
 * the others. Nobody lets go of a shard before another one holds it: who has less than a fair share connects one of
 * whoever has more, and then it is that one's.
 */
export function chooseShards(view: ShardView, me: Chooser): Choice {
  const own = view.shards.filter(({ count }) => count === me.count);
  // What it wants it is connecting, while another one still holds it.
  const isTaken = ({ id, heldBy, wantedBy }: SharedShard) =>
    me.running.has(id) && heldBy !== undefined && heldBy !== me.instance && wantedBy !== me.instance;
  const stop = own.filter(isTaken).map(({ id }) => id);
  const connect = chooseNew(own, { seats: view.seats, me, stop });
  const isNoted = ({ heldBy, wantedBy }: SharedShard) => heldBy === me.instance || wantedBy === me.instance;
  const isIdle = ({ id }: SharedShard) => !me.running.has(id) && !connect.includes(id);
  const drop = own.filter((shard) => isNoted(shard) && isIdle(shard)).map(({ id }) => id);
  return { connect, stop, drop };
}

function chooseNew(
  own: readonly SharedShard[],
  { seats, me, stop }: { seats: readonly Seat[]; me: Chooser; stop: readonly number[] },
): number[] {
  const isOpen = ({ id, wantedBy }: SharedShard) =>
    !me.running.has(id) && (wantedBy === undefined || wantedBy === me.instance);
  const open = own.filter(isOpen);
  const isFree = ({ heldBy }: SharedShard) => heldBy === undefined || heldBy === me.instance;
  if (me.kind === "leaving") return [];
  if (me.kind === "fixed") {
    const listed = open.filter(({ id }) => me.ids.includes(id));
    return listed.filter((shard) => me.isNew || isFree(shard)).map(({ id }) => id);
  }
  const shares = fairShares(seats, me.count);
  const has = [...me.running].filter((id) => !stop.includes(id)).length;
  const lacking = Math.max(0, (shares.get(me.instance) ?? 0) - has);
  const others = surplus(own, { seats, shares, me: me.instance }).filter(isOpen);
  return [...open.filter(isFree), ...others].slice(0, lacking).map(({ id }) => id);
}

/** How many shards each process is to hold: those who leave, and those with a list, are not counted in. */
function fairShares(seats: readonly Seat[], count: number): Map<string, number> {
  const takers = seats.filter((seat) => seat.count === count && seat.kind === "auto");
  const sorted = takers.map(({ instance }) => instance).toSorted();
  const least = Math.floor(count / sorted.length);
  return new Map(
    sorted.map((instance, index) => [instance, least + (index < count % sorted.length ? 1 : 0)]),
  );
}

/** What others hold beyond their shares and nobody is about to take, the highest of each first. */
function surplus(
  shards: readonly SharedShard[],
  { seats, shares, me }: { seats: readonly Seat[]; shares: ReadonlyMap<string, number>; me: string },
): SharedShard[] {
  return seats
    .filter(({ instance, kind }) => instance !== me && kind !== "fixed")
    .flatMap(({ instance }) => {
      const held = shards.filter(({ heldBy }) => heldBy === instance);
      const promised = held.filter(({ wantedBy }) => wantedBy !== undefined && wantedBy !== instance).length;
      const beyond = Math.max(0, held.length - promised - (shares.get(instance) ?? 0));
      const unpromised = held.filter(({ wantedBy }) => wantedBy === undefined || wantedBy === me);
      return beyond === 0 ? [] : unpromised.toReversed().slice(0, beyond);
    });
}

/** A greater number of shards that is whole: all are held and have said which guilds they have. */
export function greaterCount({ shards }: ShardView, count: number): number | undefined {
  const greater = [...new Set(shards.map((shard) => shard.count))].filter((other) => other > count);
  return greater
    .toSorted((one, other) => other - one)
    .find((other) => {
      const held = shards.filter((shard) => shard.count === other && shard.heldBy && shard.reported);
      return held.length === other;
    });
}

/** The greatest number of shards of which any is held. */
export function countAtWork({ shards }: ShardView): number {
  return Math.max(0, ...shards.filter(({ heldBy }) => heldBy).map(({ count }) => count));
}
