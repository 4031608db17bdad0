import { type Link, readLink, readTime } from "../link/link-record.ts";
import type { LinkRow } from "../link/link-row.ts";
import type { Database } from "../opening/connect.ts";
import type { PostState, VideoPhase, VideoRow } from "./video-row.ts";

export type { PostState, VideoPhase } from "./video-row.ts";

/** What links of videos are called in the table of links. */
export const videoKind = "video";

/** What people say of a video. */
export type VideoContent = {
  personaId: string | undefined;
  replicaId: string | undefined;
  name: string;
  script: string;
  audioUrl: string | undefined;
  backgroundUrl: string | undefined;
  isFast: boolean;
};

/** A video as everything outside `database/` sees it. Times are Unix ms. */
export type VideoRecord = VideoContent & {
  tenantId: string;
  id: string;
  formId: string | undefined;
  formDigest: string | undefined;
  createdBy: string;
  channelId: string | undefined;
  phase: VideoPhase;
  /** Percent. */
  progress: number | undefined;
  hostedUrl: string | undefined;
  downloadUrl: string | undefined;
  stillUrl: string | undefined;
  reason: string | undefined;
  nextLookMs: number | undefined;
  looks: number;
  followedSinceMs: number | undefined;
  postState: PostState;
  postDueMs: number | undefined;
  postStartedMs: number | undefined;
  postTries: number;
  deletedMs: number | undefined;
  createdMs: number;
  link: Link;
};

/** The columns of both tables; what both have is the same in both. */
type JoinedRow = VideoRow & LinkRow;

export function readVideo(row: JoinedRow): VideoRecord {
  return {
    tenantId: row.tenant_id,
    id: row.id,
    formId: row.form_id ?? undefined,
    formDigest: row.form_digest ?? undefined,
    personaId: row.persona_id ?? undefined,
    replicaId: row.replica_id ?? undefined,
    createdBy: row.created_by,
    channelId: row.channel_id ?? undefined,
    name: row.name,
    script: row.script,
    audioUrl: row.audio_url ?? undefined,
    backgroundUrl: row.background_url ?? undefined,
    isFast: row.is_fast === 1,
    phase: row.phase,
    progress: row.progress ?? undefined,
    hostedUrl: row.hosted_url ?? undefined,
    downloadUrl: row.download_url ?? undefined,
    stillUrl: row.still_url ?? undefined,
    reason: row.reason ?? undefined,
    nextLookMs: readTime(row.next_look_at),
    looks: row.looks,
    followedSinceMs: readTime(row.followed_since),
    postState: row.post_state,
    postDueMs: readTime(row.post_due_at),
    postStartedMs: readTime(row.post_started_at),
    postTries: row.post_tries,
    deletedMs: readTime(row.deleted_at),
    createdMs: Date.parse(row.created_at),
    link: readLink(row),
  };
}

/** Videos of a tenant with their links, deleted ones too. */
export function videosOf(database: Pick<Database, "kysely">, tenantId: string) {
  return allVideos(database).where("videos.tenant_id", "=", tenantId);
}

/** The same of all tenants, for what works for all of them. */
export function allVideos({ kysely }: Pick<Database, "kysely">) {
  return kysely
    .selectFrom("videos")
    .innerJoin("links", (join) =>
      join
        .onRef("links.tenant_id", "=", "videos.tenant_id")
        .on("links.subject_kind", "=", videoKind)
        .onRef("links.subject_id", "=", "videos.id"),
    );
}
