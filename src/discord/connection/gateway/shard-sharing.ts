/** One of so many parts of the bot's guilds. https://discord.com/developers/docs/events/gateway#sharding */
export type ShardId = { id: number; count: number };

/**
 * `auto`: takes its share of what there is. `fixed`: takes those of its list alone. `leaving`: takes nothing more, and
 * holds what it has until somebody else does.
 */
export type SeatKind = "auto" | "fixed" | "leaving";

/** A living process of the application that can hold shards. */
export type Seat = { instance: string; count: number; kind: SeatKind };

/** A shard as all processes see it. Who is dead holds and wants nothing. */
export type SharedShard = ShardId & {
  heldBy: string | undefined;
  wantedBy: string | undefined;
  /** When its holder last said which guilds it has; changes with them. Undefined: nobody has. */
  reported: string | undefined;
};

export type ShardView = { seats: readonly Seat[]; shards: readonly SharedShard[] };

/**
 * Shares the shards of an application out between processes, by leases that end with their holder. All of it rejects where
 * the database is away: then everybody goes on with what they have.
 */
export type ShardSharing = {
  /** This process. */
  instance: string;
  /** Lets the others look at once, not at their next beat. Where they do not hear it, nothing but time is lost. */
  tellOthers(): void;
  /** `hear` is called whenever another process has told. */
  onTold(hear: () => void): void;
  /** Says that this process is there and renews what it holds and wants; returns how things stand then. */
  beat(applicationId: string, seat: { count: number; kind: SeatKind }): Promise<ShardView>;
  /** Announces that this process connects a shard. False: another one does. */
  want(applicationId: string, shard: ShardId): Promise<boolean>;
  /** Makes this process the holder of a shard that it wants and has connected. False: another one was faster. */
  take(applicationId: string, shard: ShardId): Promise<boolean>;
  /** Ends that this process holds or wants it. */
  giveBack(applicationId: string, shard: ShardId): Promise<void>;
  /** Says which guilds a shard has, as who holds or connects it. False: another process does by now, and nothing is said. */
  report(applicationId: string, shard: ShardId, guildIds: readonly string[]): Promise<boolean>;
  /** The guilds of all shards; undefined where one has not been reported. */
  everyGuild(applicationId: string, count: number): Promise<string[] | undefined>;
  /** Takes the next start in a bucket, where two must be so far apart; returns how long it has to be waited for, in ms. */
  nextStart(applicationId: string, bucket: number, everyMs: number): Promise<number>;
  /** This process ends: whatever it holds is anybody's. */
  leave(applicationId: string): Promise<void>;
  /** How many processes there are that send requests with the bot's token, this one among them. */
  processes(): Promise<number>;
};

/** https://discord.com/developers/docs/events/gateway#sharding-sharding-formula */
export function shardOf(guildId: string, count: number): number {
  return /^\d{1,20}$/.test(guildId) ? Number((BigInt(guildId) >> 22n) % BigInt(count)) : 0;
}
