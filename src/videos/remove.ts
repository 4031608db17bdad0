import type { Removal, RemovedFromTavus } from "../database/link/removals.ts";
import type { VideoRecord } from "../database/video/video-record.ts";
import { UserError } from "../errors.ts";
import { isJustMade, notThereYet } from "../link/not-there.ts";
import { deletionGoesOn } from "../link/outcome.ts";
import type { VideoDeps } from "./deps.ts";
import { inWords, requireKey } from "./in-words.ts";
import { findOrExplain, type Video, videoFrom } from "./video.ts";

/** `onItsWay`: Tavus has not confirmed it yet, or may still be making it; the queue goes on, and tells how it ends. */
export type RemovedVideo = { video: Video; tavus: RemovedFromTavus | "onItsWay" | "neverThere" };

/** `userId`: whoever is told how it ended in Tavus, if that takes longer. */
export type RemoveVideo = { tenantId: string; id: string; alsoInTavus: boolean; userId: string };

/**
 * Deletes a video here, or here and in Tavus. Tavus goes first: when it refuses, both stay; when it cannot be asked, or its
 * answer is lost, the queue goes on with it.
 */
export async function removeVideo(
  deps: VideoDeps,
  { tenantId, id, alsoInTavus, userId }: RemoveVideo,
): Promise<RemovedVideo> {
  const record = await findOrExplain(deps, { tenantId, id });
  const removal: Removal = alsoInTavus ? await removeInTavus(deps, record) : { tavus: "kept" };
  const { remoteId } = record.link;
  const isFirst = await deps.store.remove(tenantId, id, { ...removal, remoteId, userId });
  if (isFirst) deps.linking.log.info({ tenant: tenantId, video: id, alsoInTavus }, "video deleted");
  const tavus =
    isFirst || isOver(removal) ? fateBy(removal) : fateOf(await deps.store.findEver(tenantId, id));
  const mayBeThere = remoteId !== undefined || record.link.outcomeUnknown;
  return { video: videoFrom(record), tavus: mayBeThere ? tavus : "neverThere" };
}

/** Tavus has it no more, whoever has deleted it here. */
function isOver({ tavus }: Removal): boolean {
  return tavus === "deleted" || tavus === "alreadyGone";
}

function fateBy({ tavus }: Removal): RemovedVideo["tavus"] {
  return tavus === "unsettled" ? "onItsWay" : tavus;
}

/** Somebody else has deleted it at the same moment: what becomes of it in Tavus goes by what they chose. */
function fateOf(record: VideoRecord | undefined): RemovedVideo["tavus"] {
  if (record?.link.state === "missing")
    return record.link.failure?.kind === "notFound" ? "alreadyGone" : "deleted";
  return record?.link.removesRemote ? "onItsWay" : "kept";
}

async function removeInTavus(deps: VideoDeps, { tenantId, link }: VideoRecord): Promise<Removal> {
  const { remoteId } = link;
  if (remoteId === undefined) return { tavus: "unsettled" };
  const key = await requireKey(deps, tenantId, link.keyTag);
  if (await deps.linking.links.owners.isOthers(tenantId, remoteId))
    throw new UserError(
      "Nothing was deleted: this video belongs to another team in Tavus. Delete it here only.",
    );
  const deletion = deps.tavus.videos.delete(key.value, remoteId).catch(deletionGoesOn);
  const tavus = await inWords("Nothing was deleted, neither here nor in Tavus.", deletion);
  if (typeof tavus === "object") return tavus;
  if (tavus === "deleted") return { tavus };
  if (link.keyTag !== undefined && link.keyTag !== key.tag) throw new UserError(otherAccount);
  if (tavus === "alreadyGone" && isJustMade(link, deps.linking.now()))
    return deletionGoesOn(notThereYet("delete video"));
  return { tavus: tavus === "goneNow" ? "deleted" : tavus };
}

/** The answer "not there" under another key says nothing: it may be another account. */
const otherAccount =
  "Nothing was deleted. Tavus does not know this video under the present key, but it was made with another key and may live on in that key's account. Delete it here only, or set that key again with /persona-setup first.";
