import type { Context, LaterReply, Outcome } from "../../chat/command.ts";
import type { Reply } from "../../chat/reply.ts";
import { isSettled, type Video } from "../../videos/video.ts";
import { helpedWithKey } from "../reply/key-help.ts";
import type { Services } from "../services.ts";
import { askedReply } from "./video-reply.ts";

type Asking = Pick<Context<Services>, "services" | "member">;

/** What became of asking Tavus for it, followed later by the news when that is not settled yet. */
export async function askedOutcome(video: Video, asking: Asking): Promise<Outcome> {
  const { videos } = asking.services;
  const reply = await replyTo(video, asking);
  const undelivered = () => videos.notTold(video);
  if (isSettled(video)) return { ...reply, delivered: () => videos.told(video), undelivered };
  return { ...reply, undelivered, later: laterReply(video, asking) };
}

async function laterReply(video: Video, asking: Asking): Promise<LaterReply | undefined> {
  const { videos } = asking.services;
  const settled = await videos.whenSettled(video);
  if (!settled) return undefined;
  return {
    ...(await replyTo(settled, asking)),
    delivered: () => videos.told(settled),
    undelivered: () => videos.notTold(settled),
  };
}

function replyTo(video: Video, asking: Asking): Promise<Reply> {
  return helpedWithKey(askedReply(video), video.failure?.cause, asking);
}
