import { type Platform, platforms, readTenantId, tenantIdOf } from "../chat/member.ts";
import type { ClaimedAnswer, Except, OwedAnswer, OwedKey } from "../database/team/owed-store.ts";
import { createShares, type Shares } from "../turns.ts";
import { nameOf } from "./owed-notes.ts";

/**
 * What one platform is sent at a time. While it is away each of them waits for it, and holds a whole reply and its request; whatever
 * comes beyond waits in the database.
 */
const mostPerPlatform = 50;
/** What one team is sent of that: where its messages hang there is room for those of others. */
const mostPerTeam = 10;

/** One that is being told, and until when nobody else takes it, by the database's clock (Unix ms). */
export type Held = { key: OwedKey; untilMs: number };

/** Answers that this process is telling at this moment, each of them once. */
export type UnderWay = {
  /**
   * Resolves when it has been tried, once it is `written`. Undefined, and nothing is written: it is under way already, or its team or
   * its platform has enough to do.
   */
  begin(
    answer: OwedAnswer,
    how: { heldUntilMs: number; written?: () => Promise<void> },
  ): Promise<void> | undefined;
  /** Only because its team or its platform has enough to do it cannot be begun. */
  lacksRoom(answer: OwedKey): boolean;
  /** How many more of any team can be begun that is not among the `full`. */
  room(): number;
  /** Teams that have enough to do, and how the ids of those begin whose platform has. */
  full(): Except;
  held(): Iterable<Held>;
  /** This process has claimed one anew that it is telling: it was held up. */
  holdOn(answer: ClaimedAnswer): void;
  all(): Promise<void>[];
};

/** `onRoom`: a platform or a team that had enough to do can be sent more. */
export function createUnderWay(
  tell: (answer: OwedAnswer, held: Held) => Promise<void>,
  onRoom: () => void,
): UnderWay {
  const telling = new Map<string, { held: Held; told: Promise<void> }>();
  const newShares = () => createShares({ atOnce: mostPerPlatform, ofTeam: mostPerTeam });
  const shares: Record<Platform, Shares> = { discord: newShares(), slack: newShares() };

  async function tellOne(answer: OwedAnswer, held: Held, written?: () => Promise<void>): Promise<void> {
    try {
      await written?.();
      await tell(answer, held);
    } finally {
      telling.delete(nameOf(answer));
    }
  }

  const isFull = (platform: Platform) => shares[platform].room() === 0;
  const isFullFor = (platform: Platform, tenantId: string) =>
    isFull(platform) || shares[platform].full().includes(tenantId);

  return {
    begin(answer, { heldUntilMs, written }) {
      const { tenantId, deliveryId } = answer;
      const name = nameOf(answer);
      const platform = readTenantId(tenantId)?.platform;
      if (!platform || telling.has(name) || isFullFor(platform, tenantId)) return undefined;
      const held = { key: { tenantId, deliveryId }, untilMs: heldUntilMs };
      const told = tellOne(answer, held, written);
      telling.set(name, { held, told });
      shares[platform].add(tenantId, told, (wasFull) => {
        if (wasFull) onRoom();
      });
      return told;
    },
    lacksRoom(answer) {
      const platform = readTenantId(answer.tenantId)?.platform;
      return platform !== undefined && isFullFor(platform, answer.tenantId) && !telling.has(nameOf(answer));
    },
    room: () => Math.min(...platforms.filter((name) => !isFull(name)).map((name) => shares[name].room())),
    full: () => ({
      teams: platforms.flatMap((name) => shares[name].full()),
      beginning: platforms.filter(isFull).map((name) => tenantIdOf(name, "")),
    }),
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
