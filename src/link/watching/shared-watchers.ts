import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "pino";
import type { WatchStore } from "../../database/fleet/watch-store.ts";
import { isAtRest, type Link, type LinkKey } from "../../database/link/link-record.ts";
import { createTicker } from "../../ticker.ts";
import { createWatchers, type Watchers } from "./watchers.ts";

const usualLookMs = 1000;
/**
 * A person whose press made something due begins to watch it a moment later, and another process may be quicker to settle it.
 */
const usualGraceMs = 300;
/** An answer is on its way for a while after what it tells has come to rest: nobody here may wait for that, and they are told all the same. */
const usualAnswerMs = 10_000;
const mostPerLook = 100;

export type SharedWatchersOptions<Subject> = {
  store: WatchStore;
  load(key: LinkKey): Promise<Subject | undefined>;
  /** Tells the person of one that nobody here waits for any more. */
  tell(subject: Subject): Promise<void>;
  /** The database's clock, Unix ms. */
  now(): number;
  log: Logger;
  lookMs?: number;
  graceMs?: number;
  answerMs?: number;
};

const nameOf = ({ tenantId, id }: LinkKey) => `${tenantId}/${id}`;

/**
 * Watchers of several processes: the one in which somebody waits has that noted with the link. It looks by itself whether
 * another one has settled it, and tells the person; whoever settles it leaves that to it. Should it die, the sweep for what
 * nobody was told tells it.
 */
export function createSharedWatchers<Subject extends { link: Link }>({
  store,
  load,
  tell,
  now,
  log,
  lookMs = usualLookMs,
  graceMs = usualGraceMs,
  answerMs = usualAnswerMs,
}: SharedWatchersOptions<Subject>): Watchers<Subject> {
  const here = createWatchers<Subject>();
  const telling = new Set<string>();
  /** When those that nobody waits for were first seen at rest, by `performance.now()`. */
  let atRest = new Map<string, number>();
  let watchesUntilMs = 0;

  const looking = createTicker({
    everyMs: lookMs,
    async tick() {
      if (now() > watchesUntilMs) return void looking.stop(0, () => []);
      const settled = await store.settled(mostPerLook);
      atRest = new Map(settled.map(nameOf).map((name) => [name, atRest.get(name) ?? performance.now()]));
      for (const key of settled) await settleHere(key);
    },
    failed: (error) => log.warn({ err: error }, "what is watched could not be read"),
  });

  async function settleHere(key: LinkKey): Promise<void> {
    const subject = await load(key);
    if (!subject || subject.link.isTold || here.settle(key, subject)) return;
    const name = nameOf(key);
    if (telling.has(name) || performance.now() - (atRest.get(name) ?? 0) < answerMs) return;
    telling.add(name);
    void tell(subject)
      .catch((error: unknown) => log.error({ err: error }, "how a watched one ended could not be told"))
      .finally(() => telling.delete(name));
  }

  function isWatchedElsewhere({ watched }: Link): boolean {
    return watched !== undefined && watched.by !== store.instance && watched.untilMs > now();
  }

  return {
    instance: store.instance,
    watch(key, patienceMs, signal) {
      watchesUntilMs = Math.max(watchesUntilMs, now() + patienceMs);
      if (looking.isStopped()) looking.start();
      store.watch(key, patienceMs).catch((error: unknown) => {
        log.warn({ err: error }, "that somebody waits for a link could not be noted; they may be told twice");
      });
      return here.watch(key, patienceMs, signal);
    },
    isWatched: (link) => here.isWatched(link) || isWatchedElsewhere(link),
    async settle(key, subject) {
      if (here.settle(key, subject)) return true;
      if (isWatchedElsewhere(subject.link)) return true;
      await sleep(graceMs);
      const current = await load(key);
      if (!current || current.link.isTold || !isAtRest(current.link)) return true;
      return here.settle(key, current) || isWatchedElsewhere(current.link);
    },
    letGo: here.letGo,
    close() {
      void looking.stop(0, () => []);
      here.close();
    },
  };
}
