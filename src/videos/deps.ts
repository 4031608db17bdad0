import type { VideoProgress } from "../database/video/video-progress.ts";
import type { VideoRecord } from "../database/video/video-record.ts";
import type { VideoStore } from "../database/video/video-store.ts";
import type { Linking } from "../link/port.ts";
import type { TavusClient } from "../tavus/client.ts";
import type { TenantKeys } from "../tenants/keys.ts";

export type VideoDeps = {
  store: VideoStore;
  progress: VideoProgress;
  linking: Linking<VideoRecord>;
  keys: TenantKeys;
  tavus: TavusClient;
  /** Looks at once at what is due. */
  wakeFollower(): void;
};
