import type { VideoRecord } from "../database/video/video-record.ts";
import { oneByOne } from "../link/one-by-one.ts";
import { passesByItself } from "../link/outcome.ts";
import { missingKeyOf } from "../link/pause-queue.ts";
import { isTriedEnough } from "../link/tried-enough.ts";
import { TavusError } from "../tavus/errors.ts";
import type { TavusKey } from "../tenants/keys.ts";
import { keyCauses, videosTopic } from "../warnings/topic.ts";
import type { VideoDeps } from "./deps.ts";
import { requireKey } from "./in-words.ts";
import { calledForLooks, followedForLooks, followedForMs, pauseAfter, restMs, slowDownMs } from "./pauses.ts";
import { readOrGone } from "./read-or-gone.ts";
import { type Look, seenIn } from "./seen.ts";

type Deps = Omit<VideoDeps, "wakeFollower">;
type InTavus = VideoRecord & { link: { remoteId: string } };

/** Asks Tavus about videos of one team, one after the other, under the keys that made them. True: something is to be said. */
export async function lookAtAll(
  deps: Deps,
  tenantId: string,
  videos: readonly VideoRecord[],
): Promise<boolean> {
  const followed = videos.filter(isInTavus);
  let isNews = false;
  const groups = Map.groupBy(followed, ({ link }) => link.keyTag);
  const steps = [
    () =>
      oneByOne(
        videos.filter((video) => !isInTavus(video)),
        (video) => waitForLink(deps, video),
      ),
    ...[...groups].map(([madeWith, some]) => async () => {
      const key = await deps.keys.keyMadeWith(tenantId, madeWith);
      const look = key
        ? lookAtSome(deps, tenantId, { followed: some, key })
        : restWithoutKey(deps, tenantId, some);
      isNews = (await look) || isNews;
    }),
  ];
  await oneByOne(steps, (step) => step());
  return isNews;
}

/** So many failures in a row may be an outage, in which a round outlives its lease: the others have their turn in the next. */
const mostFailures = 3;

/** One that fails keeps no other from its turn, unless it is not the video that fails. */
async function lookAtSome(
  deps: Deps,
  tenantId: string,
  { followed, key }: { followed: readonly InTavus[]; key: TavusKey },
): Promise<boolean> {
  const { progress, linking } = deps;
  let isNews = false;
  let isOver = false;
  let inARow = 0;
  await oneByOne(followed.entries(), async ([index, video]) => {
    if (isOver) return;
    if (inARow >= mostFailures) return progress.lookAgain(video, linking.now());
    try {
      isNews = (await lookAt(deps, video, key)) || isNews;
      linking.warnings.succeeded(tenantId, "read");
      inARow = 0;
    } catch (error) {
      if (!(error instanceof TavusError)) throw error;
      isNews = true;
      inARow += 1;
      isOver = concernsAll(error);
      await failed(deps, isOver ? followed.slice(index) : [video], { error, key });
    }
  });
  return isNews;
}

/** Its key, its rate, or the way to Tavus: the others of the team would fare no better now. */
function concernsAll({ kind, reached }: TavusError): boolean {
  return reached === "no" || keyCauses.includes(kind) || kind === "rateLimited" || kind === "blocked";
}

/** The same for somebody who wants to know at once. Rejects with TavusError. */
export async function lookOnce(deps: Deps, video: VideoRecord): Promise<void> {
  if (isInTavus(video)) await lookAt(deps, video, await requireKey(deps, video.tenantId, video.link.keyTag));
}

function isInTavus(video: VideoRecord): video is InTavus {
  return video.link.state === "linked" && video.link.remoteId !== undefined;
}

/** It is followed from when Tavus has it; of one that Tavus never takes that is said, and a Retry makes it due. */
async function waitForLink({ progress, linking }: Deps, video: VideoRecord): Promise<void> {
  const isPending = video.link.state === "pending";
  await progress.lookAgain(video, isPending ? linking.now() + pauseAfter(video.looks) : null);
}

async function lookAt(deps: Deps, video: InTavus, key: TavusKey): Promise<boolean> {
  const { progress, linking } = deps;
  if (video.followedSinceMs === undefined) await progress.follow(video, video.nextLookMs ?? linking.now());
  const held = await readOrGone(deps, video, key);
  const look: Look = held ? seenIn(held) : { phase: "gone", isOver: true };
  if (isAddressToCome(video, look)) {
    await progress.goesOn(video, { phase: "generating", progress: madePercent });
    await progress.lookAgain(video, linking.now() + pauseAfter(0));
    return false;
  }
  if (look.isOver) return over(deps, video, look);
  await progress.goesOn(video, look);
  if (video.phase !== "error" && video.phase !== "gone") return goOn(deps, video);
  // Tavus has begun again, or has it after all: so does the looking, which had ended.
  await progress.follow(video, linking.now() + pauseAfter(0));
  return false;
}

