import type { Reply } from "./reply.ts";

/** Where a message stands that the bot wrote outside any interaction. */
export type ChannelMessage = { channelId: string; messageId: string };

export type ChannelPost =
  | { kind: "posted"; messageId: string }
  /** The message to edit is gone or cannot be changed any more. Post anew. */
  | { kind: "messageGone" }
  /** The channel is gone or closed to the bot; the sentence says what to do in that very case. */
  | { kind: "closed"; remedy: string }
  /** This message is taken by nobody there, now or later; others may be. */
  | { kind: "refused"; remedy: string };

/**
 * Whether the bot can write in a channel; the remedy is for that very case. `threads`: what it lacks for threads below its
 * messages there, with the remedy; absent: nothing.
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
  /** Stands in the channel where its threads hang below a message that everybody reads. */
  opening: Reply;
};

export type ThreadOpened = { kind: "opened"; place: ThreadPlace } | { kind: "closed"; remedy: string };

/** Threads as a platform has them. */
export type Threads = {
  /** Everybody who reads this channel reads its threads: somebody is to be asked before one is opened. */
  arePublic(channelId: string): boolean;
  /**
   * Opens one, tried once: where the answer was lost one may stand there with nothing in it. Rejects with OutsideError where
   * the platform failed.
   */
  open(request: ThreadRequest): Promise<ThreadOpened>;
  /**
   * The thread below a message of the bot's, the same one however often it is asked for; everybody who reads the channel reads
   * it. `title` of at most 100 characters, where it has one. Rejects with OutsideError where the platform failed.
   */
  below(message: ChannelMessage, title: string): Promise<ThreadOpened>;
};

/** `gone`: deleted or deactivated; `bot`: what a machine alone is or has; `guest`, `stranger`: people who may not (Slack). */
export type WhyUnusable = "gone" | "everyone" | "bot" | "guest" | "stranger";

/** Somebody or something named as a manager, through whom nobody manages; `name` where the platform still knows it. */
export type UnusableManager = { id: string; why: WhyUnusable; name?: string | undefined };

/** The channels of one team. Every method rejects with OutsideError when the platform failed: then try again later. */
export type Channels = {
  /** `nonce`, at most 25 characters: where the platform knows such a thing, the same one twice makes one message. */
  post(place: string | ThreadPlace, reply: Reply, nonce: string): Promise<ChannelPost>;
  edit(message: ChannelMessage, reply: Reply): Promise<ChannelPost>;
  rights(channelId: string): Promise<ChannelRights>;
  /** Those of the roles or people that a team has named through whom nobody manages; absent where that cannot be asked. */
  unusableManagers?(ids: readonly string[]): Promise<UnusableManager[]>;
  /** The platform knows a message by its nonce for some minutes. Absent: a message whose answer was lost may come to stand there twice. */
  knowsNonces?: true;
  /** Absent: the platform has none. */
  threads?: Threads;
};
