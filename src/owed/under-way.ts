import { type Platform, platforms, readTenantId, tenantIdOf } from "../chat/member.ts";
import type { ClaimedAnswer, OwedAnswer, OwedKey } from "../database/team/owed-store.ts";
import { nameOf } from "./owed-notes.ts";

/**
 * What one platform is sent at a time. While it is away each of them waits for it, and holds a whole reply and its request; whatever
 * comes beyond waits in the database.
 */
const mostPerPlatform = 50;

/** One that is being told, and until when nobody else takes it, by the database's clock (Unix ms). */
export type Held = { key: OwedKey; untilMs: number };

/** Answers that this process is telling at this moment, each of them once. */
export type UnderWay = {
  /**
   * Resolves when it has been tried, once it is `written`. Undefined, and nothing is written: it is under way already, or its platform
   * has enough to do.
   */
  begin(
    answer: OwedAnswer,
    how: { heldUntilMs: number; written?: () => Promise<void> },
  ): Promise<void> | undefined;
  /** Only because its platform has enough to do it cannot be begun. */
  lacksRoom(answer: OwedKey): boolean;
  /** How many more of any team can be begun that is not among the `full`. */
  room(): number;
  /** How the ids of those teams begin whose platform has enough to do. */
  full(): string[];
  held(): Iterable<Held>;
  /** This process has claimed one anew that it is telling: it was held up. */
  holdOn(answer: ClaimedAnswer): void;
  all(): Promise<void>[];
};

/** `onRoom`: a platform that had enough to do can be sent more. */
export function createUnderWay(
  tell: (answer: OwedAnswer, held: Held) => Promise<void>,
  onRoom: () => void,
): UnderWay {
  const telling = new Map<string, { held: Held; told: Promise<void> }>();
  const counts = Object.fromEntries(platforms.map((name) => [name, 0])) as Record<Platform, number>;

  async function tellOne(
    answer: OwedAnswer,
    { held, platform, written }: { held: Held; platform: Platform; written?: () => Promise<void> },
  ): Promise<void> {
    counts[platform]++;
    try {
      await written?.();
      await tell(answer, held);
    } finally {
      telling.delete(nameOf(answer));
      if (counts[platform]-- === mostPerPlatform) onRoom();
    }
  }

  const isFull = (platform: Platform) => counts[platform] >= mostPerPlatform;

  return {
    begin(answer, { heldUntilMs, ...how }) {
      const { tenantId, deliveryId } = answer;
      const name = nameOf(answer);
      const platform = readTenantId(tenantId)?.platform;
      if (!platform || telling.has(name) || isFull(platform)) return undefined;
      const held = { key: { tenantId, deliveryId }, untilMs: heldUntilMs };
      const told = tellOne(answer, { held, platform, ...how });
      telling.set(name, { held, told });
      return told;
    },
    lacksRoom(answer) {
      const platform = readTenantId(answer.tenantId)?.platform;
      return platform !== undefined && isFull(platform) && !telling.has(nameOf(answer));
    },
    room: () =>
      Math.min(...platforms.filter((name) => !isFull(name)).map((name) => mostPerPlatform - counts[name])),
    full: () => platforms.filter(isFull).map((name) => tenantIdOf(name, "")),
    *held() {
      for (const { held } of telling.values()) yield held;
    },
    holdOn(answer) {
      const one = telling.get(nameOf(answer));
      if (one) one.held.untilMs = answer.heldUntilMs;
    },
    all: () => Array.from(telling.values(), ({ told }) => told),
  };
}