/** What is looked at again of one that is over is not looked at by itself any more. */
async function over({ progress, linking }: Deps, video: VideoRecord, look: Look): Promise<boolean> {
  const isNews = await progress.ended(video, look);
  if (isNews) {
    linking.log.info({ tenant: video.tenantId, video: video.id, phase: look.phase }, "a video is over");
    return true;
  }
  if (look.phase === "ready") await progress.watchedAt(video, look);
  await progress.lookAgain(video, null);
  return false;
}

const madePercent = 100;

/** Tavus says that it is ready and not where, and has said so for the first time: that may come a moment later. */
function isAddressToCome({ phase, progress }: VideoRecord, look: Look): boolean {
  const isWithout = look.phase === "ready" && look.hostedUrl === undefined && look.downloadUrl === undefined;
  return isWithout && (phase === "queued" || phase === "generating") && progress !== madePercent;
}

/** By Tavus's word it goes on: looked at again after a while, or, after hours, not by itself any more. */
async function goOn(deps: Deps, video: VideoRecord): Promise<boolean> {
  return followOn(deps, video, { leastLooks: 0, atLeastMs: 0 });
}

/** The same where Tavus has said nothing of it. */
async function goOnUnseen(deps: Deps, video: VideoRecord, atLeastMs = 0): Promise<boolean> {
  return followOn(deps, video, { leastLooks: followedForLooks, atLeastMs });
}

async function followOn(
  deps: Deps,
  video: VideoRecord,
  { leastLooks, atLeastMs }: { leastLooks: number; atLeastMs: number },
): Promise<boolean> {
  const { progress, linking } = deps;
  const nowMs = linking.now();
  const { phase, looks, followedSinceMs = nowMs } = video;
  const trials = { sinceMs: followedSinceMs, tries: looks };
  const nextMs = nowMs + Math.max(pauseAfter(looks), atLeastMs);
  if (phase !== "queued" && phase !== "generating") {
    // Why Tavus called is not known before it has been seen.
    const isToSee = leastLooks > 0 && looks < calledForLooks;
    await progress.lookAgain(video, isToSee ? nextMs : null);
    return false;
  }
  if (isTriedEnough(trials, { nowMs, forMs: followedForMs, least: leastLooks }))
    return over(deps, video, { phase: "stalled", isOver: true });
  await progress.lookAgain(video, nextMs);
  return false;
}

async function restWithoutKey(
  deps: Deps,
  tenantId: string,
  videos: readonly VideoRecord[],
): Promise<boolean> {
  const { keys, linking, progress } = deps;
  if (await keys.isSettled(tenantId)) {
    const cause = await missingKeyOf({ keys }, tenantId);
    await linking.warnings.raise(tenantId, {
      cause,
      topic: `${videosTopic}:${cause}`,
      userId: videos[0]?.createdBy,
      personaId: videos[0]?.personaId,
    });
  }
  await progress.restTeam(tenantId, linking.now() + restMs);
  return false;
}

/** The others of the team would fare no better now. */
async function failed(
  deps: Deps,
  [video, ...others]: readonly InTavus[],
  { error, key }: { error: TavusError; key: TavusKey },
): Promise<void> {
  const { progress, linking } = deps;
  const { kind: cause, words, incident, retryAfterMs } = error;
  if (!video) return;
  const { tenantId, createdBy: userId, personaId } = video;
  linking.log.warn(
    { tenant: tenantId, video: video.id, cause, incident },
    "Tavus did not say how far a video is",
  );
  // A key that was changed meanwhile is tried at once.
  const isKeyBad = keyCauses.includes(cause) && (await deps.keys.keyFor(tenantId))?.tag === key.tag;
  await goOnUnseen(deps, video, retryAfterMs);
  for (const other of others) {
    const nextMs = linking.now() + (isKeyBad ? restMs : 0);
    await (passesByItself(error) ? goOnUnseen(deps, other) : progress.lookAgain(other, nextMs));
  }
  if (cause === "rateLimited")
    return progress.restTeam(tenantId, linking.now() + Math.max(retryAfterMs ?? 0, slowDownMs));
  if (!isKeyBad) return;
  await linking.warnings.raise(tenantId, {
    cause,
    words,
    incident,
    topic: `${videosTopic}:${cause}`,
    userId,
    personaId,
  });
  await progress.restTeam(tenantId, linking.now() + restMs);
}
