import { surplusDelayMs } from "../database/link/change.ts";
import { isLeased, type Link } from "../database/link/link-record.ts";
import type { VideoRecord } from "../database/video/video-record.ts";
import { UserError } from "../errors.ts";
import { isWholeMark, recordIn, withoutMark } from "../link/name-mark.ts";
import { failureFrom } from "../link/outcome.ts";
import { idOfText, randomId } from "../random-id.ts";
import { shortName } from "../short-name.ts";
import { TavusError } from "../tavus/errors.ts";
import type { VideoDeps } from "./deps.ts";
import { inWords, requireKey } from "./in-words.ts";
import { lookOnce } from "./look.ts";
import { seenIn } from "./seen.ts";
import { type Video, videoFrom } from "./video.ts";

export type AdoptVideo = { tenantId: string; userId: string; channelId: string; tavusVideoId: string };

/** Longer than it takes to link one. */
const adoptingMs = 30_000;
/** As a mark in a name in Tavus has them. */
const idLength = 10;

/**
 * A row for a video that stands in Tavus and has none here. Of another team's it is said as little as of one that does not
 * exist. Throws UserError; one that is here already is returned as it is, and looked at again where it counted as gone.
 */
export async function adoptVideo(
  deps: VideoDeps,
  { tenantId, userId, channelId, tavusVideoId }: AdoptVideo,
): Promise<{ video: Video; isNew: boolean }> {
  const { store, progress, linking, tavus } = deps;
  const existing = await store.findByRemoteId(tenantId, tavusVideoId);
  if (existing) return { video: videoFrom(await seenAgain(deps, existing)), isNew: false };
  const key = await requireKey(deps, tenantId);
  const held = await inWords(
    "Nothing was adopted.",
    tavus.videos.get(key.value, tavusVideoId).catch(unknownHere),
  );
  if (!held) throw new UserError(notThere(tavusVideoId));
  const mark = recordIn(held.name, "vid");
  const others = await linking.links.owners.othersAmong(tenantId, [{ remoteId: tavusVideoId, mark }]);
  if (others.size > 0) throw new UserError(notThere(tavusVideoId));
  const lost = mark === undefined ? undefined : await store.findEver(tenantId, mark);
  if (lost && isLeased(lost.link, linking.now()))
    throw new UserError("This one is just being made. Try again in half a minute.");
  const isHere = lost !== undefined && lost.deletedMs === undefined && lost.link.remoteId === undefined;
  const isMark = lost !== undefined || isWholeMark(held.name, "vid");
  const isMarked = mark !== undefined && isMark && (isHere || !lost);
  const id = isMarked ? mark : await idOfUnmarked(deps, tenantId, tavusVideoId);
  const { replicaId, audioUrl } = held;
  const content = { personaId: undefined, replicaId, audioUrl, backgroundUrl: undefined, isFast: false };
  const name = isMark ? withoutMark(held.name, "vid") : held.name;
  const said = { name: name || tavusVideoId, script: held.script ?? "" };
  const row = { ...content, ...said, tenantId, id, userId, channelId, nowMs: linking.now() };
  const isInserted = !isHere && (await store.insertAdopted(row));
  // Before it is linked: should this process die then, nobody else knows that it is to be looked at.
  await progress.follow({ tenantId, id }, linking.now() + adoptingMs);
  await linking.links.removals.release(tenantId, tavusVideoId);
  const linked = await linking.links.linked(
    { tenantId, id },
    {
      remoteId: tavusVideoId,
      pushedRevision: 1,
      keyTag: key.tag,
      isFound: true,
      leftOver: leftOverOf(lost?.link, linking.now()),
    },
  );
  if (!linked) {
    if (isInserted) await store.dropAdopted(tenantId, id);
    // Two who adopt it at once get the same one.
    const first = await store.findByRemoteId(tenantId, tavusVideoId);
    if (first) return { video: videoFrom(first), isNew: false };
    const isLeaving = await linking.links.isLinked(tenantId, tavusVideoId);
    throw new UserError(isLeaving ? onItsWayOut(tavusVideoId) : notThere(tavusVideoId));
  }
  await linking.links.allTold([{ key: { tenantId, id } }]);
  const seen = seenIn(held);
  // Whoever adopts it sees how it is: only what becomes of it later is said.
  if (seen.isOver)
    await progress
      .ended({ tenantId, id }, seen)
      .then(() => progress.said({ tenantId, id, phase: seen.phase }, { state: "told" }));
  else await progress.follow({ tenantId, id }, linking.now());
  deps.wakeFollower();
  const record = await store.find(tenantId, id);
  if (!record) throw new UserError(notThere(tavusVideoId));
  return { video: videoFrom(record), isNew: true };
}

/**
 * The same each time, so that the row of a process that died before it linked it is found, and no second one made; another one where that
 * was deleted here, or is being made.
 */
async function idOfUnmarked({ store }: VideoDeps, tenantId: string, tavusVideoId: string): Promise<string> {
  const id = `vid_${idOfText(`${tenantId} ${tavusVideoId}`, idLength)}`;
  const before = await store.findEver(tenantId, id);
  const isFree = !before || (before.deletedMs === undefined && isUnlinked(before.link));
  return isFree ? id : `vid_${randomId(idLength)}`;
}

function isUnlinked({ state, remoteId, outcomeUnknown }: Link): boolean {
  return state === "failed" && remoteId === undefined && !outcomeUnknown;
}

/** Somebody who has its id may have seen it in Tavus. */
async function seenAgain(deps: VideoDeps, video: VideoRecord): Promise<VideoRecord> {
  if (video.phase !== "gone") return video;
  await inWords("Whether Tavus has it again could not be asked.", lookOnce(deps, video));
  deps.wakeFollower();
  return (await deps.store.find(video.tenantId, video.id)) ?? video;
}

/** What a lost request may still make is left over. */
function leftOverOf(link: Link | undefined, nowMs: number) {
  if (!link?.outcomeUnknown) return undefined;
  return { startedMs: link.attemptStartedMs ?? nowMs, checkAtMs: nowMs + surplusDelayMs };
}

function onItsWayOut(id: string): string {
  return `Video ${id} was deleted here and is on its way out of Tavus, so it cannot be adopted.`;
}

function unknownHere(error: unknown): undefined {
  if (error instanceof TavusError && failureFrom(error).kind === "notFound") return undefined;
  throw error;
}

/** As many as the option takes, in which anything may be typed. */
const longestTyped = 100;

function notThere(id: string): string {
  return `Tavus knows no video ${shortName(id, longestTyped)} in this team's account. Check the ID; one of another account cannot be adopted here.`;
}
