import type { LiveBehaviour } from "../live.ts";
import type { Video } from "./video.ts";

type Progress = { progressOf(video: Video): number };

export function renderVideo(video: Video, videos: Progress, behaviour: LiveBehaviour) {
  return {
    ...renderWhole(video, behaviour),
    created_at: new Date(video.createdAt).toUTCString(),
    updated_at: new Date(video.since).toUTCString(),
    generation_progress: `${videos.progressOf(video)}/100`,
    error_details: null,
  };
}

/** The body of a callback: the video itself, in another date format again. */
export function renderCalledBack(video: Video, behaviour: LiveBehaviour) {
  const dated = (at: number) => new Date(at).toISOString().replace("T", " ").replace("Z", "000");
  return {
    ...renderWhole(video, behaviour),
    created_at: dated(video.createdAt),
    updated_at: dated(video.since),
  };
}

function renderWhole({ id, name, body, status, details }: Video, { videosAt }: LiveBehaviour) {
  const isReady = status === "ready";
  return {
    video_id: id,
    video_name: name,
    replica_id: body.replica_id,
    status,
    status_details: details,
    data: body.script === undefined ? { audio_url: body.audio_url } : { script: body.script },
    hosted_url: `${videosAt}/${id}`,
    download_url: isReady ? `${videosAt}/${id}/video.${body.transparent_background ? "webm" : "mp4"}` : null,
    // A fast one drops backgrounds, thumbnails and the stream.
    stream_url: isReady && !body.fast ? `${videosAt}/${id}/stream.m3u8` : null,
  };
}

export function renderThumbnails({ id, status, body }: Video, { videosAt }: LiveBehaviour) {
  const hasSome = status === "ready" && !body.fast;
  return {
    still_image_thumbnail_url: hasSome ? `${videosAt}/${id}/still.jpg` : null,
    gif_thumbnail_url: hasSome ? `${videosAt}/${id}/moving.gif` : null,
  };
}
