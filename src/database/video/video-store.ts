import { type LinkBirth, newLink } from "../link/link-births.ts";
import { createRemovals, type Removal } from "../link/removals.ts";
import { oldestFirst } from "../oldest-first.ts";
import type { Database } from "../opening/connect.ts";
import { endPromise } from "../promised.ts";
import { reserveWithin, type UsageReservation, type UsageResult, usedWithin } from "../team/usage-store.ts";
import { isoTime } from "../times.ts";
import { readVideo, type VideoContent, type VideoRecord, videoKind, videosOf } from "./video-record.ts";
import type { VideoRow } from "./video-row.ts";

/** A form that was sent: what is kept of it, and how its link begins. */
export type NewVideo = LinkBirth &
  VideoContent & {
    formId: string;
    formDigest: string;
    channelId: string;
  };

/** One that stands in Tavus already, and whose row was lost. */
export type AdoptedVideo = VideoContent & {
  tenantId: string;
  id: string;
  userId: string;
  channelId: string;
  nowMs: number;
};

export type VideoStore = ReturnType<typeof createVideoStore>;

type Kysely = Database["kysely"];

/** Videos by tenant: kept, found and deleted by people. How far Tavus is with each is in `video-progress.ts`. */
export function createVideoStore(database: Database) {
  const { kysely } = database;
  const removals = createRemovals(database, videoKind);
  const find = (tenantId: string) => videosOf(database, tenantId).selectAll();

  return {
    /** One commit, with its link and with what it takes of a daily limit. A form that has made a video takes nothing more. */
    insertReserving(
      video: NewVideo,
      reservation: UsageReservation,
    ): Promise<{ isNew: boolean; usage: UsageResult }> {
      const { tenantId } = video;
      return kysely.transaction().execute(async (on) => {
        const asked = { database, tenantId, reservation };
        if (await hasForm(on, video))
          return { isNew: false, usage: { isReserved: true, used: await usedWithin(on, asked) } };
        const usage = await reserveWithin(on, asked);
        return { isNew: usage.isReserved && (await insertBoth(on, video)), usage };
      });
    },

    /**
     * A row for one that Tavus has. Its link waits, with nothing to be made, until it is given its Tavus id. False: somebody else has
     * inserted the same.
     */
    insertAdopted({ nowMs, userId, ...video }: AdoptedVideo): Promise<boolean> {
      const { tenantId, id } = video;
      const link = newLink(videoKind, { tenantId, id, userId, nowMs, start: { kind: "unlinked" } });
      return kysely.transaction().execute(async (on) => {
        const { numInsertedOrUpdatedRows: count = 0n } = await on
          .insertInto("videos")
          .values(rowOf({ ...video, nowMs, userId }))
          .onConflict((conflict) => conflict.columns(["tenant_id", "id"]).doNothing())
          .executeTakeFirst();
        if (count === 0n) return false;
        await on.insertInto("links").values(link).execute();
        return true;
      });
    },

    /** Takes back a row that found no Tavus id after all. */
    async dropAdopted(tenantId: string, id: string): Promise<void> {
      await kysely.transaction().execute(async (on) => {
        const { numDeletedRows } = await on
          .deleteFrom("links")
          .where("tenant_id", "=", tenantId)
          .where("subject_kind", "=", videoKind)
          .where("subject_id", "=", id)
          .where("remote_id", "is", null)
          .executeTakeFirst();
        if (numDeletedRows === 0n) return;
        await on.deleteFrom("videos").where("tenant_id", "=", tenantId).where("id", "=", id).execute();
      });
    },

    async find(tenantId: string, id: string): Promise<VideoRecord | undefined> {
      const row = await find(tenantId)
        .where("videos.id", "=", id)
        .where("videos.deleted_at", "is", null)
        .executeTakeFirst();
      return row && readVideo(row);
    },

    /** A video, deleted or not: `deletedMs` tells. */
    async findEver(tenantId: string, id: string): Promise<VideoRecord | undefined> {
      const row = await find(tenantId).where("videos.id", "=", id).executeTakeFirst();
      return row && readVideo(row);
    },

    async findByForm(tenantId: string, formId: string): Promise<VideoRecord | undefined> {
      const row = await find(tenantId).where("videos.form_id", "=", formId).executeTakeFirst();
      return row && readVideo(row);
    },

    async findByRemoteId(tenantId: string, remoteId: string): Promise<VideoRecord | undefined> {
      const row = await find(tenantId)
        .where("links.remote_id", "=", remoteId)
        .where("videos.deleted_at", "is", null)
        .executeTakeFirst();
      return row && readVideo(row);
    },

    /** Videos of these ids that were not deleted here, oldest first. */
    async findAll(tenantId: string, ids: readonly string[]): Promise<VideoRecord[]> {
      if (ids.length === 0) return [];
      const rows = await find(tenantId)
        .where("videos.id", "in", [...ids])
        .where("videos.deleted_at", "is", null)
        .execute();
      return oldestFirst(rows.map(readVideo));
    },

    /** The newest first, those before `before`. */
    async newest(
      tenantId: string,
      { before, limit }: { before?: { createdMs: number; id: string } | undefined; limit: number },
    ): Promise<VideoRecord[]> {
      const at = before && isoTime(before.createdMs);
      const rows = await find(tenantId)
        .where("videos.deleted_at", "is", null)
        .$if(before !== undefined, (query) =>
          query.where(({ eb, and, or }) =>
            or([
              eb("videos.created_at", "<", at ?? ""),
              and([eb("videos.created_at", "=", at ?? ""), eb("videos.id", "<", before?.id ?? "")]),
            ]),
          ),
        )
        .orderBy("videos.created_at", "desc")
        .orderBy("videos.id", "desc")
        .limit(limit)
        .execute();
      return rows.map(readVideo);
    },

    /**
     * Deletes it here: a tombstone remains, without what people said. As for personas, `unsettled` lets the queue end it in Tavus. False:
     * it was deleted already.
     */
    async remove(tenantId: string, id: string, removal: Removal): Promise<boolean> {
      return kysely.transaction().execute(async (on) => {
        if (!(await removals.deleted(on, { tenantId, id }, removal))) return false;
        await on
          .updateTable("videos")
          .set({ ...nothingSaid, deleted_at: isoTime(database.now()) })
          .where("tenant_id", "=", tenantId)
          .where("id", "=", id)
          .execute();
        return true;
      });
    },

    /** Every video of a team, deleted ones too, a page at a time by id, for the team to take with it. */
    async exportPage(tenantId: string, afterId: string, limit: number): Promise<VideoRecord[]> {
      const rows = await find(tenantId)
        .where("videos.id", ">", afterId)
        .orderBy("videos.id")
        .limit(limit)
        .execute();
      return rows.map(readVideo);
    },
  };
}

