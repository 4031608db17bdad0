import type { SlackMessagePicture, SlackPicture } from "../../protocol/picture.ts";

/** Where the person at the page is in Slack, and as whom. */
export type SlackRoom = {
  slack: SlackPicture;
  userId: string;
  /** A channel, or `dm:<user id>`. */
  channelId: string;
};

export function directChannel(userId: string): string {
  return `dm:${userId}`;
}

export function messagesIn({ slack, userId, channelId }: SlackRoom): SlackMessagePicture[] {
  const seen = slack.messages.filter(
    (message) =>
      message.channelId === channelId && (message.visibleTo === undefined || message.visibleTo === userId),
  );
  return inThreads(seen);
}

/** What hangs below a message stands right behind it; what lost that message stands by itself. */
function inThreads(messages: SlackMessagePicture[]): SlackMessagePicture[] {
  const heads = messages.filter(
    ({ threadTs }) => threadTs === undefined || !messages.some(({ ts }) => ts === threadTs),
  );
  return heads.flatMap((head) => [head, ...messages.filter(({ threadTs }) => threadTs === head.ts)]);
}

/** The channel that is open, or the first one the bot is in. */
export function openChannel({ channels }: SlackPicture, userId: string, wanted: string): string {
  const known = [directChannel(userId), ...channels.map(({ id }) => id)];
  if (known.includes(wanted)) return wanted;
  return (channels.find(({ hasBot }) => hasBot) ?? channels[0])?.id ?? directChannel(userId);
}

/** `@` for people, `#` for channels. */
export function nameOf({ users, channels }: SlackPicture, mark: string, id: string): string {
  if (mark === "#") return channels.find((channel) => channel.id === id)?.name ?? id;
  return users.find((user) => user.id === id)?.name ?? id;
}

export function messageTime(ts: string): Date {
  return new Date(Number(ts) * 1000);
}
