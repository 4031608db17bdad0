import { type Platform, platforms, readTenantId, tenantIdOf } from "../chat/member.ts";
import type { OwedAnswer, OwedKey } from "../database/team/owed-store.ts";
import { nameOf } from "./owed-notes.ts";

/**
 * What one platform is sent at a time. While it is away each of them waits for it, and holds a whole reply and its request; whatever
 * comes beyond waits in the database.
 */
const mostPerPlatform = 50;

/** Answers that this process is telling at this moment, each of them once. */
export type UnderWay = {
  /**
   * Resolves when it has been tried, once it is `written`. Undefined, and nothing is written: it is under way already, or its platform
   * has enough to do.
   */
  begin(answer: OwedAnswer, written?: () => Promise<void>): Promise<void> | undefined;
  /** Only because its platform has enough to do it cannot be begun. */
  lacksRoom(answer: OwedKey): boolean;
  /** How many more of any team can be begun that is not among the `full`. */
  room(): number;
  /** How the ids of those teams begin whose platform has enough to do. */
  full(): string[];
  keys(): Iterable<OwedKey>;
  all(): Promise<void>[];
};

/** `onRoom`: a platform that had enough to do can be sent more. */
export function createUnderWay(tell: (answer: OwedAnswer) => Promise<void>, onRoom: () => void): UnderWay {
  const telling = new Map<string, { key: OwedKey; told: Promise<void> }>();
  const counts = Object.fromEntries(platforms.map((name) => [name, 0])) as Record<Platform, number>;

  async function tellOne(
    answer: OwedAnswer,
    {
      name,
      platform,
      written,
    }: { name: string; platform: Platform; written: (() => Promise<void>) | undefined },
  ): Promise<void> {
    counts[platform]++;
    try {
      await written?.();
      await tell(answer);
    } finally {
      telling.delete(name);
      if (counts[platform]-- === mostPerPlatform) onRoom();
    }
  }

  const isFull = (platform: Platform) => counts[platform] >= mostPerPlatform;

  return {
    begin(answer, written) {
      const { tenantId, deliveryId } = answer;
      const name = nameOf(answer);
      const platform = readTenantId(tenantId)?.platform;
      if (!platform || telling.has(name) || isFull(platform)) return undefined;
      const told = tellOne(answer, { name, platform, written });
      telling.set(name, { key: { tenantId, deliveryId }, told });
      return told;
    },
    lacksRoom(answer) {
      const platform = readTenantId(answer.tenantId)?.platform;
      return platform !== undefined && isFull(platform) && !telling.has(nameOf(answer));
    },
    room: () =>
      Math.min(...platforms.filter((name) => !isFull(name)).map((name) => mostPerPlatform - counts[name])),
    full: () => platforms.filter(isFull).map((name) => tenantIdOf(name, "")),
    *keys() {
      for (const { key } of telling.values()) yield key;
    },
    all: () => Array.from(telling.values(), ({ told }) => told),
  };
}
