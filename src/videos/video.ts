import type { LinkState } from "../database/link/link-record.ts";
import type { VideoContent, VideoPhase, VideoRecord } from "../database/video/video-record.ts";
import type { VideoStore } from "../database/video/video-store.ts";
import { UserError } from "../errors.ts";
import { failureOf, type KnownFailure } from "../link/outcome.ts";

/** A video with the state of its link, as commands see it. */
export type Video = VideoContent & {
  tenantId: string;
  id: string;
  link: LinkState;
  tavusVideoId: string | undefined;
  phase: VideoPhase;
  /** Percent. */
  progress: number | undefined;
  hostedUrl: string | undefined;
  downloadUrl: string | undefined;
  stillUrl: string | undefined;
  /** Why Tavus could not make it, in its words. */
  reason: string | undefined;
  /** Why Tavus has not taken it. */
  failure: KnownFailure | undefined;
  /** Unix ms; undefined: nothing is planned. */
  nextAttemptMs: number | undefined;
  outcomeUnknown: boolean;
  /** A copy of it may stand in the account of the key before. */
  isLeftBehind: boolean;
  /** It was not asked for here, and took nothing of a limit. */
  isAdopted: boolean;
  createdBy: string;
  channelId: string | undefined;
  createdMs: number;
};

export function videoFrom({ link, ...record }: VideoRecord): Video {
  return {
    tenantId: record.tenantId,
    id: record.id,
    personaId: record.personaId,
    replicaId: record.replicaId,
    name: record.name,
    script: record.script,
    audioUrl: record.audioUrl,
    backgroundUrl: record.backgroundUrl,
    isFast: record.isFast,
    link: link.state,
    tavusVideoId: link.remoteId,
    phase: record.phase,
    progress: record.progress,
    hostedUrl: record.hostedUrl,
    downloadUrl: record.downloadUrl,
    stillUrl: record.stillUrl,
    reason: record.reason,
    failure: failureOf(link),
    nextAttemptMs: link.nextAttemptMs,
    outcomeUnknown: link.outcomeUnknown,
    isLeftBehind: link.leftBehind,
    isAdopted: record.formId === undefined,
    createdBy: record.createdBy,
    channelId: record.channelId,
    createdMs: record.createdMs,
  };
}

/** Tavus has taken it, or will never: nothing more happens to its link by itself. */
export function isSettled({ link }: Video): boolean {
  return link !== "pending";
}

export function videoIsGone(): UserError {
  return new UserError("This video is not here any more. /persona-video lists those that are.");
}

/** The record, or a sentence for whoever wanted something done with it. */
export async function findOrExplain(
  { store }: { store: VideoStore },
  { tenantId, id }: { tenantId: string; id: string },
): Promise<VideoRecord> {
  const record = await store.find(tenantId, id);
  if (record) return record;
  throw videoIsGone();
}
