import type { Reply } from "./reply.ts";

/** Where a message stands that the bot wrote outside any interaction. */
export type ChannelMessage = { channelId: string; messageId: string };

export type ChannelPost =
  | { kind: "posted"; messageId: string }
  /** The message to edit is gone or cannot be changed any more. Post anew. */
  | { kind: "messageGone" }
  /** The channel is gone or closed to the bot; the sentence says what to do in that very case. */
  | { kind: "closed"; remedy: string }
  /** The platform does not take this message, now or later; it may take others. */
  | { kind: "refused"; remedy: string };

/**
 * Whether the bot can write in a channel, and if not, what to do. `threads`: what it lacks to open threads below its messages there,
 * and what to do; absent: it lacks nothing.
 */
export type ChannelRights = { kind: "yes"; threads?: string } | { kind: "no"; remedy: string };

/** Somewhere to post: a channel, or one of its threads where `threadId` names it. */
export type ThreadPlace = { channelId: string; threadId: string };

export type ThreadRequest = {
  channelId: string;
  /** At most 100 characters. */
  title: string;
  /** Who it is for. */
  userId: string;
  /** The message that the thread hangs below, on a platform whose threads need one. Everybody in the channel reads it. */
  opening: Reply;
};

export type ThreadOpened = { kind: "opened"; place: ThreadPlace } | { kind: "closed"; remedy: string };

/** Threads as a platform has them. */
export type Threads = {
  /** Whether everybody who reads this channel can read its threads: then the person is asked before one is opened. */
  arePublic(channelId: string): boolean;
  /**
   * Opens a thread. Tried only once: if the platform's answer is lost, an empty thread may remain. Rejects with OutsideError where
   * the platform failed.
   */
  open(request: ThreadRequest): Promise<ThreadOpened>;
  /**
   * The thread below a message of the bot's, the same one however often it is asked for; everybody who reads the channel reads
   * it. `title` of at most 100 characters, where it has one. Rejects with OutsideError where the platform failed.
   */
  below(message: ChannelMessage, title: string): Promise<ThreadOpened>;
};

/** `gone`: deleted or deactivated; `bot`: an app, or an app's own role; `guest`, `stranger`: people who may not manage (Slack). */
export type WhyUnusable = "gone" | "everyone" | "bot" | "guest" | "stranger";

/** A person or a role that the team has named as manager and that does not count. `name`: if the platform still knows it. */
export type UnusableManager = { id: string; why: WhyUnusable; name?: string | undefined };

/** The channels of one team. Every method rejects with OutsideError when the platform failed: then try again later. */
export type Channels = {
  /** `nonce`, at most 25 characters: on a platform that knows nonces, two posts with the same one make one message. */
  post(place: string | ThreadPlace, reply: Reply, nonce: string): Promise<ChannelPost>;
  edit(message: ChannelMessage, reply: Reply): Promise<ChannelPost>;
  rights(channelId: string): Promise<ChannelRights>;
  /**
   * What to do about a channel that others than the team read by now, such as another company: it is not to have what concerns the
   * team alone, although it takes it. Undefined: nobody does, as far as the platform says. Absent: nobody can.
   */
  outsidersIn?(channelId: string): Promise<string | undefined>;
  /** Which of the roles or people that a team has named as managers do not count; absent where that cannot be asked. */
  unusableManagers?(ids: readonly string[]): Promise<UnusableManager[]>;
  /** The platform knows a message by its nonce for some minutes. Absent: a message may be posted twice when an answer is lost. */
  knowsNonces?: true;
  /** Absent: the platform has none. */
  threads?: Threads;
};
