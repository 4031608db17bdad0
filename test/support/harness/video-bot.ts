import { onTestFinished } from "vitest";
import type { SendDirect } from "../../../src/chat/interaction.ts";
import { mustBeOurs } from "../../../src/chat/refusal.ts";
import { createVideoNews } from "../../../src/commands/persona-video/video-news.ts";
import { createVideoStore } from "../../../src/database/video/video-store.ts";
import type { Worker } from "../../../src/link/worker.ts";
import { buildPersonas } from "../../../src/main/build-personas.ts";
import { buildVideos, type VideoParts } from "../../../src/main/kinds/build-videos.ts";
import type { VideoRequest, VideoResult } from "../../../src/videos/create.ts";
import type { TellVideo } from "../../../src/videos/tell.ts";
import { tenant, userId } from "../personas/persona-builders.ts";
import { promptWait } from "../prompt-wait.ts";
import { type RecordingChannels, recordChannels } from "../recording-channels.ts";
import { type Harness, harnessKey, prepareBot } from "./harness.ts";

export const videoFace = "r90bbd427f71";

/** A process of the bot that makes videos. */
export type VideoBot = VideoParts & {
  worker: Worker;
  tell: TellVideo;
  create(request?: Partial<VideoRequest>, saved?: () => Promise<void>): Promise<VideoResult>;
  kill(): void;
};

/** What people can read: the same for all processes. */
export type Screen = {
  channels: RecordingChannels;
  direct: { userId: string; title: string }[];
  /** Whoever sends somebody a direct message waits for this. */
  heldUp?: () => Promise<void>;
};

export function createScreen(): Screen {
  return { channels: recordChannels(), direct: [] };
}

export function startVideoBot(harness: Harness, screen: Screen, publicUrl?: string): VideoBot {
  const { database, standIn, transit, news, timeoutMs } = harness;
  const { die, ...prepared } = prepareBot({ database, standIn, transit, key: harnessKey, timeoutMs });
  const sendDirect: SendDirect = async (to, { title }, _onRefused, way = {}) => {
    await screen.heldUp?.();
    await mustBeOurs(way);
    // Discord knows a nonce of the same author, and names no channel: https://discord.com/developers/docs/resources/message
    if (screen.channels.knowsNonces && screen.channels.messages.some(({ nonce }) => nonce === way.nonce))
      return true;
    return screen.direct.push({ userId: to, title }) > 0;
  };
  const videoNews = createVideoNews({
    channelsOf: () => screen.channels,
    sendDirectFor: () => sendDirect,
    tellForSure: async ({ member }, { title }) => void screen.direct.push({ userId: member.userId, title }),
    now: harness.now,
  });
  const built = buildVideos({ ...prepared, news: videoNews, publicUrl });
  const personas = buildPersonas({ ...prepared, news, outcomeWait: promptWait, others: [built.kind] });
  const parts = built.parts();
  onTestFinished(async () => {
    parts.videoWatchers.close();
    await Promise.all([personas.worker.stop(2_000), parts.follower.stop(2_000)]);
    prepared.tavus.close();
  });
  return {
    ...parts,
    worker: personas.worker,
    tell: videoNews.tell,
    create: (request = {}, saved = async () => {}) => parts.videos.create(aVideoRequest(request), saved),
    kill() {
      die();
      void personas.worker.stop(0);
      void parts.follower.stop(0);
    },
  };
}

/** A form that was filled in; `formId` is its name too, so that it can be told in Tavus. */
export function aVideoRequest(request: Partial<VideoRequest> = {}): VideoRequest {
  const { formId = "form-1" } = request;
  const many = { member: 1000, team: 1000 };
  return {
    tenantId: tenant,
    userId,
    channelId: "C1",
    formId,
    content: {
      personaId: undefined,
      replicaId: videoFace,
      name: formId,
      script: "Hello.",
      audioUrl: undefined,
      backgroundUrl: undefined,
      isFast: false,
    },
    allowance: {
      reservation: { userId, kind: "videos", id: formId, amount: 1, limit: many },
      judge: () => undefined,
    },
    ...request,
  };
}

export function videoStoreOf({ database }: Pick<Harness, "database">) {
  return createVideoStore(database);
}
