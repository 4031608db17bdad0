import { createHash } from "node:crypto";
import type { UsageReservation, UsageResult } from "../database/team/usage-store.ts";
import type { VideoContent } from "../database/video/video-record.ts";
import { type NewVideo, newVideoRecord } from "../database/video/video-store.ts";
import { DeletedMeanwhileError, GoneError, UserError } from "../errors.ts";
import { attemptCreate } from "../link/attempt.ts";
import { answeredHere, waitForOutcome } from "../link/await-outcome.ts";
import { leaseMs } from "../link/outcome.ts";
import { type MissingKey, missingKeyOf, waitForKey } from "../link/pause-queue.ts";
import { randomId } from "../random-id.ts";
import type { TavusKey } from "../tenants/keys.ts";
import type { VideoDeps } from "./deps.ts";
import { type Video, videoFrom } from "./video.ts";

export type VideoRequest = {
  tenantId: string;
  userId: string;
  channelId: string;
  /** One form makes one video, however often it is delivered. */
  formId: string;
  content: VideoContent;
  /** What it takes of a daily limit, in the transaction that saves it. */
  allowance: {
    reservation: UsageReservation;
    /** Returns what the person should know of their limit; throws UserError when nothing was taken. */
    judge(usage: UsageResult): string | undefined;
  };
};

export type VideoResult = { video: Video; isNew: boolean; limitNote: string | undefined };

/**
 * Writes what was asked for and then asks Tavus. `saved` is called once that is committed and before Tavus is asked; a
 * failure there is part of the result. A form that comes again makes no second video, whatever stands in it now.
 */
export async function createVideo(
  deps: VideoDeps,
  request: VideoRequest,
  saved: () => Promise<void>,
): Promise<VideoResult> {
  const { linking, store } = deps;
  const { tenantId, formId, userId, allowance } = request;
  const key = (await deps.keys.keyFor(tenantId)) ?? (await missingKeyOf(deps, tenantId));
  const openedAtMs = performance.now();
  const birth = birthOf(request, key, linking.now());
  const { isNew, usage } = await store.insertReserving(birth, allowance.reservation);
  const limitNote = allowance.judge(usage);
  if (!isNew) return { video: await repeat(deps, request, saved), isNew, limitNote };
  await saved();
  const record = newVideoRecord(birth);
  const link =
    typeof key === "string"
      ? await waitForKey(linking, tenantId, { cause: key, answered: userId, personaId: record.personaId })
      : await attemptCreate(linking, { subject: record, key, openedAtMs, isAnswered: true });
  if (link) deps.wakeFollower();
  const stored = link ? { ...record, link } : await store.findByForm(tenantId, formId);
  const made = stored ?? record;
  if (made.link.isGone) throw new DeletedMeanwhileError();
  return { video: videoFrom(made), isNew, limitNote };
}

async function repeat(
  { store, linking }: VideoDeps,
  { tenantId, formId, content }: VideoRequest,
  saved: () => Promise<void>,
): Promise<Video> {
  const existing = await store.findByForm(tenantId, formId);
  if (!existing || existing.deletedMs !== undefined)
    throw new GoneError("What this form made has been deleted. Run the command again to make a new one.");
  if (existing.formDigest !== digestOf(content))
    throw new UserError(
      `This form has made a video already: ${existing.id}. A video cannot be changed; run /persona-video again to make another one.`,
    );
  await saved();
  await answeredHere(linking, existing.link);
  return videoFrom(
    await waitForOutcome(linking, existing, existing.link.attemptStartedMs ?? existing.createdMs),
  );
}

function birthOf(request: VideoRequest, key: TavusKey | MissingKey, nowMs: number): NewVideo {
  const { tenantId, userId, channelId, formId, content, allowance } = request;
  return {
    ...content,
    tenantId,
    id: `vid_${randomId(10)}`,
    userId,
    channelId,
    formId,
    formDigest: digestOf(content),
    nowMs,
    allowance: allowance.reservation.id,
    start:
      typeof key === "string" ? { kind: "noKey", cause: key } : { kind: "attempt", keyTag: key.tag, leaseMs },
  };
}

/** Tells a second delivery from other values. */
function digestOf(content: VideoContent): string {
  const { personaId, replicaId, name, script, audioUrl, backgroundUrl, isFast } = content;
  const said = [personaId, replicaId, name, script, audioUrl, backgroundUrl, isFast];
  return createHash("sha256").update(JSON.stringify(said)).digest("hex");
}
