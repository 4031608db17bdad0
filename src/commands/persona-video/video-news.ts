import { createHash } from "node:crypto";
import type { Channels } from "../../chat/channels.ts";
import type { SendDirect } from "../../chat/interaction.ts";
import type { Reply } from "../../chat/reply.ts";
import { OutsideError } from "../../errors.ts";
import { plural } from "../../text/plural.ts";
import type { Said, Telling, TellVideo } from "../../videos/tell.ts";
import type { Video } from "../../videos/video.ts";
import type { Fate, VideoAnnouncements } from "../../videos/video-port.ts";
import { isCause } from "../../warnings/causes.ts";
import { sentencesFor, withSaid } from "../../warnings/sentences.ts";
import type { TellForSure } from "../reply/news.ts";
import { quoted } from "../reply/persona-reply.ts";
import { askedReply, endReply, idFacts } from "./video-reply.ts";

type Ways = {
  /** Undefined: the tenant's platform is not running. */
  channelsOf(tenantId: string): Channels | undefined;
  sendDirectFor(tenantId: string): SendDirect | undefined;
  tellForSure: TellForSure;
  now(): number;
};

/** A platform that knows a message by its nonce does so for a few minutes: https://discord.com/developers/docs/resources/message */
const nonceHoldsMs = 2 * 60_000;

/** Takes news of videos to the channel where they were asked for, and to people. */
export function createVideoNews(ways: Ways): VideoAnnouncements & { tell: TellVideo } {
  return {
    async tell(video, telling) {
      const posted = await tellChannel(ways, video, telling);
      return posted ?? tellPerson(ways, video, telling);
    },
    async announce(video, way) {
      const send = ways.sendDirectFor(video.tenantId);
      return send ? send(video.createdBy, askedReply(video), undefined, way) : false;
    },
    async announceRemoval(video, count) {
      await ways.sendDirectFor(video.tenantId)?.(video.createdBy, removalReply(video, count));
    },
    async announceFate(video, { fate, userId }) {
      const { tenantId, id } = video;
      await ways.tellForSure({ id: `${id}.removed`, member: { tenantId, userId } }, fateReply(video, fate));
    },
  };
}

/** Undefined: the channel does not take it, or may have it already where a second one could not be told from it. */
async function tellChannel(
  { channelsOf, now }: Ways,
  video: Video,
  { mayStandSinceMs, posting }: Telling,
): Promise<Said | undefined> {
  const { tenantId, channelId } = video;
  const channels = channelsOf(tenantId);
  if (!channels) throw new OutsideError("The team's platform is not connected.");
  if (channelId === undefined) return undefined;
  const isKnownAgain = channels.knowsNonces === true && now() - (mayStandSinceMs ?? 0) < nonceHoldsMs;
  if (mayStandSinceMs !== undefined && !isKnownAgain) return undefined;
  if (!(await posting())) return { state: "overtaken" };
  const posted = await channels.post(channelId, endReply(video), nonceOf(video, "v"));
  return posted.kind === "posted" ? { state: "posted", messageId: posted.messageId } : undefined;
}

/**
 * The same for every try, whoever makes it; another one for what becomes of it later, and beside the one in the channel (`v`) another one
 * to its person (`p`): Discord would take the message there for this one.
 */
function nonceOf({ tenantId, id, phase, link }: Video, to: "v" | "p"): string {
  const digest = createHash("sha256").update([tenantId, id, phase, link].join(" ")).digest("hex");
  return `${to}${digest.substring(0, 24)}`;
}

async function tellPerson(ways: Ways, video: Video, { mayStandSinceMs, isOurs }: Telling): Promise<Said> {
  const { tenantId, createdBy: userId, id, phase } = video;
  const notes =
    mayStandSinceMs === undefined
      ? ["The channel where it was asked for did not take this."]
      : [mayStandNote];
  const reply: Reply = { ...endReply(video), visibility: "private", notes };
  const send = ways.sendDirectFor(tenantId);
  const way = { nonce: nonceOf(video, "p"), isOurs };
  const isTold = await tryDirect(() => send?.(userId, reply, undefined, way));
  if (!(isTold || (await isOurs()))) return { state: "overtaken" };
  if (!isTold) await ways.tellForSure({ id: `${id}.${phase}`, member: { tenantId, userId } }, inWords(reply));
  return { state: "told" };
}

const mayStandNote =
  "It may be in the channel where it was asked for already: the platform's answer was lost, so it is not posted there again.";

/** False: they take no direct messages. */
async function tryDirect(send: () => Promise<boolean> | undefined): Promise<boolean> {
  try {
    return (await send()) ?? false;
  } catch (error) {
    if (error instanceof OutsideError && error.isFinal) return false;
    throw error;
  }
}

/** What is owed is kept as words alone: links stand among its facts. */
function inWords({ links = [], facts = [], ...reply }: Reply): Reply {
  return { ...reply, facts: [...links.map(({ label, url }) => ({ label, value: url })), ...facts] };
}

function removalReply(video: Video, count: number): Reply {
  const name = quoted(video.name);
  return {
    tone: "neutral",
    title: plural(count, {
      one: `Removed a second copy of the video ${name} in Tavus`,
      other: `Removed ${count} further copies of the video ${name} in Tavus`,
    }),
    text: "Tavus finished an earlier request after its answer was lost. Nothing to do: the first one stays.",
    facts: idFacts(video),
  };
}

/** How the deletion in Tavus ended that followed the one here. */
function fateReply(video: Video, fate: Fate): Reply {
  const name = `Video ${quoted(video.name)}`;
  const facts = idFacts(video);
  if (fate.kind === "deleted")
    return { tone: "success", title: `${name} is gone in Tavus too`, text: "Nothing to do.", facts };
  if (fate.kind === "neverThere")
    return { tone: "success", title: `${name} was not in Tavus`, text: "Nothing to do.", facts };
  const { kind, words } = fate.failure;
  const cause = isCause(kind) ? kind : "unexpectedReply";
  const { happened } = sentencesFor(cause, { operation: "video" });
  return {
    tone: "failure",
    title: `${name} could not be deleted in Tavus`,
    text: `${withSaid(happened, cause, words)}\nIt is gone here and stays in Tavus. I do not try again: delete it there.`,
    facts,
  };
}
