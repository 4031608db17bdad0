import { z } from "zod";
import { firstSaid } from "../answers/first-said.ts";
import { TavusError } from "../errors.ts";
import type { ListedPage, ListOutcome } from "../lists/list-reading.ts";
import { readRows } from "../lists/paging.ts";
import { confirmRemoval, proveGone, type Removal } from "../prove.ts";
import { readReply } from "../read-reply.ts";
import { isRecord } from "../redact.ts";
import { id, listSchema, oneSchema, spare, spareAddress, spareStatus, spareText } from "../schemas.ts";
import { objectPath } from "./object-path.ts";
import type { Requests } from "./requests.ts";

/** A video as Tavus returns it. Only the id is sure to be there. */
export type TavusVideo = {
  id: string;
  /** Empty when Tavus says none. */
  name: string;
  /** In lower case. `queued`, `generating`, `ready`, `deleted` and `error` are those known. */
  status?: string | undefined;
  /** Percent, 0 to 100. */
  progress?: number | undefined;
  /** The page on which it is watched; it is there before the video is. */
  hostedUrl?: string | undefined;
  downloadUrl?: string | undefined;
  stillUrl?: string | undefined;
  /** Why it failed, in Tavus's words. */
  details?: string | undefined;
  script?: string | undefined;
  audioUrl?: string | undefined;
  replicaId?: string | undefined;
  /** The date as Tavus wrote it. */
  createdAt?: string | undefined;
};

/** What Tavus is asked for; exactly one of `script` and `audioUrl`. */
export type NewVideo = {
  replicaId: string;
  name: string;
  script?: string | undefined;
  audioUrl?: string | undefined;
  /** A website. */
  backgroundUrl?: string | undefined;
  isFast: boolean;
  callbackUrl?: string | undefined;
};

const path = "/v2/videos";

/** Videos: https://docs.tavus.io/api-reference/video-request/create-video. Their calls are the same in both vocabularies. */
export function createVideoCalls({ send, pageSize }: Requests) {
  async function get(key: string, id: string, signal?: AbortSignal): Promise<TavusVideo> {
    const operation = "get video";
    // Only a verbose row has the still picture.
    const request = { operation, method: "GET", path: objectPath(path, id, operation), key, signal } as const;
    const reply = await send({ ...request, query: { verbose: "true" } }).catch((error) =>
      proveGone(error, id, (onRows) => read(key, (rows) => onRows(rows.filter(isThere)))),
    );
    const video = readReply(operation, reply, oneSchema(videoSchema));
    const { status } = reply;
    if (video.id !== id)
      throw new TavusError({ kind: "unexpectedReply", operation, status, reached: "maybe" });
    if (!isThere(video)) throw new TavusError({ kind: "notFound", operation, status, reached: "maybe" });
    return video;
  }

  function read(key: string, onRows: (rows: TavusVideo[]) => void | Promise<void>): Promise<ListOutcome> {
    return readRows((page) => listPage(key, page), pageSize(key), onRows);
  }

  async function listPage(key: string, { page, limit }: { page: number; limit: number }) {
    const operation = "list videos";
    // The first page of this list alone is 0.
    const query = { limit: String(limit), page: String(page - 1) };
    const reply = await send({ operation, method: "GET", path, query, key });
    return readReply(operation, reply, videoListSchema);
  }

  return {
    /** Not idempotent: after an error whose `reached` is `maybe` the video may be in the making. */
    async create(key: string, video: NewVideo, signal?: AbortSignal): Promise<{ id: string }> {
      const operation = "create video";
      const reply = await send({ operation, method: "POST", path, key, body: renderVideo(video), signal });
      return readReply(operation, reply, createdSchema);
    },

    /** One that Tavus says was deleted counts as `notFound`. */
    get,

    /** Each video once, a page at a time; what `onRows` throws ends it. Says at the end whether that was everything. */
    read,

    delete(key: string, id: string, signal?: AbortSignal): Promise<Removal> {
      const operation = "delete video";
      return confirmRemoval(
        async () => send({ operation, method: "DELETE", path: objectPath(path, id, operation), key, signal }),
        () => get(key, id),
        { operation, success: 200 },
      );
    },
  };
}

function isThere({ status }: TavusVideo): boolean {
  return status !== "deleted";
}

/** `replica_id` is the documented word in both vocabularies; a face's id is accepted there. */
function renderVideo({ replicaId, name, script, audioUrl, backgroundUrl, isFast, callbackUrl }: NewVideo) {
  return {
    replica_id: replicaId,
    video_name: name,
    ...(audioUrl === undefined ? { script } : { audio_url: audioUrl }),
    ...(backgroundUrl && { background_url: backgroundUrl }),
    ...(isFast && { fast: true }),
    ...(callbackUrl && { callback_url: callbackUrl }),
  };
}

const videoFields = z.object({
  id,
  name: z.string().catch(""),
  status: spareStatus,
  progress: z.preprocess(percentOf, spare(z.number())),
  hostedUrl: spareAddress,
  downloadUrl: spareAddress,
  stillUrl: spareAddress,
  details: spareText,
  script: spareText,
  audioUrl: spareText,
  replicaId: spareText,
  createdAt: spareText,
});

const videoSchema = z.preprocess(rename, videoFields).transform((video): TavusVideo => video);
const videoListSchema = listSchema(videoSchema) satisfies z.ZodType<ListedPage<TavusVideo>>;
const createdSchema = oneSchema(videoSchema).transform(({ id }) => ({ id }));

function rename(row: unknown): unknown {
  if (!isRecord(row)) return row;
  const data = isRecord(row.data) ? row.data : {};
  return {
    id: row.video_id,
    name: row.video_name,
    status: row.status,
    progress: row.generation_progress,
    hostedUrl: row.hosted_url,
    downloadUrl: row.download_url,
    stillUrl: row.still_image_thumbnail_url,
    details: firstSaid(row.status_details, row.error_details, row.error_message, row.error),
    script: data.script ?? row.script,
    audioUrl: data.audio_url ?? row.audio_url,
    replicaId: row.replica_id ?? row.face_id,
    createdAt: row.created_at,
  };
}

/** `37/100` as the percentage it is. */
function percentOf(progress: unknown): unknown {
  const [, done = "", all = ""] = /^(\d+)\s*\/\s*(\d+)$/.exec(String(progress)) ?? [];
  const percent = Math.round((100 * Number(done)) / Number(all));
  return done !== "" && percent >= 0 && percent <= 100 ? percent : undefined;
}
