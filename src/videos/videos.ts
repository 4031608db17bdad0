import type { VideoProgress } from "../database/video/video-progress.ts";
import { type VideoRecord, videoKind } from "../database/video/video-record.ts";
import { UserError } from "../errors.ts";
import { waitForQueue } from "../link/await-outcome.ts";
import { tellDirectly } from "../link/settle.ts";
import { type AdoptVideo, adoptVideo } from "./adopt.ts";
import { createVideo, type VideoRequest, type VideoResult } from "./create.ts";
import type { VideoDeps } from "./deps.ts";
import { inWords } from "./in-words.ts";
import { lookOnce } from "./look.ts";
import { type RemovedVideo, type RemoveVideo, removeVideo } from "./remove.ts";
import { findOrExplain, type Video, videoFrom } from "./video.ts";

export { videoKind };

/** How long a request may wait for news of a video that waits for its turn. */
const watchMs = 15 * 60_000;

/** More than one answer has room for are told with the next ones. */
const mostNews = 3;

/** A page of the newest; `next` is where the one after it begins. */
export type VideoPage = { videos: Video[]; next: { createdMs: number; id: string } | undefined };

/** How many Tavus is making, how many wait for their turn, how many it has refused, and how many are on their way out of it. */
export type VideoOverview = { open: number; waiting: number; refused: number; leaving: number };

/** What waits for Tavus or for people. */
export function videosWaiting({ waiting, refused, leaving }: VideoOverview): number {
  return waiting + refused + leaving;
}

export type Videos = {
  create(request: VideoRequest, saved: () => Promise<void>): Promise<VideoResult>;
  find(tenantId: string, id: string): Promise<Video | undefined>;
  newest(
    tenantId: string,
    page: { before?: { createdMs: number; id: string } | undefined; limit: number },
  ): Promise<VideoPage>;
  overview(tenantId: string): Promise<VideoOverview>;
  /** Asks Tavus once more to take it, where it has not. */
  retry(tenantId: string, id: string, by: string): Promise<Video>;
  retryWaiting(tenantId: string, by: string): Promise<number>;
  /** Asks Tavus how far it is, also where that was given up. Throws UserError where Tavus does not say. */
  look(tenantId: string, id: string): Promise<Video>;
  remove(request: RemoveVideo): Promise<RemovedVideo>;
  adopt(request: AdoptVideo): Promise<{ video: Video; isNew: boolean }>;
  /** Resolves when one that waits has come to rest, or with undefined after 15 minutes. */
  whenSettled(video: Video): Promise<Video | undefined>;
  /** The person knows that Tavus has taken it, or why not. */
  told(video: Video): Promise<void>;
  /** The answer that says so did not reach them: tells them directly, or at their next command. */
  notTold(video: Video): Promise<void>;
  /** What this person was never told, because they take no direct messages. */
  owedTo(tenantId: string, userId: string): Promise<Video[]>;
  /** They have read what they were owed. */
  toldOwed(owed: readonly Video[]): Promise<void>;
  /** Tavus has called an address that ends with the token of this hash. False: it is none of ours. */
  called(tokenHash: string): Promise<boolean>;
};

export function createVideos(deps: VideoDeps): Videos {
  const { linking, store, progress, wakeFollower } = deps;
  const { links, told, watchers } = linking;

  return {
    create: (request, saved) => createVideo(deps, request, saved),
    async find(tenantId, id) {
      const record = await store.find(tenantId, id);
      return record && videoFrom(record);
    },
    async newest(tenantId, { before, limit }) {
      const records = await store.newest(tenantId, { before, limit: limit + 1 });
      const videos = records.slice(0, limit).map(videoFrom);
      const last = videos.at(-1);
      return { videos, next: records.length > limit && last ? last : undefined };
    },
    async overview(tenantId) {
      const [{ pending, failed, leaving }, open] = await Promise.all([
        links.countByState(tenantId),
        progress.countOpen(tenantId),
      ]);
      return { open, waiting: pending, refused: failed, leaving };
    },
    retry: (tenantId, id, by) => retryVideo(deps, { tenantId, id, by }),
    async retryWaiting(tenantId, by) {
      const count = await links.makeWaitingDue(tenantId, by);
      linking.wakeQueue();
      return count;
    },
    look: (tenantId, id) => lookNow(deps, { tenantId, id }),
    remove: (request) => removeVideo(deps, request),
    adopt: (request) => adoptVideo(deps, request),
    async whenSettled(video) {
      const record = await watchers.watch(video, watchMs);
      if (record) await followed(deps, record);
      return record && videoFrom(record);
    },
    told: async (video) => told.note(video),
    async notTold(video) {
      await told.oweAgain(video);
      const record = await store.find(video.tenantId, video.id);
      if (record) await tellDirectly(linking, record);
    },
    async owedTo(tenantId, userId) {
      const ids = await links.owedTo(tenantId, userId, mostNews);
      return (await store.findAll(tenantId, ids)).map(videoFrom);
    },
    async toldOwed(owed) {
      for (const video of owed) told.note(video);
      await told.flush();
    },
    called: (tokenHash) => called({ progress, wakeFollower }, tokenHash),
  };
}

/** Makes it due and waits for what comes of it; the queue alone calls Tavus. */
async function retryVideo(
  deps: VideoDeps,
  { tenantId, id, by }: { tenantId: string; id: string; by: string },
): Promise<Video> {
  const record = await findOrExplain(deps, { tenantId, id });
  // Nobody has typed what it says.
  if (record.formId === undefined)
    throw new UserError(
      "This one was adopted and not asked for here, so it cannot be made again. Adopt it once more by its Tavus ID, or delete it.",
    );
  const sinceMs = deps.linking.now();
  if (!(await deps.linking.links.makeDue(record, by)))
    return videoFrom(await findOrExplain(deps, { tenantId, id }));
  const settled = await waitForQueue(deps.linking, record, sinceMs);
  await followed(deps, settled);
  return videoFrom(settled);
}

async function lookNow(deps: VideoDeps, key: { tenantId: string; id: string }): Promise<Video> {
  const record = await findOrExplain(deps, key);
  await inWords("How far it is could not be asked.", lookOnce(deps, record));
  deps.wakeFollower();
  return videoFrom(await findOrExplain(deps, key));
}

/** Where nobody else is told that Tavus has taken it, it is followed from here. */
async function followed({ progress, wakeFollower }: VideoDeps, record: VideoRecord): Promise<void> {
  if (record.link.state !== "linked") return;
  await progress.lookNow(record);
  wakeFollower();
}

/** What is called is only looked at anew: nothing that the call says is believed. */
async function called(
  { progress, wakeFollower }: { progress: VideoProgress; wakeFollower(): void },
  tokenHash: string,
): Promise<boolean> {
  if (await progress.lookNow({ tokenHash })) wakeFollower();
  else return progress.hasToken(tokenHash);
  return true;
}
