import { cutText } from "../cut-text.ts";
import { nothingAgreed } from "../database/link/outcome-columns.ts";
import type { VideoProgress } from "../database/video/video-progress.ts";
import type { VideoRecord } from "../database/video/video-record.ts";
import type { VideoStore } from "../database/video/video-store.ts";
import { markedName, recordIn } from "../link/name-mark.ts";
import type { Fate, LinkPort, TellWay } from "../link/port.ts";
import { readMarked } from "../link/read-marked.ts";
import { hashOfToken, newCallbackToken } from "../tavus/callback-token.ts";
import type { TavusVideo } from "../tavus/calls/video-calls.ts";
import type { TavusClient } from "../tavus/client.ts";
import { pauseAfter } from "./pauses.ts";
import { type Video, videoFrom } from "./video.ts";

export type { Fate };

/** A longer name is cut in Tavus; no limit is documented. */
const longestName = 80;

export type VideoAnnouncements = {
  /** Tells the person whose answer was lost how it stands; false: they can only be told at their next command. */
  announce(video: Video, way: TellWay): Promise<boolean>;
  /** Says that `count` further videos, made by requests whose answers were lost, were removed. */
  announceRemoval(video: Video, count: number): Promise<void>;
  /** Tells whoever deleted it how the deletion in Tavus ended, at the latest with their next command. */
  announceFate(video: Video, told: { fate: Fate; userId: string }): Promise<void>;
};

/**
 * How videos are made and found in Tavus. Their mark is the end of their name. That Tavus never took one is said as of one
 * that failed there; that it has taken one, to a person who was not answered.
 */
export function createVideoPort({
  store,
  progress,
  tavus,
  announcements,
  callbackUrl,
  now,
  wakeTeller,
}: {
  store: VideoStore;
  progress: VideoProgress;
  tavus: TavusClient;
  announcements: VideoAnnouncements;
  /** Where Tavus is to call; undefined: nowhere, because it cannot reach the bot. */
  callbackUrl: ((token: string) => string) | undefined;
  now(): number;
  wakeTeller(): void;
}): LinkPort<VideoRecord> {
  /** Each request has an address of its own; the last one holds, and what calls the others in vain is seen by looking. */
  async function newCallback(video: VideoRecord): Promise<string | undefined> {
    if (!callbackUrl) return undefined;
    const token = newCallbackToken();
    await progress.setToken(video, hashOfToken(token));
    return callbackUrl(token);
  }

  return {
    personaOf: async ({ tenantId, id }) => (await store.find(tenantId, id))?.personaId,
    load: ({ tenantId, id }) => store.find(tenantId, id),
    loadEver: ({ tenantId, id }) => store.findEver(tenantId, id),

    async create(apiKey, video, mayGoOn) {
      const { replicaId = "", script, audioUrl, backgroundUrl, isFast } = video;
      const body = {
        replicaId,
        name: markedName(cutText(video.name, longestName), video.id),
        script,
        audioUrl,
        backgroundUrl,
        isFast,
      };
      const callback = await newCallback(video);
      if (!mayGoOn()) return undefined;
      const { id } = await tavus.videos.create(apiKey, { ...body, callbackUrl: callback });
      return {
        remoteId: id,
        // A video is never changed, so both sides agree: from now on it is followed.
        async read() {
          await progress.follow(video, now() + pauseAfter(0));
          return { ...nothingAgreed, base: "{}" };
        },
      };
    },

    // A video is never changed.
    push: async () => nothingAgreed,

    readMarked: (apiKey) =>
      readMarked(
        "list videos",
        (onRows: (rows: readonly TavusVideo[]) => void) => tavus.videos.read(apiKey, onRows),
        ({ name }) => recordIn(name, "vid"),
      ),
    remove: (apiKey, remoteId) => tavus.videos.delete(apiKey, remoteId),

    async announce(video, way) {
      if (video.link.state === "failed") {
        await progress.say(video);
        wakeTeller();
        return true;
      }
      if (video.link.state === "linked") await progress.follow(video, now() + pauseAfter(0));
      // What it came to is said by now, or about to be.
      return hasEnded(video) || announcements.announce(videoFrom(video), way);
    },
    announceRemoval: (video, count) => announcements.announceRemoval(videoFrom(video), count),
    announceFate: (video, fate) =>
      announcements.announceFate(videoFrom(video), { fate, userId: video.link.userId }),
  };
}

function hasEnded({ phase }: VideoRecord): boolean {
  return phase !== "queued" && phase !== "generating";
}
