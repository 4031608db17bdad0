import type { LaterReply, Outcome } from "../../chat/command.ts";
import { isSettled, type Video } from "../../videos/video.ts";
import type { Services } from "../services.ts";
import { askedReply } from "./video-reply.ts";

/** What became of asking Tavus, followed later by the news when that is not settled yet. */
export function askedOutcome(video: Video, { videos }: Pick<Services, "videos">): Outcome {
  const reply = askedReply(video);
  const undelivered = () => videos.notTold(video);
  if (isSettled(video)) return { ...reply, delivered: () => videos.told(video), undelivered };
  return { ...reply, undelivered, later: laterReply(video, { videos }) };
}

async function laterReply(
  video: Video,
  { videos }: Pick<Services, "videos">,
): Promise<LaterReply | undefined> {
  const settled = await videos.whenSettled(video);
  if (!settled) return undefined;
  return {
    ...askedReply(settled),
    delivered: () => videos.told(settled),
    undelivered: () => videos.notTold(settled),
  };
}
