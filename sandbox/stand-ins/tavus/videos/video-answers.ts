import { z } from "zod";
import type { Account } from "../account.ts";
import { type Answer, refuse } from "../answers.ts";
import type { LiveBehaviour } from "../live.ts";
import { videoBodySchema } from "./video.ts";
import { renderThumbnails, renderVideo } from "./video-rows.ts";

export function createVideo(account: Account, body: unknown, behaviour: LiveBehaviour): Answer {
  const parsed = videoBodySchema.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const members = issue?.code === "unrecognized_keys" ? [...issue.path, issue.keys[0]] : issue?.path;
    return refuse(400, `Unknown or wrong field: ${members?.join(".")}`);
  }
  const { replica_id, script, audio_url } = parsed.data;
  if ((script === undefined) === (audio_url === undefined)) {
    return refuse(400, "Exactly one of script and audio_url is required");
  }
  if (!account.hasReplica(replica_id)) return refuse(400, "Invalid replica_id");
  const video = account.videos.create(parsed.data);
  const { video_id, video_name, status, hosted_url, created_at } = renderVideo(
    video,
    account.videos,
    behaviour,
  );
  return { status: 200, body: { video_id, video_name, status, hosted_url, created_at } };
}

type Reading = { isVerbose: boolean; behaviour: LiveBehaviour };

export function getVideo(account: Account, id: string, { isVerbose, behaviour }: Reading): Answer {
  const video = account.videos.get(id);
  if (!video) return refuse(400, "Invalid video_id");
  const thumbnails = isVerbose && renderThumbnails(video, behaviour);
  return { status: 200, body: { ...renderVideo(video, account.videos, behaviour), ...thumbnails } };
}

const nameSchema = z.strictObject({ video_name: z.string().min(1) });

export function renameVideo({ videos }: Account, id: string, body: unknown): Answer {
  if (!videos.get(id)) return refuse(400, "Invalid video_id");
  const { data } = nameSchema.safeParse(body);
  if (!data) return refuse(400, "video_name is required");
  videos.rename(id, data.video_name);
  return { status: 200 };
}

/** 200, not 204. What is shown of one that was deleted before is not documented. */
export function deleteVideo({ videos }: Account, id: string, isHard: boolean): Answer {
  if (!videos.get(id)) return refuse(400, "Invalid video_id");
  videos.remove(id, isHard);
  return { status: 200 };
}
