import type { ChannelPost, ChannelRights, Channels, UnusableManager } from "../../src/chat/channels.ts";
import type { Reply } from "../../src/chat/reply.ts";
import { OutsideError } from "../../src/errors.ts";
import { expectWithinLimits } from "./reply-limits.ts";

export type PostedMessage = {
  channelId: string;
  messageId: string;
  nonce: string;
  threadId?: string;
  reply: Reply;
  edits: number;
};

/**
 * The channels of one team as a platform keeps them: one message for each nonce. `closed` holds the remedy for each
 * channel that is closed to the bot; `isDown` makes every call fail. `refuses` says which messages nobody takes.
 */
export type RecordingChannels = Channels & {
  messages: PostedMessage[];
  closed: Map<string, string>;
  /** What to do about each channel that takes messages and that others read. */
  outsiders: Map<string, string>;
  isDown: boolean;
  /** Roles that were deleted, and people who were deactivated. */
  gone: string[];
  /** Whom the platform lets nobody manage through for another reason. */
  unusable: UnusableManager[];
  refuses(reply: Reply): boolean;
  /** How many messages were refused. */
  refusals: number;
  /** The pause that the platform asks for while it is down. */
  pauseMs?: number;
};

export function recordChannels(): RecordingChannels {
  const messages: PostedMessage[] = [];
  const closed = new Map<string, string>();

  function refuse(channelId: string, reply: Reply): ChannelPost | undefined {
    if (recording.isDown) throw new OutsideError("the platform is down", { waitMs: recording.pauseMs });
    const remedy = closed.get(channelId);
    if (remedy !== undefined) return { kind: "closed", remedy };
    if (!recording.refuses(reply)) return undefined;
    recording.refusals += 1;
    return { kind: "refused", remedy: "Take the link out." };
  }

  const recording: RecordingChannels = {
    messages,
    closed,
    outsiders: new Map(),
    outsidersIn: async (channelId) => recording.outsiders.get(channelId),
    isDown: false,
    gone: [],
    unusable: [],
    unusableManagers: async (ids) =>
      ids.flatMap((id) =>
        recording.gone.includes(id)
          ? [{ id, why: "gone" as const }]
          : recording.unusable.filter((one) => one.id === id),
      ),
    refuses: () => false,
    refusals: 0,
    async post(place, reply, nonce) {
      expectWithinLimits(reply);
      const { channelId, threadId } =
        typeof place === "string" ? { channelId: place, threadId: undefined } : place;
      const refusal = refuse(channelId, reply);
      if (refusal) return refusal;
      const known = messages.find((message) => message.nonce === nonce);
      if (known) return { kind: "posted", messageId: known.messageId };
      const messageId = `M${messages.length + 1}`;
      messages.push({ channelId, messageId, nonce, reply, edits: 0, ...(threadId && { threadId }) });
      return { kind: "posted", messageId };
    },
    async edit({ channelId, messageId }, reply) {
      expectWithinLimits(reply);
      const refusal = refuse(channelId, reply);
      if (refusal) return refusal;
      const message = messages.find((candidate) => candidate.messageId === messageId);
      if (!message) return { kind: "messageGone" };
      Object.assign(message, { reply, edits: message.edits + 1 });
      return { kind: "posted", messageId };
    },
    async rights(channelId): Promise<ChannelRights> {
      if (recording.isDown) throw new OutsideError("the platform is down", { waitMs: recording.pauseMs });
      const remedy = closed.get(channelId);
      return remedy === undefined ? { kind: "yes" } : { kind: "no", remedy };
    },
  };
  return recording;
}

/** The same with threads: below messages that everybody reads, or private ones, as channels of their own. */
export function withThreads(recording: RecordingChannels, kind: "public" | "private"): { closed?: string } {
  const refusal: { closed?: string } = {};
  let opened = 0;
  recording.threads = {
    arePublic: () => kind === "public",
    async open({ channelId, opening }) {
      if (recording.isDown) throw new OutsideError("the platform is down");
      if (refusal.closed) return { kind: "closed", remedy: refusal.closed };
      opened += 1;
      if (kind === "private") {
        const threadId = `T${opened}`;
        return { kind: "opened", place: { channelId: threadId, threadId } };
      }
      const posted = await recording.post(channelId, opening, `opening ${opened}`);
      if (posted.kind !== "posted") throw new Error("The opening was not posted.");
      return { kind: "opened", place: { channelId, threadId: posted.messageId } };
    },
    async below({ channelId, messageId }) {
      if (recording.isDown) throw new OutsideError("the platform is down", { waitMs: recording.pauseMs });
      if (refusal.closed) return { kind: "closed", remedy: refusal.closed };
      return { kind: "opened", place: { channelId, threadId: messageId } };
    },
  };
  return refusal;
}
