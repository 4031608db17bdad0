const discordEpochMs = 1_420_070_400_000;
const counterMask = 0x3f_ffffn;

/** Makes a new id. `ageMs` dates it back: a bot reads an interaction's age from its id. */
export type NextId = (ageMs?: number) => string;

/** Ids of 17–19 digits as Discord makes them: milliseconds since 2015, then 22 bits of counter. */
export function createSnowflakes(): NextId {
  let counter = 0n;
  return (ageMs = 0) => {
    counter = (counter + 1n) & counterMask;
    const sinceEpoch = BigInt(Math.floor(Date.now() - ageMs - discordEpochMs));
    return ((sinceEpoch << 22n) | counter).toString();
  };
}

/** When the id was made, in milliseconds since 1970. */
export function snowflakeTimeMs(id: string): number {
  return Number(BigInt(id) >> 22n) + discordEpochMs;
}

/** Which shard a guild belongs to. https://discord.com/developers/docs/events/gateway#sharding */
export function shardOf(guildId: string, shardCount: number): number {
  return Number((BigInt(guildId) >> 22n) % BigInt(shardCount));
}
