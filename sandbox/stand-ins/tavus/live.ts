import type { Callbacks } from "./callbacks.ts";

/** How rooms and videos behave where Tavus's documentation leaves it open, or where it was seen to differ. */
export type LiveBehaviour = {
  /** What the addresses of rooms, videos and pictures of faces begin with, without a slash at the end. */
  roomsAt: string;
  videosAt: string;
  facesAt: string;
  /** The transcript after a call: times in Unix seconds or as ISO text, twice over, or never. */
  transcripts: "unix" | "iso" | "repeated" | "never";
  /** How long after a call's end the transcript comes. */
  transcriptDelaySeconds: number;
  /** What the avatar is called in a transcript. */
  avatarRole: "replica" | "pal";
  /** The name of the reason in the events of a verbose read; a callback always says `shutdown_reason`. */
  shutdownKey: "reason" | "shutdown_reason";
  /** `pending`: the answer has to be asked for, once in vain. `refused`: this account has no text conversations. */
  chat: "ready" | "pending" | "refused";
  /** How long a video waits and then takes. Infinity: until a test says so. */
  videoSeconds: { queued: number; generating: number };
  /** What becomes of the names of rooms, videos and landing pages: as of personas, letters that have no ASCII one go, or punctuation does. */
  names: "kept" | "ascii" | "bare";
  /** What the addresses of landing pages begin with; undefined: an answer holds none. */
  deploymentsAt: string | undefined;
  deploymentsCanBeDeleted: boolean;
  /** False: a password is taken, and not asked for. */
  deploymentsKeepPasswords: boolean;
};

export const usualLife: LiveBehaviour = {
  roomsAt: "https://tavus.daily.co",
  videosAt: "https://tavus.video",
  facesAt: "https://cdn.replica.tavus.io",
  transcripts: "unix",
  transcriptDelaySeconds: 0,
  avatarRole: "replica",
  shutdownKey: "reason",
  chat: "ready",
  videoSeconds: { queued: 5, generating: 55 },
  names: "kept",
  deploymentsAt: "https://sandbox.maker.tavus.io",
  deploymentsCanBeDeleted: true,
  deploymentsKeepPasswords: true,
};

/** What an account's rooms and videos live in. */
export type Live = {
  /** Milliseconds since 1970. */
  now(): number;
  behaviour: LiveBehaviour;
  callbacks: Callbacks;
  /** Called after every change of a room or a video. */
  stir(): void;
};

/** Microseconds and a Z, as conversations and their events are dated. */
export function microseconds(at: number): string {
  return new Date(at).toISOString().replace("Z", "000Z");
}

/** A name as it is stored. */
export function storedName(name: string, { names }: Pick<LiveBehaviour, "names">): string {
  if (names === "kept") return name;
  const stripped = names === "ascii" ? /[^\p{ASCII}]/gu : /[^\p{L}\p{N} ]/gu;
  return name.normalize("NFKD").replace(stripped, "").replace(/ +/g, " ").trim();
}