const nothingSaid = {
  script: "",
  audio_url: null,
  background_url: null,
  hosted_url: null,
  download_url: null,
  still_url: null,
  token_hash: null,
  next_look_at: null,
  post_due_at: null,
} satisfies Partial<VideoRow>;

type Typed = VideoContent & {
  tenantId: string;
  id: string;
  userId: string;
  channelId: string;
  nowMs: number;
  formId?: string;
  formDigest?: string;
};

function rowOf(video: Typed): VideoRow {
  const now = isoTime(video.nowMs);
  return {
    tenant_id: video.tenantId,
    id: video.id,
    form_id: video.formId ?? null,
    form_digest: video.formDigest ?? null,
    persona_id: video.personaId ?? null,
    replica_id: video.replicaId ?? null,
    created_by: video.userId,
    channel_id: video.channelId || null,
    name: video.name,
    script: video.script,
    audio_url: video.audioUrl ?? null,
    background_url: video.backgroundUrl ?? null,
    is_fast: video.isFast ? 1 : 0,
    phase: "queued",
    progress: null,
    hosted_url: null,
    download_url: null,
    still_url: null,
    reason: null,
    token_hash: null,
    next_look_at: now,
    looks: 0,
    followed_since: null,
    post_state: "none",
    post_due_at: null,
    post_started_at: null,
    post_tries: 0,
    message_id: null,
    deleted_at: null,
    created_at: now,
  };
}

/** The record as it is once it was inserted. */
export function newVideoRecord(video: NewVideo): VideoRecord {
  return readVideo({ ...newLink(videoKind, video), ...rowOf(video) });
}

async function hasForm(on: Kysely, { tenantId, formId }: NewVideo): Promise<boolean> {
  const row = await on
    .selectFrom("videos")
    .select("id")
    .where("tenant_id", "=", tenantId)
    .where("form_id", "=", formId)
    .executeTakeFirst();
  return row !== undefined;
}

async function insertBoth(on: Kysely, video: NewVideo): Promise<boolean> {
  const result = await on
    .insertInto("videos")
    .values(rowOf(video))
    .onConflict((conflict) => conflict.columns(["tenant_id", "form_id"]).doNothing())
    .executeTakeFirst();
  if (Number(result.numInsertedOrUpdatedRows ?? 0n) === 0) return false;
  await on.insertInto("links").values(newLink(videoKind, video)).execute();
  await endPromise(on);
  return true;
}
