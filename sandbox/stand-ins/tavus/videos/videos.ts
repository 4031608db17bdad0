import { randomBytes } from "node:crypto";
import { type Live, storedName } from "../live.ts";
import type { Video, VideoBody, VideoStatus } from "./video.ts";
import { renderCalledBack } from "./video-rows.ts";

type Surroundings = {
  live: Live;
  /** How far the training of a replica is. */
  trainingOf(replicaId: string): "started" | "completed" | "error" | undefined;
};

/** An account's videos. Whatever asks for them first lets happen what the clock has brought about. */
export class Videos {
  readonly #videos = new Map<string, Video>();
  readonly #live: Live;
  readonly #trainingOf: Surroundings["trainingOf"];

  constructor({ live, trainingOf }: Surroundings) {
    this.#live = live;
    this.#trainingOf = trainingOf;
  }

  /** Oldest first, those that were deleted softly too. */
  get all(): Video[] {
    this.settle();
    return [...this.#videos.values()];
  }

  get(id: string): Video | undefined {
    this.settle();
    return this.#videos.get(id);
  }

  create(body: VideoBody): Video {
    const now = this.#live.now();
    const id = randomBytes(5).toString("hex");
    const name = storedName(body.video_name ?? `Video ${id}`, this.#live.behaviour);
    const video: Video = { id, name, body, createdAt: now, status: "queued", since: now, details: "" };
    this.#videos.set(id, video);
    this.#live.stir();
    return video;
  }

  /** Brings a video back that an earlier start of the stand-in had. */
  restore(video: Video): void {
    this.#videos.set(video.id, video);
  }

  rename(id: string, name: string): void {
    this.#known(id).name = name;
    this.#live.stir();
  }

  /** Its row stays with the status `deleted`, unless nothing is to stay. */
  remove(id: string, isHard: boolean): void {
    const video = this.#known(id);
    if (isHard) this.#videos.delete(id);
    this.#turn(video, "deleted", this.#live.now());
  }

  /** Begins it now, whatever the clock says. */
  begin(id: string): void {
    this.#turn(this.#known(id), "generating", this.#live.now());
  }

  /** Makes it ready now. */
  finish(id: string): void {
    this.#turn(this.#known(id), "ready", this.#live.now());
  }

  fail(id: string, details = "The script violates our community guidelines"): void {
    const video = this.#known(id);
    video.details = details;
    this.#turn(video, "error", this.#live.now());
  }

  /** How far it is, from 0 to 100. */
  progressOf({ status, since }: Video): number {
    if (status === "ready") return 100;
    if (status !== "generating") return 0;
    const share = (this.#live.now() - since) / (this.#live.behaviour.videoSeconds.generating * 1000);
    return Math.floor(Math.min(share, 0.99) * 100);
  }

  /** Lets happen what is due by the clock. */
  settle(): void {
    for (const video of this.#videos.values()) {
      if (video.status === "queued") this.#leaveQueue(video);
      if (video.status === "generating") this.#endGenerating(video);
    }
  }

  /** One whose replica is still being trained waits. */
  #leaveQueue(video: Video): void {
    const trained = this.#trainingOf(video.body.replica_id);
    if (trained === "started") return;
    const at = video.createdAt + this.#live.behaviour.videoSeconds.queued * 1000;
    if (at > this.#live.now()) return;
    video.details = trained === "completed" ? refusalOf(video.body) : "The replica is in an error state";
    this.#turn(video, video.details ? "error" : "generating", at);
  }

  #endGenerating(video: Video): void {
    const at = video.since + this.#live.behaviour.videoSeconds.generating * 1000;
    if (at <= this.#live.now()) this.#turn(video, "ready", at);
  }

  #turn(video: Video, status: VideoStatus, since: number): void {
    Object.assign(video, { status, since });
    if (status === "ready" || status === "error") {
      const body = renderCalledBack(video, this.#live.behaviour);
      this.#live.callbacks.post(video.body.callback_url, body);
    }
    this.#live.stir();
  }

  #known(id: string): Video {
    const video = this.get(id);
    if (!video) throw new Error(`The stand-in has no video ${id}.`);
    return video;
  }
}

/** Why Tavus finds out only later that this cannot become a video; empty if it can. */
function refusalOf({ audio_url: audio }: VideoBody): string {
  if (audio === undefined || /\.(?:wav|mp3)$/i.test(new URL(audio).pathname)) return "";
  return "The audio file must be a .wav or .mp3 file";
}
