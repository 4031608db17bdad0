import { createLinkStore } from "../../database/link/link-store.ts";
import type { Database } from "../../database/opening/connect.ts";
import { createVideoProgress } from "../../database/video/video-progress.ts";
import { type VideoRecord, videoKind } from "../../database/video/video-record.ts";
import { createVideoStore } from "../../database/video/video-store.ts";
import { createLinkKind } from "../../link/kind.ts";
import type { Linking } from "../../link/port.ts";
import { tellDirectly } from "../../link/settle.ts";
import { createToldBatch, type ToldBatch } from "../../link/told-batch.ts";
import type { Watchers } from "../../link/watching/watchers.ts";
import type { Log } from "../../log.ts";
import { callbackAddress } from "../../tavus/callback-token.ts";
import type { TavusClient } from "../../tavus/client.ts";
import type { TenantKeys } from "../../tenants/keys.ts";
import type { VideoDeps } from "../../videos/deps.ts";
import { createFollower, type Follower } from "../../videos/follower.ts";
import type { TellVideo } from "../../videos/tell.ts";
import { createVideoPort, type VideoAnnouncements } from "../../videos/video-port.ts";
import { createVideos, type Videos } from "../../videos/videos.ts";
import type { OtherKind } from "../build-personas.ts";

export type VideoParts = {
  videos: Videos;
  follower: Follower;
  videoWatchers: Pick<Watchers<VideoRecord>, "close">;
  videosTold: ToldBatch;
};

import { buildWatchers } from "./build-watchers.ts";

/**
 * Videos, with what the queue does with them: `kind` is given to the queue, which makes them; `parts` are there once it has
 * been built.
 */
export function buildVideos({
  database,
  instance,
  tavus,
  keys,
  news,
  publicUrl,
  log,
}: {
  database: Database;
  /** This process, where several share the database. */
  instance?: string | undefined;
  tavus: TavusClient;
  keys: TenantKeys;
  news: VideoAnnouncements & { tell: TellVideo };
  /** The address of this bot, where Tavus can reach it. */
  publicUrl?: string | undefined;
  log: Log;
}): { kind: OtherKind; parts(): VideoParts } {
  let parts: VideoParts | undefined;
  return {
    kind: {
      name: videoKind,
      limit: "videos",
      build(tools) {
        const store = createVideoStore(database);
        const progress = createVideoProgress(database);
        const links = createLinkStore(database, videoKind, { makeRoom: async () => false });
        const wakeFollower = () => follower.wake();
        const callbackUrl =
          publicUrl === undefined ? undefined : (token: string) => callbackAddress(publicUrl, token);
        const port = { store, progress, tavus, callbackUrl, announcements: news, now: tools.now };
        const videoPort = createVideoPort({ ...port, wakeTeller: wakeFollower });
        const linking: Linking<VideoRecord> = {
          ...tools,
          links,
          port: videoPort,
          watchers: buildWatchers({
            database,
            instance,
            log,
            kind: videoKind,
            load: videoPort.load,
            tell: (record) => tellDirectly(linking, record),
          }),
          told: createToldBatch(links, log),
        };
        const deps: VideoDeps = { store, progress, linking, keys, tavus, wakeFollower };
        const follower = createFollower(deps, { tell: news.tell, log });
        parts = {
          videos: createVideos(deps),
          follower,
          videoWatchers: linking.watchers,
          videosTold: linking.told,
        };
        return createLinkKind(linking);
      },
    },
    parts() {
      if (!parts) throw new Error("Videos are asked for before the queue was built.");
      return parts;
    },
  };
}
