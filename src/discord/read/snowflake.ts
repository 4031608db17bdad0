import { ageBetween } from "../../chat/age.ts";

/** https://discord.com/developers/docs/reference#snowflakes */
const discordEpochMs = 1_420_070_400_000;

/** Milliseconds since Discord made this id, judged by our clock; 0 when the two clocks cannot both be right. */
export function ageOfSnowflakeMs(id: string, nowMs: number): number {
  if (!/^\d{1,20}$/.test(id)) return 0;
  return ageBetween(Number(BigInt(id) >> 22n) + discordEpochMs, nowMs);
}

/** Whether this can be one of Discord's ids: it refuses a whole message or form for one that cannot. */
export function isSnowflake(id: string): boolean {
  return /^[1-9]\d{16,19}$/.test(id);
}
