/** One process that is at work on this database. */
export type InstanceRow = {
  /** A random id of its own, new at each start. */
  instance_id: string;
  started_at: string;
  /** When it last said that it is there. */
  beat_at: string;
  /** JSON object: how each of its platforms is connected, by name. */
  platforms: string;
};

/** A place for one of a team's requests to Tavus at a time, whichever process sends it. */
export type GateRow = {
  /** A hash of the team's id. */
  gate: string;
  place: number;
  held_by: string;
  /** A process that dies holds it no longer. */
  held_until: string;
};

/** A process that can hold shards of a Discord application. */
export type ShardSeatRow = {
  application_id: string;
  instance_id: string;
  shard_count: number;
  /** `auto`, `fixed` or `leaving`. */
  kind: string;
  beat_at: string;
};

/** Who holds a shard of a Discord application, who is about to, and which guilds it has. */
export type ShardRow = {
  application_id: string;
  shard_count: number;
  shard: number;
  held_by: string | null;
  held_until: string | null;
  wanted_by: string | null;
  wanted_until: string | null;
  /** JSON list of guild ids, which the key rule counts. */
  guilds: string | null;
  /** When that was said, and a random mark. */
  reported_at: string | null;
};

/** When the next connection of a Discord application may identify in a bucket. */
export type ShardStartRow = { application_id: string; bucket: number; next_at: string };

/** What there is about processes. It says nothing of any team, is given to none, and is left behind when data is moved. */
export type FleetTables = {
  instances: InstanceRow;
  gates: GateRow;
  discord_seats: ShardSeatRow;
  discord_shards: ShardRow;
  discord_starts: ShardStartRow;
};

export const fleetTables = {
  instances: true,
  gates: true,
  discord_seats: true,
  discord_shards: true,
  discord_starts: true,
} as const satisfies {
  [table in keyof FleetTables]: true;
};
