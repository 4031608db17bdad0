import { randomBytes, randomUUID } from "node:crypto";

/** Makes ids of Slack's shapes. Ids that grant something (triggers, urls) cannot be guessed. */
export type Ids = {
  /** An object id such as `V0SANDBOX00001`. */
  next(prefix: string): string;
  /** A message timestamp, never the same twice, such as `1790000000.000100`. */
  timestamp(): string;
  triggerId(): string;
  viewHash(): string;
  /** What Slack invents where a block_id or action_id is missing. */
  blockId(): string;
  envelopeId(): string;
  secret(): string;
};

const MICROSECONDS_PER_SECOND = 1_000_000;

/** `tag` tells the objects of one workspace from those of others. */
export function createIds(clock: () => number, tag = "SANDBOX"): Ids {
  let count = 0;
  let lastMicroseconds = 0;
  const micros = () => {
    lastMicroseconds = Math.max(clock() * 1000, lastMicroseconds + 1);
    return lastMicroseconds;
  };
  const secondsAnd = (tail: string) => `${Math.floor(clock() / 1000)}.${tail}`;
  return {
    next: (prefix) => `${prefix}0${tag}${String(++count).padStart(5, "0")}`,
    timestamp() {
      const now = micros();
      const fraction = String(now % MICROSECONDS_PER_SECOND).padStart(6, "0");
      return `${Math.floor(now / MICROSECONDS_PER_SECOND)}.${fraction}`;
    },
    triggerId: () => `${++count}.${clock()}.${randomBytes(16).toString("hex")}`,
    viewHash: () => secondsAnd(randomBytes(4).toString("hex")),
    blockId: () => randomBytes(4).toString("base64url").substring(0, 5),
    envelopeId: () => randomUUID(),
    secret: () => randomBytes(12).toString("hex"),
  };
}
